/** Writes the clauses of Henan's notice, and says what is missing in the cases that come again and again there. */
import { clauseWriter, NOT_ENCODED } from '../pack.ts';

/** The day of issue: the notice names no other day on which it begins, and none on which it ends. */
export const IN_FORCE = { from: '2025-10-16', to: null } as const;

export const clause = clauseWriter('henan-2025', IN_FORCE);

export const GAP = {
  ...NOT_ENCODED,
  /** Rules, templates and specifications that a hospital writes for itself. */
  ownRules: { zh: '院内制度与模板由机构自行制定保存', en: 'rules and templates that the institution writes and keeps' },
  permissions: { zh: '诊疗权限目录尚未建立', en: 'the register of permissions to practise is not built yet' },
  chart: { zh: '病历与诊疗过程的数据平台未接收', en: 'medical records and acts of care do not reach the platform' },
  theatre: { zh: '手术与麻醉数据平台未接收', en: 'data of surgery and anaesthesia do not reach the platform' },
  drugs: { zh: '处方与药品数据平台未接收', en: 'data of prescriptions and drugs do not reach the platform' },
  ownSystem: {
    zh: '只及于本平台；院内电子病历系统中的使用未接收',
    en: "reaches what is used at this platform; uses inside a hospital's own record system are not received",
  },
} as const;
