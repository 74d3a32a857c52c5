/**
 * Items without EQA and bedside tests are compared at intervals 定期比对: told ahead, and over once a comparison was acceptable and signed.
 * Source: henan-2025.lab.8#03, #04, which leave the interval open: half a year, as EQA is held, is a proposal.
 */
import type { LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { LABORATORY, QUALITY_OFFICE } from '../owners.ts';

export const comparisonDue: LoopDefinition = {
  id: 'comparison/due',
  title: { zh: '项目比对到期', en: 'Comparison due' },
  clauses: ['henan-2025.lab.8#03', 'henan-2025.lab.8#04'],
  arises: {
    zh: '无室间质评的项目或床旁检测项目距上次比对的间隔将满',
    en: 'The interval since an item without EQA, or a bedside test, was last compared is nearly over',
  },
  harm: 3,
  parameters: {
    interval: local('比对间隔', 'Compared again after', 183, 'day'),
    ahead: local('提前提醒', 'Told ahead', 30, 'day'),
  },
  fields: {
    kind: {
      zh: '比对类型',
      en: 'Kind of comparison',
      kind: 'choice',
      options: {
        alternative: {
          zh: '无室间质评项目：与同级或上级机构比对，或另行验证',
          en: 'No EQA: with another laboratory, or proved otherwise',
        },
        bedside: { zh: '床旁检测：与实验室方法比对', en: 'Bedside: with the method of the laboratory' },
      },
    },
    items: { zh: '项目', en: 'Items', kind: 'text', codesOf: 'item' },
    doneOn: { zh: '完成日', en: 'Done on', kind: 'day' },
  },
  stages: [
    {
      ...{ id: 'compare', zh: '比对', en: 'Compare', clauses: ['henan-2025.lab.8#03'], after: [] },
      ...{ limit: { fact: 'dueAt' }, owner: LABORATORY, alsoBy: ['platform'] },
      outcomes: {
        // What studies show that are acceptable and signed by a second person, and nobody's word.
        compared: { ...done('已比对', 'Compared', ['doneOn']), onlyBy: ['platform'], page: '/laboratory/studies' },
        // What the registers show: the item is run no more, or a round of EQA is held.
        ended: { ...done('不再需要', 'Needed no more', ['doneOn']), onlyBy: ['platform'], page: '/registers' },
      },
    },
  ],
  escalation: [
    { percent: 77, to: LABORATORY },
    { percent: 100, to: QUALITY_OFFICE },
  ],
  waivers: {
    roles: ['quality-office'],
    reasons: { stopped: { zh: '项目已暂停开展', en: 'The test is suspended' } },
  },
  reopening: ['quality-office'],
};
