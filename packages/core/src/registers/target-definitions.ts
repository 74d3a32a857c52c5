/** The registers 目录 of yearly targets, of the indicators of the core systems and of those that departments were given, as a hospital keeps them. Source: henan-2023.t3.1#02, req.2#01, henan-2025.mq.5. */
import type { RowOf } from '../kernel/register.ts';
import { defineRegister, optional, required } from '../kernel/register.ts';
import { departmentMonthFaults, indicatorMonthFaults, targetValueFaults } from './target-rules.ts';

export { isShareOf } from './target-rules.ts';

/** Numbers of the indicators of the core systems 核心制度落实情况监测指标（2025年版）. */
export const CORE_INDICATORS = Array.from({ length: 35 }, (_, index) => String(index + 1).padStart(2, '0'));

/** How many indicators each of the six dimensions of the annex 指标任务分配表 has (henan-2023.ind.1 to ind.6). */
const OF_DIMENSIONS = [6, 2, 6, 13, 8, 5];

/** The forty indicators of the action plan of Henan 四十项指标, by clause. */
export const HENAN_INDICATORS = OF_DIMENSIONS.flatMap((count, dimension) =>
  Array.from({ length: count }, (_, place) => `henan-2023.ind.${String(dimension + 1)}.${String(place + 1)}`),
);

/** What a department may be given: the forty, and the indicators of the core systems. */
const GIVEN_INDICATORS = [...HENAN_INDICATORS, ...CORE_INDICATORS.map((number) => `core-systems.cs35#${number}`)];

const institution = required('code', '机构', 'Institution', { refersTo: 'institution' });
const year = required('integer', '年度', 'Year', { min: 2020, max: 2099 });
const target = required('code', '目标代码', 'Target');
const month = required('month', '月份', 'Month');

export const qualityTargets = defineRegister({
  id: 'quality-target',
  zh: '年度改进目标',
  en: 'Yearly targets',
  describe: {
    zh: '医院承接的国家年度质量安全改进目标、省级年度质控目标与院内目标：基线、目标值与方向',
    en: 'Yearly targets of nation and province that a hospital takes on, and its own: baseline, value aimed at, direction',
  },
  key: ['institution', 'year', 'target'],
  clauses: ['henan-2023.t3.1#02'],
  columns: {
    institution,
    year,
    target,
    nameZh: required('text', '名称', 'Name'),
    nameEn: optional('text', '英文名称', 'English name'),
    source: required('code', '来源', 'Set by', { options: ['nation', 'province', 'institution'] }),
    direction: required('code', '方向', 'Better is', { options: ['up', 'down'] }),
    baseline: optional('decimal', '基线', 'Baseline'),
    aim: optional('decimal', '目标值', 'Value aimed at'),
    unit: optional('text', '单位', 'Unit'),
  },
});

export const departmentTargets = defineRegister({
  id: 'department-target',
  zh: '科室目标分解',
  en: 'Targets of departments',
  describe: {
    zh: '年度目标分解到科室：责任人、科室基线与科室目标值（空：同医院）',
    en: 'Yearly targets broken down to departments: who answers for it, its baseline and value (empty: those of the hospital)',
  },
  key: ['institution', 'year', 'target', 'department'],
  references: [
    { columns: ['institution', 'year', 'target'], register: 'quality-target' },
    { columns: ['institution', 'department'], register: 'department' },
    { columns: ['institution', 'owner'], register: 'practitioner' },
  ],
  clauses: ['henan-2023.t3.1#02'],
  columns: {
    institution,
    year,
    target,
    department: required('code', '科室', 'Department'),
    owner: required('code', '责任人工号', 'Owner'),
    baseline: optional('decimal', '基线', 'Baseline'),
    aim: optional('decimal', '目标值', 'Value aimed at'),
  },
});

export const staffTargets = defineRegister({
  id: 'staff-target',
  zh: '个人目标',
  en: 'Targets of persons',
  describe: {
    zh: '科室目标落到每名医务人员：本人承担的职责、目标值与所用质量工具',
    en: 'How a target of a department comes down to each member of its staff: what is the person’s own part, its value, the quality tools used',
  },
  key: ['institution', 'year', 'practitioner', 'target'],
  references: [
    { columns: ['institution', 'year', 'target'], register: 'quality-target' },
    { columns: ['institution', 'practitioner'], register: 'practitioner' },
  ],
  clauses: ['henan-2023.t4.3#01'],
  columns: {
    institution,
    year,
    practitioner: required('code', '工号', 'Staff number'),
    target,
    duty: required('text', '本人职责', 'Own part'),
    aim: optional('decimal', '个人目标值', 'Value aimed at'),
    tools: optional('text', '所用质量工具', 'Quality tools used'),
  },
});

