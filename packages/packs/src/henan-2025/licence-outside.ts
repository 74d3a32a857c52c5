/**
 * Tests that lie outside the registered subjects 超出登记诊疗科目: medical affairs reviews and the hospital approves, and the registration is changed;
 * or they are given up. Days are proposals: the document says as prescribed. Source: henan-2025.lab.3#02, #03.
 */
import type { LoopDefinition, OutcomeDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { HOSPITAL_HEAD, QUALITY_OFFICE } from '../owners.ts';

const ENDED: OutcomeDefinition = {
  ...done('已停止开展或已登记', 'Tested no more, or registered already', ['doneOn']),
  ...{ onlyBy: ['platform'], page: '/registers' },
};

export const licenceOutside: LoopDefinition = {
  id: 'licence/outside',
  title: { zh: '检验项目超出登记科目', en: 'Tests outside the licence' },
  clauses: ['henan-2025.lab.3#02', 'henan-2025.lab.3#03'],
  arises: {
    zh: '在用的检测系统或仪器所测项目不在诊疗科目登记之内',
    en: 'Test systems or instruments in use measure what no registered subject covers',
  },
  harm: 2,
  parameters: {
    review: local('审核批准时限', 'Reviewed and approved within', 10, 'workday'),
    register: local('变更登记时限', 'Registration changed within', 60, 'day'),
  },
  fields: {
    subject: { zh: '诊疗科目', en: 'Subject', kind: 'text' },
    items: { zh: '项目', en: 'Items', kind: 'text', codesOf: 'item' },
    application: { zh: '申请与审核记录', en: 'Application and review', kind: 'long-text' },
    approval: { zh: '医院批准文号或决定', en: 'Approval of the hospital', kind: 'text' },
    doneOn: { zh: '日期', en: 'On', kind: 'day' },
  },
  stages: [
    {
      ...{
        id: 'review',
        zh: '医务审核、医院批准',
        en: 'Review and approve',
        clauses: ['henan-2025.lab.3#02'],
        after: [],
      },
      ...{ limit: { parameter: 'review' }, owner: QUALITY_OFFICE, alsoBy: ['platform'] },
      outcomes: { approved: done('批准开展', 'Approved', ['application', 'approval']), ended: ENDED },
    },
    {
      ...{ id: 'register', zh: '变更登记', en: 'Change the registration', clauses: ['henan-2025.lab.3#03'] },
      ...{ after: ['review'], when: [{ stage: 'review', outcome: ['approved'] }] },
      ...{ limit: { parameter: 'register' }, from: 'opening', owner: QUALITY_OFFICE, alsoBy: ['platform'] },
      // What the register of subjects shows, and nobody's word.
      outcomes: { ended: ENDED },
    },
  ],
  escalation: [
    { percent: 80, to: QUALITY_OFFICE },
    { percent: 100, to: HOSPITAL_HEAD },
    { percent: 100, to: { role: 'commission', at: 'region' } },
  ],
  waivers: {
    roles: ['commission'],
    reasons: { covered: { zh: '主管部门认定在登记范围内', en: 'The authority holds it to be covered' } },
  },
  reopening: ['quality-office', 'commission'],
};
