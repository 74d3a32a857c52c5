/**
 * What is looked at when a department's management of quality is checked 科室质量管理检查表, and when the green channel 绿色通道 is: each point with
 * the clause that asks for it. Source: henan-2025.mq.5#08, which states no sheet (a list of our own); henan-2023.t20.3#01, which names its links.
 */
import type { Bilingual } from '../kernel/register.ts';

export interface CheckSheetPoint extends Bilingual {
  readonly clause: string;
}

export const CHECK_SHEET = {
  group: {
    zh: '质控小组健全，质控员在岗履职',
    en: 'The group is complete, its officer at work',
    clause: 'henan-2025.mq.2#01',
  },
  meeting: {
    zh: '每月质控会已开，纪要可查',
    en: 'Monthly meetings were held, with minutes',
    clause: 'henan-2025.mq.2#03',
  },
  decisions: {
    zh: '会议决定与上次检查的问题已落实',
    en: 'What meetings decided and the last check found was carried out',
    clause: 'henan-2025.mq.1#06',
  },
  targets: {
    zh: '科室目标与指标有数据、有分析',
    en: 'Targets and indicators have values and analysis',
    clause: 'henan-2023.t3.1#02',
  },
  records: {
    zh: '抽查病历：查房、讨论与交接记录及时',
    en: 'Records looked at: rounds, discussions and hand-overs in time',
    clause: 'henan-2025.mq.18#02',
  },
  critical: {
    zh: '危急值接收、处置与登记完整',
    en: 'Critical values received, handled and registered',
    clause: 'henan-2025.mq.8#12',
  },
  events: {
    zh: '不良事件主动上报并改进',
    en: 'Adverse events are reported, and something changes',
    clause: 'henan-2025.mq.11#01',
  },
  recognition: {
    zh: '互认执行：复检有理由、有说明',
    en: 'Recognition is kept: repeats have a reason and were explained',
    clause: 'national-2022.art.21#01',
  },
  emergency: {
    zh: '应急预案知晓，抢救物品可用',
    en: 'Emergency plans are known, rescue equipment is at hand',
    clause: 'henan-2023.sa4.0#02',
  },
} as const satisfies Record<string, CheckSheetPoint>;

export type CheckSheetPointId = keyof typeof CHECK_SHEET;
export const CHECK_SHEET_POINTS = Object.keys(CHECK_SHEET) as readonly CheckSheetPointId[];

const LINK = 'henan-2023.t20.3#01';
/** The eleven links of the green channel 绿色通道 from the ambulance to the transfer, each looked at when it is inspected (henan-2023.t20.3#01). */
export const GREEN_CHANNEL = {
  prehospital: { zh: '院前急救', en: 'Before the hospital', clause: LINK },
  triage: { zh: '分诊', en: 'Triage', clause: LINK },
  visit: { zh: '就诊', en: 'First visit', clause: LINK },
  consultation: { zh: '会诊', en: 'Consultation', clause: LINK },
  surgery: { zh: '手术', en: 'Surgery', clause: LINK },
  drugs: { zh: '药物治疗', en: 'Drug therapy', clause: LINK },
  transfusion: { zh: '输血治疗', en: 'Transfusion', clause: LINK },
  testing: { zh: '检验', en: 'Laboratory tests', clause: LINK },
  imaging: { zh: '影像学检查', en: 'Imaging', clause: LINK },
  admission: { zh: '收治入院', en: 'Admission', clause: LINK },
  transfer: { zh: '转运', en: 'Transfer', clause: LINK },
} as const satisfies Record<string, CheckSheetPoint>;
export const GREEN_CHANNEL_LINKS = Object.keys(GREEN_CHANNEL) as readonly (keyof typeof GREEN_CHANNEL)[];

/** Points of a sheet that are not met 不符合: what is not applicable counts as met, what nobody looked at does not. */
export function pointsNotMet<P extends string>(
  points: readonly P[],
  fields: Readonly<Record<string, unknown>>,
): readonly P[] {
  return points.filter((point) => fields[point] !== true);
}
