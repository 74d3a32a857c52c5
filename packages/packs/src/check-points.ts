/** What an inspector looks at for a clause 检查要点, and how packs write it shortly. */
import type { Bilingual } from '@fujie/core/kernel';

/** What an inspection is about 检查主题: of each field whose organisations inspect (henan-2025.lab.15#01) those that have points on a day. */
export const INSPECTION_SUBJECTS = {
  recognition: { zh: '检查检验结果互认', en: 'Recognition of results' },
  laboratory: { zh: '临床检验质量', en: 'Quality of laboratory testing' },
  safety: { zh: '患者安全与不良事件', en: 'Patient safety and adverse events' },
  pathology: { zh: '病理质量', en: 'Pathology' },
  'nuclear-medicine': { zh: '核医学质量', en: 'Nuclear medicine' },
  'blood-supply': { zh: '采供血质量', en: 'Blood collection and supply' },
  transfusion: { zh: '临床用血', en: 'Clinical transfusion' },
  'occupational-disease': { zh: '职业病防控检测', en: 'Testing against occupational disease' },
} as const;
export type InspectionSubject = keyof typeof INSPECTION_SUBJECTS;

/** How bad it is if it is not so, which says until when it is to be put right. */
export type Severity = 'immediate' | 'within-15' | 'within-30';

/** How an inspector sees whether a clause is kept 检查要点. */
export interface CheckPoint {
  readonly subject: InspectionSubject;
  readonly clause: string;
  readonly severity: Severity;
  readonly how: Bilingual;
  readonly evidence: Bilingual;
}

export type CheckRow = readonly [
  clause: string,
  severity: Severity,
  howZh: string,
  howEn: string,
  evidenceZh: string,
  evidenceEn: string,
];

/** Writes the points of one document and subject shortly. */
export function checkWriter(document: string, subject: InspectionSubject) {
  return (rows: readonly CheckRow[]): readonly CheckPoint[] =>
    rows.map(([clause, severity, howZh, howEn, evidenceZh, evidenceEn]) => ({
      subject,
      clause: `${document}.${clause}`,
      severity,
      how: { zh: howZh, en: howEn },
      evidence: { zh: evidenceZh, en: evidenceEn },
    }));
}
