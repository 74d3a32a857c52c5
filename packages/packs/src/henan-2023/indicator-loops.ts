/**
 * The forty indicators 四十项指标 are given to departments and followed by month: what nobody has is asked for, each department gives values with
 * their analysis, and the office that chases them feeds back. Source: henan-2023.req.2#01, whose day-by-day watch states no interval: the days
 * are proposals.
 */
import type { FieldDefinition, LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { DEPARTMENT_HEAD, HOSPITAL_HEAD, QUALITY_OFFICE } from '../owners.ts';

const CLAUSES = ['henan-2023.req.2#01'] as const;

const FIELDS = {
  record: { zh: '记录编号', en: 'Number of the record', kind: 'text' },
  text: { zh: '反馈内容', en: 'What is fed back', kind: 'long-text' },
  period: { zh: '月份', en: 'Month', kind: 'text' },
  office: { zh: '督办部门', en: 'Office that chases it', kind: 'text' },
} as const satisfies Record<string, FieldDefinition>;

const unassigned: LoopDefinition = {
  id: 'organisation/indicators-unassigned',
  title: { zh: '四十项指标未全部分解到科室', en: 'Some of the forty indicators have no department' },
  clauses: CLAUSES,
  arises: { zh: '目录：有指标没有科室承担', en: 'Registers: an indicator that no department has' },
  about: '/indicators',
  harm: 4,
  parameters: { assign: local('分解时限', 'To be given within', 30, 'day') },
  fields: FIELDS,
  stages: [
    {
      ...{ id: 'mend', zh: '逐项指定科室、责任人与督办部门', en: 'Name department, owner and office of each' },
      ...{ clauses: CLAUSES, after: [], owner: QUALITY_OFFICE, alsoBy: ['platform'], limit: { parameter: 'assign' } },
      outcomes: {
        mended: { ...done('已全部分解', 'All are given', ['record']), page: '/registers/indicator-duty' },
      },
    },
  ],
  escalation: [
    { percent: 50, to: QUALITY_OFFICE },
    { percent: 100, to: HOSPITAL_HEAD },
  ],
  waivers: { roles: [], reasons: {} },
  reopening: [],
};

const departmentMonth: LoopDefinition = {
  id: 'organisation/department-indicators',
  title: { zh: '科室指标月度监测', en: 'Indicators of a department in a month' },
  clauses: CLAUSES,
  arises: {
    zh: '日历：每月开始，有指标的科室填报上月',
    en: 'The calendar: a month begins, and who has indicators tells of the last one',
  },
  about: '/indicators',
  harm: 4,
  parameters: {
    enter: local('填报与分析', 'Values and analysis', 10, 'day'),
    feedBack: local('反馈', 'Feedback', 7, 'day'),
  },
  fields: FIELDS,
  stages: [
    {
      ...{ id: 'enter', zh: '科室填报数值并分析', en: 'The department gives values and their analysis' },
      ...{ clauses: CLAUSES, after: [], owner: DEPARTMENT_HEAD, alsoBy: ['quality-office', 'platform'] },
      limit: { parameter: 'enter' },
      outcomes: {
        entered: {
          ...done('已填报并分析', 'Given and analysed', ['record']),
          page: '/registers/department-indicator-month',
        },
      },
    },
    {
      ...{ id: 'feed-back', zh: '督办部门反馈', en: 'The office feeds back', clauses: CLAUSES, after: ['enter'] },
      ...{ owner: QUALITY_OFFICE, limit: { parameter: 'feedBack' } },
      outcomes: { done: done('已反馈', 'Fed back', ['text']) },
    },
  ],
  escalation: [
    { percent: 70, to: DEPARTMENT_HEAD },
    { percent: 100, to: QUALITY_OFFICE },
    { percent: 150, to: HOSPITAL_HEAD },
  ],
  waivers: {
    roles: ['hospital-head', 'quality-office'],
    reasons: { dissolved: { zh: '科室停诊或撤并', en: 'The department is closed or merged' } },
  },
  reopening: ['hospital-head', 'quality-office', 'platform'],
};

export const INDICATOR_LOOPS: readonly LoopDefinition[] = [unassigned, departmentMonth];
