/**
 * Taking part in EQA begins with enrolment 室间质评报名: an organiser answers what a laboratory asks, and a laboratory that is refused says with what it takes
 * part instead. The document states no days: all are proposals. Source: national-2022.art.25#01.
 */
import type { FieldDefinition, LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { COMMISSION, LABORATORY, QC_CENTRE, QUALITY_OFFICE } from '../owners.ts';

const CLAUSE = 'national-2022.art.25#01';
const ORGANISED = '/laboratory/eqa/organised/{round}';
const OWN = '/laboratory/eqa';

const FIELDS = {
  organiser: { zh: '组织者', en: 'Organiser', kind: 'text', codesOf: 'qc-organisation' },
  institution: { zh: '实验室', en: 'Laboratory', kind: 'text', codesOf: 'institution' },
  items: { zh: '项目', en: 'Items', kind: 'text', codesOf: 'item' },
  doneOn: { zh: '日期', en: 'On', kind: 'day' },
  plan: { zh: '改以何种方式参加质评或比对', en: 'With what it takes part instead', kind: 'long-text' },
} as const satisfies Record<string, FieldDefinition>;

export const eqaEnrolmentRequest: LoopDefinition = {
  id: 'eqa/enrolment-request',
  title: { zh: '室间质评报名待受理', en: 'Enrolment in EQA to be answered' },
  clauses: [CLAUSE],
  arises: { zh: '实验室报名参加一轮室间质评', en: 'A laboratory asked to take part in a round of EQA' },
  about: ORGANISED,
  harm: 4,
  parameters: { answer: local('受理时限', 'To be answered within', 7, 'day') },
  fields: FIELDS,
  stages: [
    {
      ...{ id: 'answer', zh: '受理', en: 'Answer', clauses: [CLAUSE], after: [] },
      ...{ owner: QC_CENTRE, alsoBy: ['platform'], limit: { parameter: 'answer' } },
      outcomes: {
        // What the round shows, and nobody's word.
        answered: { ...done('已答复', 'Answered', ['doneOn']), onlyBy: ['platform'], page: ORGANISED },
        withdrawn: { ...done('实验室已撤回', 'Withdrawn', ['doneOn']), onlyBy: ['platform'], page: ORGANISED },
      },
    },
  ],
  escalation: [
    { percent: 60, to: QC_CENTRE },
    { percent: 100, to: COMMISSION },
  ],
  waivers: {
    roles: ['qc-centre'],
    reasons: { annulled: { zh: '该轮次已取消', en: 'The round was called off' } },
  },
  reopening: ['qc-centre'],
};

export const eqaEnrolmentRefused: LoopDefinition = {
  id: 'eqa/enrolment-refused',
  title: { zh: '室间质评报名未受理', en: 'Enrolment in EQA refused' },
  clauses: [CLAUSE],
  arises: { zh: '组织者未受理实验室的报名', en: 'An organiser refused the enrolment of a laboratory' },
  about: OWN,
  harm: 3,
  parameters: { settle: local('落实时限', 'To be settled within', 15, 'day') },
  fields: FIELDS,
  stages: [
    {
      ...{ id: 'settle', zh: '落实替代', en: 'Settle', clauses: [CLAUSE], after: [] },
      ...{ owner: LABORATORY, alsoBy: ['platform'], limit: { parameter: 'settle' } },
      outcomes: {
        elsewhere: done('改以其他方式参加', 'It takes part with another', ['plan']),
        joined: { ...done('已参加该轮次', 'It takes part after all', ['doneOn']), onlyBy: ['platform'], page: OWN },
      },
    },
  ],
  escalation: [
    { percent: 60, to: LABORATORY },
    { percent: 100, to: QUALITY_OFFICE },
  ],
  waivers: {
    roles: ['quality-office'],
    reasons: { stopped: { zh: '已不开展这些项目', en: 'These items are measured no more' } },
  },
  reopening: ['quality-office'],
};
