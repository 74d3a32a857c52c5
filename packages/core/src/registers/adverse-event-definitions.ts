/** The registers 目录 of adverse events: what is watched for, discharges that they are measured by, and what is given for reporting. */
import { defineRegister, optional, required } from '../kernel/register.ts';

export const watchedEvents = defineRegister({
  id: 'watched-event',
  zh: '本院监测事件',
  en: 'Watched events of the hospital',
  describe: {
    zh: '机构在平台统一清单之外增列的监测事件及其触发定义：可上报、可由接入系统检出、单独统计',
    en: 'Events that a hospital watches for beside the list of the platform, and what it takes to be one: they are reported, detected by connected systems and counted',
  },
  key: ['institution', 'code'],
  clauses: ['henan-2025.mq.11#02'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    code: required('code', '代码', 'Code'),
    nameZh: required('text', '名称', 'Name'),
    nameEn: optional('text', '英文名称', 'English name'),
    definition: required('text', '触发定义', 'What it takes to be one'),
    definitionEn: optional('text', '英文触发定义', 'The same in English'),
  },
});

export const dischargeCounts = defineRegister({
  id: 'discharge-count',
  zh: '出院人次',
  en: 'Discharges',
  describe: {
    zh: '机构各科室每月的出院人次：不良事件上报率的分母，也用于找出零报告科室',
    en: 'Discharges of a department in a month: what reports of adverse events are measured against, and what shows departments that report nothing',
  },
  key: ['institution', 'department', 'month'],
  references: [{ columns: ['institution', 'department'], register: 'department' }],
  clauses: ['henan-2023.sa4.1#01', 'core-systems.ae#15'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    department: required('code', '科室', 'Department'),
    month: required('month', '月份', 'Month'),
    discharges: required('integer', '出院人次', 'Discharges', { min: 0, max: 100_000 }),
  },
});

export const adverseEventAwards = defineRegister({
  id: 'adverse-event-award',
  zh: '不良事件上报激励',
  en: 'Awards for reporting adverse events',
  describe: {
    zh: '按科室与月份公布的上报激励及其规则；凭回执码领取，不记个人姓名。规则与金额须至少三个科室相同，否则不能领取',
    en: 'What is given for reporting, by department and month, and the rule; drawn on a receipt, without names, and only where three departments at least have the same rule and amount',
  },
  key: ['institution', 'department', 'month', 'rule'],
  references: [{ columns: ['institution', 'department'], register: 'department' }],
  clauses: ['henan-2025.mq.11#05'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    department: required('code', '科室', 'Department'),
    month: required('month', '月份', 'Month'),
    rule: required('text', '激励规则', 'Rule'),
    ruleEn: optional('text', '英文规则', 'Rule in English'),
    awards: required('integer', '次数', 'Awards', { min: 0, max: 10_000 }),
    amount: optional('decimal', '金额（元）', 'Amount (yuan)', { min: 0, max: 100_000 }),
  },
});
