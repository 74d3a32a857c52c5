/** The registers 目录 of quality, on which a mark rests: requirements, EQA, IQC, instruments, suspensions. */
import { defineRegister, optional, required } from '../kernel/register.ts';
import { allowableErrorFaults, PERCENT, UNITS } from './allowable-rules.ts';
import { activityFaults } from './resource-rules.ts';
import { blindSampleFaults, eqaRoundFaults, requirementFaults, suspensionFaults } from './row-rules.ts';

export const qualityRequirements = defineRegister({
  id: 'quality-requirement',
  zh: '质量要求',
  en: 'Quality requirements',
  describe: { zh: '各级质控组织的项目质量要求', en: 'Quality requirements per item and level' },
  key: ['scope', 'item'],
  clauses: ['national-2022.art.7#02', 'taiyuan-2024.5.0#02'],
  columns: {
    scope: required('scope', '范围', 'Scope'),
    item: required('code', '项目', 'Item', { refersTo: 'item' }),
    maxCv: optional('decimal', '最大变异系数（%）', 'Maximum CV (%)', PERCENT),
    maxSd: optional('decimal', '最大标准差（项目单位）', 'Maximum SD (unit of the item)', UNITS),
    sdBelow: optional('decimal', '标准差适用于低于此浓度', 'SD below this concentration', UNITS),
    levelClasses: optional('codes', '另有要求的水平类别', 'Classes of level with a CV of their own'),
    classMaxCv: optional('decimal', '该类水平最大变异系数（%）', 'Maximum CV of these classes (%)', PERCENT),
    minAgreement: optional('decimal', '最低符合率（%）', 'Minimum agreement (%)', { min: 0, max: 100 }),
    source: required('text', '出处', 'Source'),
  },
  faultsOf: requirementFaults,
});

/** How far a result may lie from its target, as each document that says so says it: several may hold for an item at once. */
export const allowableErrors = defineRegister({
  id: 'allowable-error',
  zh: '允许总误差',
  en: 'Allowable total errors',
  describe: {
    zh: '各来源（国家行业标准、国家室间质评计划、地方互认要求、CLIA 等）对项目规定的允许总误差及适用浓度',
    en: 'Allowable total error of an item by source (national standards, national EQA plan, regional lists, CLIA), with the concentrations it holds for',
  },
  key: ['source', 'item'],
  clauses: ['national-2022.art.7#02', 'taiyuan-2024.5.0#02'],
  columns: {
    source: required('code', '来源', 'Source'),
    item: required('code', '项目', 'Item', { refersTo: 'item' }),
    kind: required('code', '形式', 'Form', { options: ['pct', 'abs', 'greater', 'piecewise_le', 'piecewise_lt'] }),
    percent: optional('decimal', '百分数（%）', 'Percent', PERCENT),
    units: optional('decimal', '绝对值（项目单位）', 'Absolute (unit of the item)', UNITS),
    cut: optional('decimal', '浓度界限（项目单位）', 'Concentration that parts them (unit of the item)', UNITS),
    nameZh: required('text', '出处', 'Document and place'),
    nameEn: optional('text', '英文出处', 'Document and place in English'),
  },
  faultsOf: allowableErrorFaults,
});

/** By which source a laboratory judges an item, or all of its items. */
export const allowableErrorChoices = defineRegister({
  id: 'allowable-error-choice',
  zh: '允许总误差选用',
  en: 'Choice of allowable errors',
  describe: {
    zh: '机构对项目（空：全部项目）选用的允许总误差来源',
    en: 'The source of the allowable error by which an institution judges an item (empty: all of its items)',
  },
  key: ['institution', 'item'],
  clauses: ['henan-2025.lab.7#01'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    item: optional('code', '项目（空为全部）', 'Item (empty: all)', { refersTo: 'item' }),
    source: required('code', '来源', 'Source'),
    reason: optional('text', '选用理由', 'Why it is chosen'),
  },
});

