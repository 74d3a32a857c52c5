/**
 * Authorities hear and evaluate the quality-control centres of their level regularly 质控中心述职评价, by targets and indicators; what is found
 * wanting is put right by the centre and seen to again. Source: henan-2023.t27.2#01, henan-2025.mq.22#03, which state no interval.
 */
import { AUTHORITY, authorityDuty } from '../authority-duty.ts';
import { done, local } from '../loop-writer.ts';

const CLAUSE = 'henan-2023.t27.2#01';
const HEARD = ['heldOn', 'centres', 'result', 'evidence'];

export const centreReview = authorityDuty({
  id: 'authority/centre-review',
  title: { zh: '质控中心述职评价', en: 'Evaluation of quality-control centres' },
  clauses: [CLAUSE],
  every: [365, 30],
  isOfProvinces: true,
  parameters: { improve: local('改进落实时限', 'To be improved within', 90, 'day') },
  fields: {
    centres: { zh: '参评中心数', en: 'Centres evaluated', kind: 'number', least: 1 },
    result: { zh: '评价依据与得分', en: 'By what they were evaluated, and marks', kind: 'long-text' },
    wanted: { zh: '需改进的中心与事项', en: 'What is wanting, and where', kind: 'long-text' },
    improved: { zh: '改进情况', en: 'What was improved', kind: 'long-text' },
  },
  first: {
    ...{ id: 'review', zh: '听取述职并评价', en: 'Hear and evaluate them' },
    outcomes: {
      fit: done('均达到要求', 'All are fit', HEARD),
      wanting: done('有中心需改进', 'Something is wanting', [...HEARD, 'wanted']),
    },
  },
  then: [
    {
      ...{ id: 'improve', zh: '督促改进', en: 'See that it is improved', clauses: [CLAUSE], after: ['review'] },
      ...{ owner: AUTHORITY, when: [{ stage: 'review', outcome: ['wanting'] }], limit: { parameter: 'improve' } },
      outcomes: { improved: done('已改进', 'Improved', ['improved', 'evidence']) },
    },
  ],
});
