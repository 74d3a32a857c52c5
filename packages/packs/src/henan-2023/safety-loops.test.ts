/** Hazards and drills 隐患与演练: what follows on either side of each edge. Source: henan-2023.sa4.0#01, #02 (limits: proposals). */
import type { Instant } from '@fujie/core/kernel';
import { parseInstant } from '@fujie/core/kernel';
import type { LoopRecord, LoopState } from '@fujie/core/loops';
import { checkLoop, decideLoop } from '@fujie/core/loops';
import { expect, test } from 'vitest';

import { SAFETY_LOOPS } from './safety-loops.ts';

const at = (text: string): Instant => {
  const read = parseInstant(`${text}+08:00`);
  if (!read.ok) throw new Error(text);
  return read.value;
};
const facts = { dueAt: '2026-06-30T23:59:59+08:00' };
const opened: LoopRecord = {
  ...{ id: '0', kind: 'opened', occurredAt: at('2026-05-01T08:00:00'), recordedAt: at('2026-05-01T08:00:00') },
  ...{ by: { id: 'd', name: '医师', role: 'doctor' }, facts },
};
type Act = readonly [
  role: string,
  stage: string,
  outcome: string,
  day: string,
  fields?: Readonly<Record<string, unknown>>,
];
function stateOf(id: string, acts: readonly Act[], asOf: string): LoopState {
  const definition = SAFETY_LOOPS.find((loop) => loop.id === id);
  if (definition === undefined) throw new Error(id);
  expect(checkLoop(definition)).toEqual([]);
  const records = acts.map(([role, stage, outcome, day, fields = {}], index): LoopRecord => {
    const when = at(`${day}T08:00:00`);
    const by = { id: role, name: role, role };
    return {
      ...{ id: String(index + 1), kind: 'act', occurredAt: when, recordedAt: when },
      by,
      stage,
      outcome,
      fields,
    };
  });
  return decideLoop(definition, [opened, ...records], { asOf: at(asOf), calendar: () => null });
}
const standing = (state: LoopState) =>
  Object.fromEntries(state.stages.filter(({ status }) => status !== 'waiting').map(({ id, status }) => [id, status]));

const HAZARD = 'organisation/hazard';
const assessed = (outcome: string): Act => [
  ...(['quality-office', 'assess', outcome, '2026-05-02', { grounds: 'x', interim: 'y', reason: 'z' }] as const),
];
const removed: Act = ['department-head', 'measure', 'done', '2026-05-08', { measure: 'x', evidence: 'y' }];

test.each([
  ['to the last instant of the third day', '2026-05-04T23:59:59', 'running'],
  ['after it', '2026-05-05T00:00:00', 'overdue'],
])('a hazard is to be assessed %s', (_, asOf, status) => {
  expect(standing(stateOf(HAZARD, [], asOf))).toEqual({ assess: status });
});

test.each([
  ['grave', '2026-05-09T23:59:59', 'running'],
  ['grave', '2026-05-10T00:00:00', 'overdue'],
  ['ordinary', '2026-05-10T00:00:00', 'running'],
  ['ordinary', '2026-06-01T23:59:59', 'running'],
  ['ordinary', '2026-06-02T00:00:00', 'overdue'],
])('a hazard that is %s has its measure at %s %s', (outcome, asOf, status) => {
  expect(standing(stateOf(HAZARD, [assessed(outcome)], asOf))['measure']).toBe(status);
});

test('what is no hazard ends; what was not removed is done again; what nobody learned from is not closed', () => {
  expect(stateOf(HAZARD, [assessed('none')], '2026-05-03T00:00:00').status).toBe('void');
  const verified = (outcome: string, by = 'quality-office'): Act => [
    ...([by, 'verify', outcome, '2026-05-09', { evidence: 'x', reason: 'y' }] as const),
  ];
  const after = (outcome: string) =>
    stateOf(HAZARD, [assessed('ordinary'), removed, verified(outcome)], '2026-05-10T00:00:00');
  expect(standing(after('remains'))['measure']).toBe('running');
  expect([standing(after('removed'))['learn'], after('removed').status]).toEqual(['running', 'open']);
  const learned: Act = ['quality-office', 'learn', 'shared', '2026-05-12', { lesson: 'x' }];
  const whole = stateOf(HAZARD, [assessed('ordinary'), removed, verified('removed'), learned], '2026-05-13T00:00:00');
  expect([whole.status, whole.findings]).toEqual(['closed', []]);
});

const HELD = {
  heldOn: '2026-06-01',
  version: 'V1',
  scenario: 'x',
  participants: 3,
  trained: 9,
  review: 'y',
  findings: 1,
};
const held = (outcome: string, day: string): Act => ['department-head', 'hold', outcome, day, HELD];

test('a drill is held until its day and no later; only findings ask for a better plan, which the register alone shows', () => {
  const DRILL = 'organisation/drill';
  expect(standing(stateOf(DRILL, [], '2026-06-30T23:59:59'))).toEqual({ hold: 'running' });
  expect(standing(stateOf(DRILL, [], '2026-07-01T00:00:00'))).toEqual({ hold: 'overdue' });
  expect(stateOf(DRILL, [held('without-findings', '2026-06-01')], '2026-06-02T00:00:00').status).toBe('closed');
  const found = held('with-findings', '2026-06-01');
  expect(standing(stateOf(DRILL, [found], '2026-07-31T23:59:59'))['improve']).toBe('running');
  expect(standing(stateOf(DRILL, [found], '2026-08-01T00:00:00'))['improve']).toBe('overdue');
  const improved = (by: string) =>
    stateOf(DRILL, [found, [by, 'improve', 'improved', '2026-06-20', { version: 'V2' }]], '2026-06-21T00:00:00').status;
  expect([improved('department-head'), improved('platform')]).toEqual(['open', 'closed']);
});
