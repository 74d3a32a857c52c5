/**
 * Cases are gone over again 复盘分析: an appraisal of malpractice or of injury, a dispute, a petition backlog, each with its cause, its action,
 * the effect of that, and what the departments concerned learn from it. Source: henan-2025.mq.26#01, which states no limits: all are
 * proposals. What was said of a case stands sealed in the ledger of the hospital, and no person is part of the loop.
 */
import type { FieldDefinition, LoopDefinition } from '@fujie/core/loops';
import { CASE_CAUSES, CASE_KINDS } from '@fujie/core/organisation';

import { done, local } from '../loop-writer.ts';
import { DEPARTMENT_HEAD, HOSPITAL_HEAD, QUALITY_OFFICE } from '../owners.ts';
import { TOOL_FIELDS } from '../quality-tools.ts';

const CLAUSE = 'henan-2025.mq.26#01';

const FIELDS = {
  kind: { zh: '案例类别', en: 'Kind of case', kind: 'choice', options: CASE_KINDS },
  arisenOn: { zh: '受理或鉴定日期', en: 'Received or appraised on', kind: 'day' },
  departments: { zh: '涉及科室', en: 'Departments concerned', kind: 'text', codesOf: 'department' },
  ...TOOL_FIELDS,
  cause: { zh: '主要原因', en: 'Main cause', kind: 'choice', options: CASE_CAUSES },
  measure: { zh: '整改措施', en: 'Measure', kind: 'long-text' },
  measureOwner: { zh: '责任人', en: 'Owner', kind: 'text' },
  measureDue: { zh: '完成期限', en: 'To be done by', kind: 'day' },
  evidence: { zh: '依据', en: 'Evidence', kind: 'long-text' },
  reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
  lesson: { zh: '经验教训（不写个人信息）', en: 'Lesson, without anybody in it', kind: 'long-text' },
} as const satisfies Record<string, FieldDefinition>;

export const caseReview: LoopDefinition = {
  id: 'organisation/case-review',
  title: { zh: '案例复盘', en: 'Review of a case' },
  clauses: [CLAUSE],
  arises: {
    zh: '复盘台账：登记一起鉴定、纠纷或信访积案',
    en: 'The ledger: an appraisal, a dispute or a petition backlog is entered',
  },
  about: '/case-reviews',
  harm: 3,
  parameters: {
    review: local('复盘时限', 'To be reviewed within', 30, 'day'),
    plan: local('制定措施时限', 'Measures to be planned within', 7, 'day'),
    effect: local('效果核查时限', 'Effect to be checked within', 90, 'day'),
    feedBack: local('反馈科室时限', 'Departments to be told within', 14, 'day'),
  },
  fields: FIELDS,
  stages: [
    {
      ...{ id: 'review', zh: '复盘分析', en: 'Go over it again', clauses: [CLAUSE], after: [] },
      ...{ owner: QUALITY_OFFICE, alsoBy: ['hospital-head'], limit: { parameter: 'review' } },
      outcomes: {
        reviewed: done(
          '复盘完成',
          'Reviewed',
          ['cause', 'rootCause'],
          ['why1', 'why2', 'why3', 'people', 'methods', 'management', 'team'],
        ),
      },
    },
    {
      ...{ id: 'plan', zh: '制定整改措施', en: 'Plan measures', clauses: [CLAUSE], after: ['review'] },
      ...{ owner: QUALITY_OFFICE, alsoBy: ['hospital-head'], limit: { parameter: 'plan' } },
      outcomes: { planned: done('措施已定', 'Planned', ['measure', 'measureOwner', 'measureDue']) },
    },
    {
      ...{ id: 'feed-back', zh: '反馈涉及科室', en: 'Tell the departments concerned', clauses: [CLAUSE] },
      ...{ after: ['review'], owner: QUALITY_OFFICE, shownTo: ['department-head'], limit: { parameter: 'feedBack' } },
      outcomes: { told: done('已反馈', 'Told', ['lesson']) },
    },
    {
      ...{ id: 'carry-out', zh: '落实整改', en: 'Carry measures out', clauses: [CLAUSE], after: ['plan'] },
      ...{ owner: DEPARTMENT_HEAD, alsoBy: ['quality-office'], limit: { fact: 'measureDue', of: 'plan' } },
      escalation: [
        { percent: 80, to: DEPARTMENT_HEAD },
        { percent: 100, to: QUALITY_OFFICE },
        { percent: 150, to: HOSPITAL_HEAD },
      ],
      outcomes: { done: done('已落实', 'Carried out', ['evidence']) },
    },
    {
      ...{ id: 'effect', zh: '效果核查', en: 'Check the effect', clauses: [CLAUSE], after: ['carry-out'] },
      ...{ owner: QUALITY_OFFICE, alsoBy: ['hospital-head'], shownTo: ['department-head'], notBy: ['carry-out'] },
      limit: { parameter: 'effect' },
      outcomes: {
        effective: done('有效', 'Effective', ['evidence']),
        ineffective: { ...done('未达效果，重新整改', 'Not effective: plan again', ['reason']), again: ['plan'] },
      },
    },
  ],
  escalation: [
    { percent: 80, to: QUALITY_OFFICE },
    { percent: 100, to: HOSPITAL_HEAD },
  ],
  // Who entered the case and owes its review does not release it: the head of the hospital does.
  waivers: {
    roles: ['hospital-head'],
    reasons: {
      unfounded: { zh: '经查不成立', en: 'Not well-founded' },
      merged: { zh: '与另一案例并案复盘', en: 'Reviewed together with another case' },
    },
  },
  // What is said of persons in a review stays with who does it; a department sees what it carries out and learns.
  guarded: ['quality-office', 'hospital-head'],
  reopening: ['hospital-head', 'quality-office'],
};