export const eqaRounds = defineRegister({
  id: 'eqa-round',
  zh: '室间质评轮次',
  en: 'EQA rounds',
  describe: { zh: '室间质评轮次的组织者、项目与日期', en: 'EQA rounds with organiser, item and dates' },
  key: ['organiser', 'round', 'item'],
  clauses: ['national-2022.art.25#01', 'sichuan-2025.3#03'],
  columns: {
    organiser: required('code', '组织者', 'Organiser', { refersTo: 'qc-organisation' }),
    round: required('code', '轮次', 'Round'),
    item: required('code', '项目', 'Item', { refersTo: 'item' }),
    year: required('integer', '年度', 'Year', { min: 2000, max: 2100 }),
    closedOn: required('day', '截止日', 'Closed on'),
    publishedOn: optional('day', '公布日', 'Published on'),
  },
  faultsOf: eqaRoundFaults,
});

export const eqaOutcomes = defineRegister({
  id: 'eqa-outcome',
  zh: '室间质评成绩',
  en: 'EQA outcomes',
  describe: { zh: '机构在某轮室间质评中的成绩', en: "An institution's outcome in a round" },
  key: ['organiser', 'round', 'item', 'institution'],
  references: [{ columns: ['organiser', 'round', 'item'], register: 'eqa-round' }],
  clauses: ['national-2022.art.25#01', 'taiyuan-2024.5.0#03'],
  columns: {
    organiser: required('code', '组织者', 'Organiser', { refersTo: 'qc-organisation' }),
    round: required('code', '轮次', 'Round'),
    item: required('code', '项目', 'Item', { refersTo: 'item' }),
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    outcome: required('code', '成绩', 'Outcome', { options: ['PASS', 'FAIL', 'ABSENT', 'PENDING'] }),
    measuredOn: optional('day', '检测日', 'Measured on'),
  },
});

export const blindSamples = defineRegister({
  id: 'blind-sample',
  zh: '盲样考核',
  en: 'Blind samples',
  describe: {
    zh: '卫生健康行政部门盲样考核的判定；不合格即暂停互认，至解除之日',
    en: 'Verdicts of blind samples sent by the authority; a failed one suspends recognition until it is lifted',
  },
  key: ['institution', 'item', 'verdictOn'],
  clauses: ['taiyuan-2024.7.2#04'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    item: required('code', '项目', 'Item', { refersTo: 'item' }),
    measuredOn: optional('day', '检测日', 'Measured on'),
    verdictOn: required('day', '判定日', 'Verdict on'),
    outcome: required('code', '结果', 'Outcome', { options: ['PASS', 'FAIL'] }),
    liftedOn: optional('day', '解除日', 'Lifted on'),
  },
  faultsOf: blindSampleFaults,
});

/** What is told of a month of control, whoever computed it. */
const monthOfControl = {
  institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
  item: required('code', '项目', 'Item', { refersTo: 'item' }),
  month: required('month', '月份', 'Month'),
  testingDays: required('integer', '检测天数', 'Testing days', { min: 0, max: 31 }),
  qcDays: required('integer', '质控天数', 'QC days', { min: 0, max: 31 }),
  cv: optional('decimal', '变异系数（%）', 'CV (%)', { min: 0 }),
  sd: optional('decimal', '标准差（项目单位）', 'SD (unit of the item)', { min: 0 }),
  classCv: optional('decimal', '另有要求的水平的变异系数（%）', 'CV of levels of a class with its own limit (%)', {
    min: 0,
  }),
  agreement: optional('decimal', '符合率（%）', 'Agreement (%)', { min: 0, max: 100 }),
};

export const iqcMonthly = defineRegister({
  id: 'iqc-monthly',
  zh: '室内质控月汇总',
  en: 'Monthly IQC summaries',
  describe: { zh: '机构项目的月度室内质控汇总', en: 'Monthly IQC summary of an institution and item' },
  key: ['institution', 'item', 'month'],
  clauses: ['national-2022.art.24#01', 'national-2022.art.24#02', 'taiyuan-2024.5.0#02'],
  columns: {
    ...monthOfControl,
    comparedDays: optional('integer', '比对覆盖天数', 'Days covered by a comparison', { min: 0, max: 31 }),
    reportedOn: optional('day', '报送日', 'Reported on'),
  },
});