export const targetValues = defineRegister({
  id: 'target-value',
  zh: '目标完成值',
  en: 'Values of targets',
  describe: {
    zh: '科室目标每月的完成值及数据来源',
    en: 'What a department reached of a target in a month, and where the figure comes from',
  },
  key: ['institution', 'year', 'target', 'department', 'month'],
  references: [{ columns: ['institution', 'year', 'target', 'department'], register: 'department-target' }],
  clauses: ['henan-2023.t3.1#02', 'henan-2025.mq.5#09'],
  faultsOf: targetValueFaults,
  columns: {
    institution,
    year,
    target,
    department: required('code', '科室', 'Department'),
    month,
    value: required('decimal', '完成值', 'Value'),
    basis: optional('text', '数据来源', 'Where it comes from'),
  },
});

export const indicatorMonths = defineRegister({
  id: 'indicator-month',
  zh: '核心制度指标月度记录',
  en: 'Months of core-system indicators',
  describe: {
    zh: '35 项核心制度指标每月的采集值与分析、反馈、改进：平台已计算的指标不必填值',
    en: 'What was collected of the 35 core-system indicators in a month, with analysis, feedback and action: those that the platform computes need no value',
  },
  key: ['institution', 'month', 'indicator'],
  clauses: ['henan-2025.mq.5#07'],
  faultsOf: indicatorMonthFaults,
  columns: {
    institution,
    month,
    indicator: required('code', '指标序号', 'Number of the indicator', { options: CORE_INDICATORS }),
    numerator: optional('decimal', '分子', 'Numerator', { min: 0 }),
    denominator: optional('decimal', '分母', 'Denominator', { min: 0 }),
    basis: optional('text', '数据来源', 'Where it comes from'),
    analysis: optional('text', '分析', 'Analysis'),
    feedback: optional('text', '反馈', 'Feedback'),
    action: optional('text', '改进', 'Action'),
  },
});

const givenIndicator = required('code', '指标条款', 'Clause of the indicator', { options: GIVEN_INDICATORS });
const department = required('code', '科室', 'Department');

export const indicatorDuties = defineRegister({
  id: 'indicator-duty',
  zh: '指标科室分工',
  en: 'Indicators of departments',
  describe: {
    zh: '四十项指标与核心制度指标逐项分解到科室：责任人与督办部门；一项指标可分给多个科室',
    en: 'Each of the forty indicators, and of those of the core systems, given to departments: who answers for it, and the office that chases it',
  },
  key: ['institution', 'indicator', 'department'],
  references: [
    { columns: ['institution', 'department'], register: 'department' },
    { columns: ['institution', 'office'], register: 'department' },
    { columns: ['institution', 'owner'], register: 'practitioner' },
  ],
  clauses: ['henan-2023.req.2#01'],
  columns: {
    institution,
    indicator: givenIndicator,
    department,
    owner: required('code', '责任人工号', 'Owner'),
    office: required('code', '督办部门', 'Office that chases it'),
  },
});

export const departmentIndicatorMonths = defineRegister({
  id: 'department-indicator-month',
  zh: '科室指标月度记录',
  en: 'Months of indicators of departments',
  describe: {
    zh: '科室对所承担指标每月的数值、数据来源与分析：平台已计算的指标不必填值',
    en: 'What a department reached of an indicator that it was given in a month, where the figure comes from, its analysis: those that the platform computes need no value',
  },
  key: ['institution', 'month', 'indicator', 'department'],
  references: [{ columns: ['institution', 'indicator', 'department'], register: 'indicator-duty' }],
  clauses: ['henan-2023.req.2#01', 'henan-2025.mq.5#09'],
  faultsOf: departmentMonthFaults,
  columns: {
    institution,
    month,
    indicator: givenIndicator,
    department,
    numerator: optional('decimal', '分子', 'Numerator', { min: 0 }),
    denominator: optional('decimal', '分母', 'Denominator', { min: 0 }),
    basis: optional('text', '数据来源', 'Where it comes from'),
    analysis: optional('text', '分析', 'Analysis'),
  },
});

export type QualityTargetRow = RowOf<(typeof qualityTargets)['columns']>;
export type DepartmentTargetRow = RowOf<(typeof departmentTargets)['columns']>;
export type StaffTargetRow = RowOf<(typeof staffTargets)['columns']>;
export type TargetValueRow = RowOf<(typeof targetValues)['columns']>;
export type IndicatorMonthRow = RowOf<(typeof indicatorMonths)['columns']>;
export type IndicatorDutyRow = RowOf<(typeof indicatorDuties)['columns']>;
export type DepartmentIndicatorMonthRow = RowOf<(typeof departmentIndicatorMonths)['columns']>;
