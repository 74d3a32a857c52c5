/** Why an issued report is corrected 报告更正原因. Source: henan-2025.lab.9#07, which names none: a list of our own, by the steps of testing. */
import type { Bilingual } from '../kernel/register.ts';

export const CORRECTION_CAUSES = {
  identity: { zh: '患者或标本身份差错', en: 'Wrong patient or specimen' },
  specimen: { zh: '标本质量（溶血、凝血、采集不当等）', en: 'Quality of the specimen' },
  instrument: { zh: '仪器', en: 'Instrument' },
  reagent: { zh: '试剂或质控', en: 'Reagent or control' },
  interference: { zh: '干扰或方法局限', en: 'Interference, or limits of the method' },
  operation: { zh: '操作', en: 'Operation' },
  transcription: { zh: '录入或传输差错', en: 'Entry or transmission' },
  reading: { zh: '判读', en: 'Reading' },
  system: { zh: '信息系统', en: 'Information system' },
  other: { zh: '其他', en: 'Other' },
} as const satisfies Record<string, Bilingual>;