/** What the platform itself computes from the measurements that it holds, submitted or not; what is submitted stands in `iqc-monthly`. */
export const iqcMeasured = defineRegister({
  id: 'iqc-measured',
  zh: '室内质控月实测',
  en: 'Measured months of IQC',
  describe: {
    zh: '平台按本平台的质控数据计算的月度室内质控，不论是否报送',
    en: 'Months of IQC as the platform computes them from the measurements it holds, submitted or not',
  },
  key: ['institution', 'item', 'month'],
  clauses: ['national-2022.art.24#01', 'taiyuan-2024.5.0#02', 'taiyuan-2024.5.0#04'],
  columns: monthOfControl,
});

export const instruments = defineRegister({
  id: 'instrument',
  zh: '仪器设备',
  en: 'Instruments',
  describe: { zh: '机构的仪器设备与所测项目', en: 'Instruments of institutions and the items they measure' },
  key: ['institution', 'code'],
  clauses: ['national-2022.art.22#01', 'taiyuan-2024.5.1#01', 'henan-2025.lab.6#04'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    code: required('code', '仪器编号', 'Instrument'),
    nameZh: required('text', '名称', 'Name'),
    nameEn: optional('text', '英文名称', 'English name'),
    model: optional('text', '型号', 'Model'),
    items: required('codes', '检测项目', 'Items', { refersTo: 'item' }),
  },
});

export const instrumentActivities = defineRegister({
  id: 'instrument-activity',
  zh: '检定校准等计划',
  en: 'Instrument activities',
  describe: {
    zh: '检定、检测、校准、稳定性测量和保养的到期日',
    en: 'Due days of verification, testing, calibration, stability and maintenance',
  },
  key: ['institution', 'instrument', 'activity'],
  references: [{ columns: ['institution', 'instrument'], register: 'instrument' }],
  clauses: ['national-2022.art.22#02', 'taiyuan-2024.5.1#02', 'henan-2025.lab.6#05'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    instrument: required('code', '仪器编号', 'Instrument'),
    activity: required('code', '活动', 'Activity', {
      options: ['verification', 'testing', 'calibration', 'stability', 'maintenance'],
    }),
    doneOn: optional('day', '上次完成', 'Last done'),
    dueOn: required('day', '到期日', 'Due on'),
    certificate: optional('text', '证书', 'Certificate'),
    intervalDays: optional('integer', '周期（天）', 'Interval (days)', { min: 1, max: 3650 }),
  },
  faultsOf: activityFaults,
});

export const suspensions = defineRegister({
  id: 'suspension',
  zh: '互认暂停',
  en: 'Suspensions',
  describe: {
    zh: '暂停互认的机构与项目、原因、起止及存疑期',
    en: 'Suspended institution and item with cause, period and doubt window',
  },
  key: ['code'],
  clauses: ['national-2022.art.13#02', 'taiyuan-2024.7.2#04', 'sichuan-2025.3#04'],
  columns: {
    code: required('code', '编号', 'Code'),
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    item: optional('code', '项目（空为全部）', 'Item (empty: all)', { refersTo: 'item' }),
    cause: required('code', '原因', 'Cause', { options: ['EQA_FAIL', 'BLIND_SAMPLE_FAIL', 'AUTHORITY_ORDER'] }),
    suspendedFrom: required('day', '暂停自', 'Suspended from'),
    suspendedTo: optional('day', '恢复日', 'Back in force'),
    doubtFrom: optional('day', '存疑自', 'Doubt from'),
    rectifiedOn: optional('day', '整改核实日', 'Rectification verified on'),
    reportDueOn: optional('day', '报告期限', 'Report due on'),
    openedBy: optional('text', '暂停决定方', 'Opened by'),
    closedBy: optional('text', '恢复决定方', 'Closed by'),
    note: optional('text', '说明', 'Note'),
  },
  faultsOf: suspensionFaults,
});
