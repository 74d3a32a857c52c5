/**
 * Random histories of loops 闭环 while two processes settle them and are killed at any moment: none is lost, doubled or closed without
 * evidence, and what is stored is what the records say.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { LoopActor, LoopDefinition, LoopRecord } from '@fujie/core/loops';
import { decideLoop } from '@fujie/core/loops';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { findLoopsAfter } from '../src/loops/loops.query.ts';
import { sql } from '../src/platform/db/database.ts';
import { calendarOf, loopOn } from '../src/platform/loops/definitions.ts';
import { openLoop, recordInLoop, settleDue } from '../src/platform/loops/loops.ts';
import type { NewRecord } from '../src/platform/loops/loops.query.ts';
import { findRecords, keptOf } from '../src/platform/loops/loops.query.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const START = at('2026-03-02T10:00+08:00');
const MINUTE = 60_000;
const DEFINITION = 'critical-value/inpatient';
const server = sharedServer({ now: START });

const part = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const act = fc.record({
  kind: fc.constant('act' as const),
  loop: part,
  /** Mostly what is waited for, by whom it is waited for, with its evidence. */
  stage: fc.option(part, { freq: 4 }),
  outcome: part,
  isRight: fc.boolean(),
  lateMinutes: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 300 }) }),
  isTwice: fc.boolean(),
  corrects: fc.option(part, { freq: 5 }),
});
const other = fc.record({
  kind: fc.constantFrom('seen' as const, 'waived' as const, 'reopened' as const, 'withdrawn' as const),
  loop: part,
  stage: part,
});
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('open' as const), subject: fc.nat({ max: 40 }) }) },
  { weight: 12, arbitrary: act },
  { weight: 2, arbitrary: other },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump' as const), minutes: fc.constantFrom(-60, 24 * 60) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
/** Between kills, so many steps; which of the workers is killed then. */
const history = fc.array(fc.tuple(fc.array(step, { minLength: 40, maxLength: 70 }), fc.nat({ max: 1 })), {
  minLength: 3,
  maxLength: 3,
});

test('whatever is recorded while workers are killed, every loop is what its records say and each alert is there once', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (stretches) => {
      const workers = [startWorker(), startWorker()];
      try {
        for (const [steps, victim] of stretches) {
          await Promise.all(workers.map(async ({ ready }) => ready));
          await live(steps, workers);
          workers[victim]?.child.kill('SIGKILL');
          workers[victim] = startWorker();
        }
      } finally {
        for (const { child } of workers) child.kill('SIGKILL');
        await Promise.all(workers.map(async ({ ended }) => ended));
      }
      server.clock.set((server.clock.now() + 60 * 24 * 60 * MINUTE) as Instant);
      while ((await settleDue(server.deps)) > 0);
      await check();
    }),
    { numRuns: 1, endOnFailure: true },
  );
});

interface Worker {
  readonly child: ChildProcess;
  readonly ready: Promise<unknown>;
  readonly ended: Promise<unknown>;
}

function startWorker(): Worker {
  const script = join(import.meta.dirname, 'settle-worker.ts');
  const given = [server.databaseUrl, server.deps.config.secret, formatInstant(server.clock.now())];
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...given], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return { child, ready: once(child, 'message'), ended: once(child, 'exit') };
}

function setClock(minutes: number, workers: readonly Worker[]): void {
  server.clock.set((server.clock.now() + minutes * MINUTE) as Instant);
  for (const { child } of workers) if (child.connected) child.send(server.clock.now());
}

const ids: number[] = [];
const waiting = new Map<number, readonly string[]>();
const recorded = new Map<number, string[]>();
let nextKey = 0;

async function live(steps: readonly Step[], workers: readonly Worker[]): Promise<void> {
  for (const one of steps) {
    if (one.kind === 'wait' || one.kind === 'jump') setClock(one.minutes, workers);
    else if (one.kind === 'open') await open(String(one.subject));
    else await record(one);
  }
}

const PEOPLE: Readonly<Record<string, LoopActor>> = Object.fromEntries(
  ['laboratory', 'nurse', 'doctor', 'department-head', 'quality-office'].map((role) => [
    role,
    { id: `H1/${role}`, name: role, role },
  ]),
);
const as = (role: string): LoopActor => PEOPLE[role] ?? { id: 'H1/x', name: 'x', role };

async function open(subject: string): Promise<void> {
  const occurredAt = server.clock.now();
  const opening = { definition: DEFINITION, subject, unit: 'H1', department: 'INT', personId: null, occurredAt };
  const row = await server.db.tx((tx) =>
    openLoop(server.deps, tx, { ...opening, by: as('laboratory'), facts: { item: 'K' } }),
  );
  if (row === null) return;
  ids.push(row.id);
  waiting.set(row.id, ['verify']);
}

const pick = <T>(all: readonly T[], where: number): T | undefined => all[Math.floor(where * all.length)];
const definition = (): LoopDefinition => {
  const found = loopOn(server.deps, DEFINITION, 'H1', dayOf(START));
  if (found === null) throw new Error('no such loop');
  return found;
};

