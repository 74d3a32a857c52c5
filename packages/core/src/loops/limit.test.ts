/** Limits that depend on what was found, on what an act named, or on an instant of the opening; and on which day they were set first. */
import { expect, test } from 'vitest';

import type { LoopDefinition, LoopRecord, LoopState, StageDefinition } from './types.ts';
import { checkLoop } from './check.ts';
import { decideLoop } from './decide.ts';
import { act, at, opened, PEOPLE, SAMPLE } from './sample.test-support.ts';

const { office } = PEOPLE;
const outcome = { zh: '完成', en: 'Done', effect: 'done', requires: [] } as const;
const stage = (id: string, rest: Partial<StageDefinition>): StageDefinition => ({
  id,
  zh: id,
  en: id,
  clauses: ['sample.1'],
  after: [],
  limit: null,
  owner: { role: 'quality-office', at: 'institution' },
  outcomes: { done: outcome },
  ...rest,
});

const GRADED: LoopDefinition = {
  ...SAMPLE,
  parameters: {
    long: { zh: '长', en: 'Long', value: 15, unit: 'day', source: 'sample.1' },
    short: { zh: '短', en: 'Short', value: 12, unit: 'hour', source: 'sample.1' },
  },
  fields: { until: { zh: '期限', en: 'Until', kind: 'day' } },
  stages: [
    stage('grade', { outcomes: { slight: { ...outcome, requires: ['until'] }, grave: outcome } }),
    stage('tell', {
      after: ['grade'],
      limit: { parameter: 'long', cases: [{ if: { stage: 'grade', outcome: ['grave'] }, parameter: 'short' }] },
      from: { fact: 'foundAt' },
      keepsShorter: true,
      escalation: [{ percent: 100, to: { role: 'commission', at: 'region' } }],
    }),
    stage('mend', {
      after: ['grade'],
      limit: { fact: 'until', of: 'grade' },
      outcomes: { done: outcome, regrade: { ...outcome, again: ['grade'] } },
    }),
  ],
};

const decided = (asOf: string, ...records: readonly LoopRecord[]): LoopState =>
  decideLoop(GRADED, records, { asOf: at(asOf), calendar: () => null });
const dueOf = (state: LoopState, id: string) => state.stages.find((one) => one.id === id)?.dueAt;
const open = opened('2026-03-02T10:00', { foundAt: '2026-03-01T20:00+08:00' });
const slight = act('2026-03-02T10:10', office, 'grade:slight', { until: '2026-04-01' });
const grave = act('2026-03-02T10:10', office, 'grade:grave');
const regraded = act('2026-03-02T11:00', office, 'mend:regrade');

test('a case that holds sets the limit, counted from the instant of a fact', () => {
  expect(checkLoop(GRADED)).toEqual([]);
  expect(dueOf(decided('2026-03-02T11:00', open, slight), 'tell')).toBe(at('2026-03-17T00:00') - 1);
  expect(dueOf(decided('2026-03-02T11:00', open, grave), 'tell')).toBe(at('2026-03-02T08:00'));
});

test('what is over its limit as it begins is told at once beyond its owner, by the ladder of its own', () => {
  const told = decided('2026-03-02T10:10', open, grave).alerts.filter((alert) => alert.stage === 'tell');
  expect(told.map(({ at: when, to }) => [when, to.role])).toEqual([
    [at('2026-03-02T10:10'), 'quality-office'],
    [at('2026-03-02T10:10'), 'commission'],
  ]);
});

test('a day that an act named ends with that day', () => {
  expect(dueOf(decided('2026-03-02T11:00', open, slight), 'mend')).toBe(at('2026-04-02T00:00') - 1);
  expect(dueOf(decided('2026-03-02T11:00', open, grave), 'mend')).toBeNull();
});

test('graded anew before it was told, the earlier limit stays if it was shorter', () => {
  const lighter = act('2026-03-02T12:00', office, 'grade:slight', { until: '2026-04-01' });
  expect(dueOf(decided('2026-03-02T13:00', open, grave, regraded, lighter), 'tell')).toBe(at('2026-03-02T08:00'));
  const graver = act('2026-03-02T12:00', office, 'grade:grave');
  expect(dueOf(decided('2026-03-02T13:00', open, slight, regraded, graver), 'tell')).toBe(at('2026-03-02T08:00'));
  const told = act('2026-03-02T10:20', office, 'tell:done');
  expect(dueOf(decided('2026-03-02T13:00', open, grave, told, regraded, lighter), 'tell')).toBe(
    at('2026-03-17T00:00') - 1,
  );
});

test('a limit of a stage that does not stand before it is a fault', () => {
  const [grade, tell, mend] = GRADED.stages;
  if (grade === undefined || tell === undefined || mend === undefined) throw new Error('it has three stages');
  expect(checkLoop({ ...GRADED, stages: [{ ...mend, after: [] }, grade, tell] })).toEqual([
    'loop sample/round: stage mend names grade, which does not stand before it',
  ]);
  const unknown = { ...tell, limit: { parameter: 'long', cases: [{ if: { fact: 'x', in: [] }, parameter: 'no' }] } };
  expect(checkLoop({ ...GRADED, stages: [grade, unknown, mend] })).toEqual([
    'loop sample/round: stage tell has the limit no, which is no parameter',
  ]);
});
