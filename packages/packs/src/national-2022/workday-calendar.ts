/**
 * A year that the workday calendar lacks 工作日历缺年份: the authority that keeps the register enters what the State Council announced, before a
 * limit is counted on weekends alone and somebody is warned, or not, on a wrong day. In how many days stands in no document.
 */
import type { LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { COMMISSION } from '../owners.ts';

export const workdayCalendarMissing: LoopDefinition = {
  id: 'loops/workday-calendar',
  title: { zh: '工作日历缺年份', en: 'A year that the workday calendar lacks' },
  clauses: ['national-2022.art.34#01'],
  arises: {
    zh: '未办结的工作日时限将及于目录未载的年份；或已到 12 月 1 日而无下一年安排',
    en: 'A limit in working days reaches a year that the register lacks; or it is 1 December and the next is missing',
  },
  about: '/registers/workday',
  harm: 4,
  parameters: { enter: local('录入时限', 'To be entered within', 7, 'day') },
  fields: {
    year: { zh: '年份', en: 'Year', kind: 'text' },
    days: { zh: '已录入的日子数', en: 'Days that were entered', kind: 'number' },
  },
  stages: [
    {
      id: 'enter',
      zh: '录入节假日与调休',
      en: 'Enter holidays and make-up days',
      clauses: ['national-2022.art.34#01'],
      after: [],
      limit: { fact: 'dueAt' },
      owner: COMMISSION,
      alsoBy: ['platform'],
      // The register proves it, nobody's word.
      outcomes: {
        entered: { ...done('已录入', 'Entered', ['year', 'days']), onlyBy: ['platform'], page: '/registers/workday' },
      },
    },
  ],
  // Nobody stands above who keeps the calendar: the same authority is reminded, and told when it is too late.
  escalation: [
    { percent: 50, to: COMMISSION },
    { percent: 100, to: COMMISSION },
  ],
  waivers: { roles: [], reasons: {} },
  reopening: ['platform'],
};
