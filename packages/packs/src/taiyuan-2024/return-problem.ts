/**
 * A problem of the ledger 问题台账: handed in with a weekly return, with its measure, who is responsible and the day by which it is solved.
 * Source: taiyuan-2024.3.1#03.
 */
import type { LoopDefinition, Owner } from '@fujie/core/loops';

import { done } from '../loop-writer.ts';
import { COMMISSION } from '../owners.ts';

/** The kinds of problem, by whose return they come in. */
export const RETURN_PROBLEM = { institution: 'return-problem/institution', county: 'return-problem/county' } as const;

const problem = (id: string, zh: string, en: string, owner: Owner): LoopDefinition => ({
  id,
  title: { zh, en },
  clauses: ['taiyuan-2024.3.1#03'],
  arises: { zh: '周报登记的问题', en: 'A problem entered with a weekly return' },
  about: '/weekly-returns/{unit}/{week}',
  harm: 4,
  parameters: {},
  fields: {
    problem: { zh: '问题', en: 'Problem', kind: 'long-text' },
    measure: { zh: '整改措施', en: 'Measure', kind: 'long-text' },
    responsible: { zh: '责任人', en: 'Responsible', kind: 'text' },
    week: { zh: '统计周', en: 'Week from', kind: 'day' },
    result: { zh: '解决情况', en: 'How it was solved', kind: 'long-text' },
  },
  stages: [
    {
      id: 'solve',
      zh: '解决',
      en: 'Solve it',
      clauses: ['taiyuan-2024.3.1#03'],
      after: [],
      limit: { fact: 'dueOn' },
      owner,
      outcomes: { solved: done('已解决', 'Solved', ['result']) },
    },
  ],
  escalation: [
    { percent: 80, to: owner },
    { percent: 100, to: COMMISSION },
  ],
  waivers: { roles: ['commission'], reasons: { moot: { zh: '情况已不存在', en: 'It is a problem no more' } } },
  reopening: ['commission'],
});

export const institutionProblem = problem(RETURN_PROBLEM.institution, '问题台账（机构）', 'Problem of an institution', {
  role: 'quality-office',
  at: 'institution',
});
export const countyProblem = problem(RETURN_PROBLEM.county, '问题台账（县区）', 'Problem of a county', {
  role: 'commission',
  at: 'institution',
});
