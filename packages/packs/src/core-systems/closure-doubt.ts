/** Closures that look faked 虚假闭环核查: whoever answers for quality asks, and a doubt about that office goes to the authority. */
import { CLOSURE_RULE_TEXTS } from '@fujie/core/closures';
import type { LoopDefinition, Owner, StageDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { COMMISSION } from '../owners.ts';

const CLAUSE = 'core-systems.15#01';

/** The same question, put to the first office that the doubt is not about. */
const review = (id: string, owner: Owner, roles: readonly string[]): StageDefinition => ({
  id,
  zh: '核查',
  en: 'Look into it',
  clauses: [CLAUSE],
  after: [],
  when: [{ fact: 'answers', in: roles }],
  limit: { parameter: 'review' },
  owner,
  outcomes: {
    explained: done('情况属实，有合理解释', 'True, and explained', ['grounds']),
    confirmed: done('确有不实，已重新处理', 'Not true: done again', ['grounds', 'redone', 'measures']),
  },
});

export const closureDoubt: LoopDefinition = {
  id: 'loops/closure-doubt',
  title: { zh: '闭环真实性核查', en: 'Closures in doubt' },
  clauses: [CLAUSE],
  arises: {
    zh: '平台在近四周的闭环记录中发现异常规律',
    en: 'What was recorded in loops within four weeks shows a pattern that true work seldom has',
  },
  harm: 3,
  parameters: { review: local('核查时限', 'To be looked into within', 10, 'workday') },
  fields: {
    rule: { zh: '疑点', en: 'Doubt', kind: 'choice', options: CLOSURE_RULE_TEXTS },
    person: { zh: '涉及账号', en: 'Account', kind: 'text' },
    kind: { zh: '闭环类别', en: 'Kind of loops', kind: 'text' },
    count: { zh: '涉及闭环数', en: 'Loops', kind: 'number' },
    latest: { zh: '最近一次记录', en: 'Latest of these records', kind: 'instant' },
    grounds: { zh: '核查情况', en: 'What was found', kind: 'long-text' },
    redone: { zh: '重新处理的闭环及依据', en: 'Loops done again, and the evidence', kind: 'long-text' },
    measures: { zh: '对人员与流程的措施', en: 'Measures for people and work', kind: 'long-text' },
  },
  stages: [
    review('office', { role: 'quality-office', at: 'institution' }, ['office']),
    review('authority', COMMISSION, ['authority']),
    review('centre', { role: 'qc-centre', at: 'region' }, ['centre']),
  ],
  escalation: [{ percent: 100, to: COMMISSION }],
  waivers: {
    roles: ['commission'],
    reasons: { covered: { zh: '已由其他核查覆盖', en: 'Covered by another inquiry' } },
  },
  reopening: ['commission'],
};
