/** An accepted result goes into the chart 采纳结果写入病历; the plan says what and not by when: the limit is a proposal. */
import type { LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';

export const chartEntry: LoopDefinition = {
  id: 'recognition/chart-entry',
  title: { zh: '采纳结果写入病历', en: 'Accepted result into the chart' },
  clauses: ['taiyuan-2024.6.2#03'],
  arises: {
    zh: '医师采纳互认结果，病历系统未同时写入',
    en: 'A result was accepted and no record system wrote it into its chart at once',
  },
  harm: 3,
  parameters: { write: local('写入时限', 'To be written within', 24, 'hour') },
  fields: {
    items: { zh: '项目', en: 'Items', kind: 'text' },
    entry: { zh: '写入内容', en: 'What is to be written', kind: 'long-text' },
    document: { zh: '病历文书编号', en: 'Number of the document in the chart', kind: 'text' },
    place: { zh: '记入何处', en: 'Where it stands', kind: 'text' },
    complete: {
      zh: '结果、检验机构名称、日期均已记入',
      en: 'Result, institution and date all stand there',
      kind: 'boolean',
    },
  },
  stages: [
    {
      id: 'write',
      zh: '写入病历',
      en: 'Write into the chart',
      clauses: ['taiyuan-2024.6.2#03'],
      after: [],
      limit: { parameter: 'write' },
      owner: { role: 'doctor', at: 'department' },
      outcomes: {
        confirmed: done('病历系统已写入', 'Written by the record system', ['document']),
        'by-hand': done('已手工记入', 'Written by hand', ['place', 'complete']),
      },
    },
  ],
  escalation: [
    { percent: 80, to: { role: 'doctor', at: 'department' } },
    { percent: 100, to: { role: 'department-head', at: 'department' } },
    { percent: 300, to: { role: 'quality-office', at: 'institution' } },
  ],
  waivers: {
    roles: ['department-head', 'quality-office'],
    reasons: { 'no-chart': { zh: '该次就诊不设病历', en: 'The visit has no chart' } },
  },
  // The platform, when more of the same decision is accepted.
  reopening: ['department-head', 'quality-office', 'platform'],
};
