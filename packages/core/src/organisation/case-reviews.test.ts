/** When a case counts as reviewed, on either side. Source: henan-2025.mq.26#01. */
import { expect, test } from 'vitest';

import type { Instant } from '../kernel/day.ts';
import type { LoopState, StageState } from '../loops/types.ts';
import type { CountedCase } from './case-reviews.ts';
import { caseStanding, countCases } from './case-reviews.ts';

const stage = (id: string, outcome: string | null): StageState => ({
  ...{ id, status: outcome === null ? 'running' : 'met', startedAt: 0 as Instant, dueAt: null },
  ...{ doneAt: outcome === null ? null : (1 as Instant), outcome, by: null, attempts: 0 },
});
const standing = (stages: readonly StageState[], status: LoopState['status'] = 'open') =>
  caseStanding({ status, stages });

test.each([
  ['nothing was done', [stage('review', null)], 'open'],
  ['there is a cause and no action', [stage('review', 'reviewed'), stage('plan', null)], 'open'],
  ['there is a cause and an action', [stage('review', 'reviewed'), stage('plan', 'planned')], 'reviewed'],
  ['an action is planned anew', [stage('review', 'reviewed'), stage('plan', null), stage('effect', null)], 'open'],
  ['an adverse event has a root cause alone', [stage('analyse', 'analysed')], 'open'],
  ['an adverse event needs no measure', [stage('analyse', 'analysed'), stage('plan', 'none')], 'reviewed'],
  ['an adverse event is graded again', [stage('analyse', 'regraded'), stage('plan', 'planned')], 'open'],
] as const)('a case of which %s', (_, stages, expected) => {
  expect(standing(stages)).toBe(expected);
});

test('what was released from review is no case, and what is closed is reviewed', () => {
  expect([standing([], 'waived'), standing([], 'void'), standing([], 'closed')]).toEqual([
    ...['unfounded', 'unfounded', 'closed'],
  ]);
});

test('a case of two departments counts for each and once for the hospital; an unfounded one for nobody', () => {
  const cases: readonly CountedCase[] = [
    { kind: 'dispute', departments: ['INT', 'SUR'], standing: 'reviewed' },
    { kind: 'dispute', departments: ['SUR'], standing: 'open' },
    { kind: 'dispute', departments: ['SUR'], standing: 'unfounded' },
    { kind: 'adverse-event', departments: ['INT'], standing: 'closed' },
  ];
  const of = (department: string | null) =>
    countCases(cases, department)
      .filter((count) => count.cases > 0)
      .map(({ kind, reviewed, cases: all }) => `${kind} ${String(reviewed)}/${String(all)}`);
  expect(of(null)).toEqual(['dispute 1/2', 'adverse-event 1/1']);
  expect(of('INT')).toEqual(['dispute 1/1', 'adverse-event 1/1']);
  expect(of('SUR')).toEqual(['dispute 1/2']);
  expect(of('PED')).toEqual([]);
});
