/** Columns of the sheet of critical values 危急值专册, the same everywhere. */
import type { CriticalValue } from '@fujie/wire/contracts';

type Step = CriticalValue['verified'];

const STEPS: readonly (readonly [zh: string, en: string, of: (value: CriticalValue) => Step])[] = [
  ['核实', 'Verified', ({ verified }) => verified],
  ['报告', 'Reported', ({ notified }) => notified],
  ['接收', 'Received', ({ received }) => received],
  ['告知医师', 'Doctor told', ({ informed }) => informed],
  ['通知患者', 'Patient reached', ({ reached }) => reached],
  ['处置', 'Acted', ({ acted }) => acted],
  ['复查', 'Rechecked', ({ rechecked }) => rechecked],
];

const COLUMNS: readonly (readonly [zh: string, en: string, of: (value: CriticalValue) => string])[] = [
  ['编号', 'Number', ({ loop }) => String(loop)],
  ['出现时间', 'Appeared', ({ appearedAt }) => appearedAt],
  ['机构', 'Institution', ({ institution }) => institution.nameZh],
  ['科室', 'Department', ({ department }) => department?.nameZh ?? ''],
  ['送检机构', 'Sent in by', ({ sentBy }) => sentBy?.nameZh ?? ''],
  ['检验机构', 'Tested by', ({ testedBy }) => testedBy?.nameZh ?? ''],
  ['就诊类别', 'Setting', ({ setting }) => SETTINGS[setting]],
  ['检查检验类别', 'Kind', ({ kind }) => KINDS[kind]],
  ['患者', 'Patient', ({ nameMasked }) => nameMasked ?? ''],
  ['项目', 'Item', ({ item }) => item.nameZh],
  ['结果', 'Value', ({ value, unit }) => [value, unit ?? ''].join(' ').trim()],
  ['阈值', 'Threshold', ({ threshold }) => threshold ?? '签发机构标识'],
  ...STEPS.flatMap(([zh, en, of]) => [
    [`${zh}时间`, `${en} at`, (value: CriticalValue) => of(value)?.at ?? ''] as const,
    [`${zh}人`, `${en} by`, (value: CriticalValue) => of(value)?.by ?? ''] as const,
    [`${zh}结论`, `${en}: outcome`, (value: CriticalValue) => of(value)?.outcome?.zh ?? ''] as const,
  ]),
  ['出现至接收（分钟）', 'Minutes to receipt', ({ minutes }) => (minutes === null ? '' : String(minutes))],
  ['状态', 'State', ({ status }) => STATES[status]],
  ['闭环缺陷', 'Flaws', ({ flaws }) => flaws.join(' ')],
];

const SETTINGS: Readonly<Record<CriticalValue['setting'], string>> = {
  inpatient: '住院',
  outpatient: '门诊',
  emergency: '急诊',
  unknown: '未知',
};
const KINDS: Readonly<Record<CriticalValue['kind'], string>> = {
  laboratory: '检验',
  imaging: '影像',
  ultrasound: '超声',
  electrocardiogram: '心电',
  pathology: '病理',
  other: '其他',
};
const STATES: Readonly<Record<CriticalValue['status'], string>> = {
  open: '未闭环',
  closed: '已闭环',
  waived: '已豁免',
  void: '已撤销',
};

/** The two header rows: Chinese, then English. */
export const HEADER: readonly (readonly string[])[] = [COLUMNS.map(([zh]) => zh), COLUMNS.map(([, en]) => en)];

export function lineOf(value: CriticalValue): readonly string[] {
  return COLUMNS.map(([, , of]) => of(value));
}