async function record(drawn: Extract<Step, { loop: number }>): Promise<void> {
  const loop = pick(ids, drawn.loop);
  if (loop === undefined) return;
  nextKey += 1;
  const given = recordOf(loop, drawn, `k${String(nextKey)}`);
  const times = 'isTwice' in drawn && drawn.isTwice ? 2 : 1;
  const answers = await Promise.all(
    Array.from({ length: times }, async () =>
      server.db.tx((tx) => recordInLoop(server.deps, tx, loop, given)).catch(refusedOnly),
    ),
  );
  for (const answer of answers) {
    if (answer === null) continue;
    if (answer.record !== null) recorded.set(loop, [...(recorded.get(loop) ?? []), answer.record]);
    waiting.set(
      loop,
      answer.state.stages.filter(({ status }) => ['running', 'overdue'].includes(status)).map(({ id }) => id),
    );
  }
}

/** What leaves a loop without an opening is refused as a whole; nothing else may fail. */
function refusedOnly(error: unknown): null {
  if (error instanceof Error && error.message.includes('without a record that opened it')) return null;
  throw error;
}

function recordOf(loop: number, drawn: Extract<Step, { loop: number }>, key: string): NewRecord {
  const now = server.clock.now();
  const base = { key, occurredAt: now, recordedAt: now, by: as('quality-office') };
  const { stages } = definition();
  const stage = pick(stages, drawn.stage ?? 0)?.id ?? '';
  switch (drawn.kind) {
    case 'act':
      return actOf(loop, drawn, key);
    case 'seen':
      return { ...base, kind: 'seen', stage };
    case 'waived':
      return { ...base, kind: 'waived', stage: drawn.stage < 0.3 ? null : stage, reason: 'died', note: '' };
    case 'reopened':
      return { ...base, kind: 'reopened', stage, note: '' };
    case 'withdrawn': {
      const what = pick(recorded.get(loop) ?? [], drawn.stage);
      return { ...base, kind: 'withdrawn', note: '', ...(what === undefined ? {} : { corrects: what }) };
    }
  }
}

function actOf(loop: number, drawn: Extract<Step, { kind: 'act' }>, key: string): NewRecord {
  const { stages } = definition();
  const now = server.clock.now();
  const named = drawn.stage === null ? undefined : pick(stages, drawn.stage);
  const stage = named ?? stages.find(({ id }) => waiting.get(loop)?.includes(id)) ?? stages[0];
  if (stage === undefined) throw new Error('a loop without stages');
  const [outcome, { requires }] = pick(Object.entries(stage.outcomes), drawn.outcome) ?? ['', { requires: [] }];
  const corrects = drawn.corrects === null ? undefined : pick(recorded.get(loop) ?? [], drawn.corrects);
  return {
    key,
    kind: 'act',
    stage: stage.id,
    outcome,
    occurredAt: (now - drawn.lateMinutes * MINUTE) as Instant,
    recordedAt: now,
    by: as(drawn.isRight || drawn.stage === null ? stage.owner.role : 'quality-office'),
    fields: Object.fromEntries(drawn.isRight || drawn.stage === null ? requires.map((field) => [field, true]) : []),
    ...(corrects === undefined ? {} : { corrects }),
  };
}

async function check(): Promise<void> {
  const rows = await findLoopsAfter(server.db, 0, 1000);
  // None lost, none doubled.
  expect(rows.map(({ id }) => id).sort((a, b) => a - b)).toEqual([...ids].sort((a, b) => a - b));
  expect(new Set(rows.map(({ subject }) => subject)).size).toBe(rows.length);
  const records = await findRecords(server.db, ids);
  const alerts = await server.db.query<{ loop: number; key: string; found: number }>(
    sql`select loop_id as loop, key, extract(epoch from found_at)::float8 * 1000 as found from loop_alert`,
  );
  const asOf = server.clock.now();
  const calendar = calendarOf(server.deps);
  for (const row of rows) {
    const own = records.get(row.id) ?? [];
    const decide = (some: readonly LoopRecord[], when: Instant) =>
      decideLoop(definition(), some, { asOf: when, calendar });
    const state = decide(own, asOf);
    expect({ status: row.status, state: row.state }).toEqual({ status: state.status, state: keptOf(state) });
    for (const { status, by } of state.stages)
      if (status === 'met' || status === 'met-late') expect(own.map(({ id }) => id)).toContain(by);
    const stored = alerts.filter(({ loop }) => loop === row.id);
    const keys = stored.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(expect.arrayContaining(state.alerts.map(({ id }) => id)));
    // Each was due at some moment, by what was known then.
    for (const { key, found } of stored) {
      const named = own.some((_, last) => {
        const known = own.slice(0, last + 1);
        const when = Math.max(Math.round(found), ...known.map(({ recordedAt }) => recordedAt)) as Instant;
        return decide(known, when).alerts.some(({ id }) => id === key);
      });
      expect(named, `alert ${key} of loop ${String(row.id)} was never due`).toBe(true);
    }
  }
}
