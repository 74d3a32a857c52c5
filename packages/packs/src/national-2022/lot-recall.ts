/**
 * A recalled lot 试剂批号召回: it is taken out of use, every result that it may have affected is decided on by itself, and another person agrees.
 * Whoever relied on a report that is corrected or withdrawn for it is told by the loop of changed reports. Days are proposals.
 */
import type { FieldDefinition, LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { LABORATORY, QUALITY_OFFICE } from '../owners.ts';

const CLAUSES = ['national-2022.art.22#01'] as const;
const PAGE = '/laboratory/recall?institution={unit}&product={product}&lot={lot}';

const FIELDS = {
  product: { zh: '产品', en: 'Product', kind: 'text' },
  lot: { zh: '批号', en: 'Lot', kind: 'text' },
  notice: { zh: '召回通知来源', en: 'Source of the notice', kind: 'text' },
  cause: { zh: '召回理由', en: 'Reason of the recall', kind: 'text' },
  usedFrom: { zh: '受影响时段自', en: 'Concerned from', kind: 'day' },
  usedTo: { zh: '受影响时段至', en: 'Concerned until', kind: 'day' },
  stoppedOn: { zh: '停用日', en: 'Out of use since', kind: 'day' },
  measures: {
    zh: '处置（封存、退货、换批）',
    en: 'What was done with it (sealed, returned, replaced)',
    kind: 'long-text',
  },
  results: { zh: '受影响结果数', en: 'Results concerned', kind: 'number' },
  asIs: { zh: '维持原结果', en: 'Released as is', kind: 'number' },
  corrected: { zh: '已更正', en: 'Corrected', kind: 'number' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn', kind: 'number' },
  conclusion: { zh: '复核结论', en: 'Conclusion of the review', kind: 'long-text' },
  reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
} as const satisfies Record<string, FieldDefinition>;

export const lotRecall: LoopDefinition = {
  id: 'reagent/recall',
  title: { zh: '试剂批号召回处理', en: 'Recall of a lot' },
  clauses: CLAUSES,
  arises: { zh: '批号召回登记入目录', en: 'A recall of a lot is entered in its register' },
  about: PAGE,
  harm: 2,
  parameters: {
    stop: local('停用时限', 'Out of use within', 1, 'workday'),
    review: local('逐条评估时限', 'Each result decided on within', 5, 'workday'),
    confirm: local('复核时限', 'Agreed within', 3, 'workday'),
  },
  fields: FIELDS,
  stages: [
    {
      id: 'stop',
      zh: '停用批号',
      en: 'Take the lot out of use',
      clauses: CLAUSES,
      after: [],
      limit: { parameter: 'stop' },
      owner: LABORATORY,
      outcomes: { stopped: done('已停用', 'Out of use', ['stoppedOn', 'measures']) },
    },
    {
      id: 'review',
      zh: '逐条评估受影响结果',
      en: 'Decide on each result',
      clauses: CLAUSES,
      after: [],
      limit: { parameter: 'review' },
      owner: LABORATORY,
      // Said by the list itself, which counts what records show as corrected or withdrawn.
      outcomes: {
        reviewed: {
          ...done('全部结果已处置', 'Each is decided on', ['results', 'asIs', 'corrected', 'withdrawn']),
          page: PAGE,
        },
      },
    },
    {
      id: 'confirm',
      zh: '他人复核',
      en: 'Agreed by another person',
      clauses: CLAUSES,
      after: ['stop', 'review'],
      limit: { parameter: 'confirm' },
      owner: QUALITY_OFFICE,
      alsoBy: ['laboratory'],
      notBy: ['stop', 'review'],
      outcomes: {
        agreed: done('同意', 'Agreed', ['conclusion']),
        returned: { ...done('退回重新评估', 'Sent back', ['reason']), again: ['review'] },
      },
    },
  ],
  escalation: [
    { percent: 80, to: LABORATORY },
    { percent: 100, to: QUALITY_OFFICE },
  ],
  waivers: {
    roles: ['quality-office'],
    reasons: { annulled: { zh: '召回通知已撤销', en: 'The notice was taken back' } },
  },
  reopening: ['laboratory', 'quality-office', 'platform'],
};
