/**
 * What authorities do regularly so that examinations and testing are fit to be recognised: they train, inspect on site and assess how
 * recognition is carried out; what they find against the measures is pursued by law. Source: national-2022.art.26#01, art.27#01, art.33#01.
 */
import { AUTHORITY, authorityDuty } from '../authority-duty.ts';
import { done, local } from '../loop-writer.ts';

const YEARLY = [365, 30] as const;
const CAPACITY = 'national-2022.art.27#01';
const ASSESSMENT = 'national-2022.art.33#01';

export const authorityTraining = authorityDuty({
  id: 'authority/training',
  title: { zh: '检查检验人员培训', en: 'Training of those who examine and test' },
  clauses: [CAPACITY],
  every: YEARLY,
  parameters: {},
  fields: { topic: { zh: '培训内容', en: 'What was taught', kind: 'long-text' } },
  first: {
    ...{ id: 'train', zh: '组织培训', en: 'Hold it' },
    outcomes: { trained: done('已培训', 'Held', ['heldOn', 'topic', 'participants', 'evidence']) },
  },
});

/** Ended by the publication of an inspection alone, drawn and carried out on these pages. */
export const authorityInspection = authorityDuty({
  id: 'authority/inspection',
  title: { zh: '检查检验现场检查', en: 'On-site inspection of examinations and testing' },
  clauses: [CAPACITY, 'national-2022.art.26#01'],
  about: '/inspection/plans',
  every: YEARLY,
  parameters: {},
  fields: { publishedOn: { zh: '结果公开日', en: 'Published on', kind: 'day' } },
  first: {
    ...{ id: 'inspect', zh: '检查并公开结果', en: 'Inspect, and publish the outcome', alsoBy: ['platform'] },
    outcomes: {
      published: {
        ...done('结果已公开', 'Published', ['publishedOn']),
        ...{ onlyBy: ['platform'], page: '/inspection/plans' },
      },
    },
  },
});

const ASSESSED = ['heldOn', 'period', 'institutions', 'result', 'evidence'];

export const authorityAssessment = authorityDuty({
  id: 'authority/assessment',
  title: { zh: '互认工作考核', en: 'Assessment of how recognition is carried out' },
  clauses: [ASSESSMENT],
  every: YEARLY,
  parameters: { pursue: local('依法处理时限', 'Breaches to be pursued within', 60, 'day') },
  fields: {
    period: { zh: '考核时段', en: 'Period assessed', kind: 'text' },
    institutions: { zh: '考核机构数', en: 'Institutions assessed', kind: 'number', least: 1 },
    result: { zh: '考核得分与结果', en: 'Marks and outcome', kind: 'long-text' },
    breaches: { zh: '违规机构与情形', en: 'Breaches, and by whom', kind: 'long-text' },
    sanction: { zh: '处理结果', en: 'What was decided', kind: 'long-text' },
    receipt: { zh: '移送回执', en: 'Receipt of who took it over', kind: 'text' },
  },
  first: {
    ...{ id: 'assess', zh: '组织考核', en: 'Assess' },
    outcomes: {
      orderly: done('未发现违规', 'No breach was found', ASSESSED),
      breaches: done('有违规，依法处理', 'Breaches were found: to be pursued', [...ASSESSED, 'breaches']),
    },
  },
  then: [
    {
      ...{ id: 'pursue', zh: '依法依规追究', en: 'Pursue breaches', clauses: [ASSESSMENT], after: ['assess'] },
      ...{ owner: AUTHORITY, when: [{ stage: 'assess', outcome: ['breaches'] }], limit: { parameter: 'pursue' } },
      outcomes: {
        pursued: done('已处理', 'Pursued', ['sanction', 'evidence']),
        'handed-on': done('已移送有权机关', 'Handed on to whoever may', ['receipt']),
      },
    },
  ],
});
