/**
 * Random histories of every kind of loop 闭环 while two processes settle them, record, find whom to tell and send, and are killed at any
 * moment: none is lost, doubled or closed without evidence, no notice is lost or doubled, and what is stored is what the records say.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant, must, parseInstant } from '@fujie/core/kernel';
import type { LoopDefinition, LoopRecord } from '@fujie/core/loops';
import { decideLoop } from '@fujie/core/loops';
import { evidenceFaults } from '@fujie/core/loops/evidence';
import { factsFor, pick } from '@fujie/core/loops/histories';
import { resolveJurisdiction } from '@fujie/packs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { findLoopsAfter } from '../src/loops/loops.query.ts';
import { createChannels } from '../src/notify/channels/channels.ts';
import { sendDue } from '../src/notify/send.ts';
import { tellReaders } from '../src/notify/told.ts';
import { sql } from '../src/platform/db/database.ts';
import { sealed } from '../src/platform/db/key-ring.ts';
import { calendarOf, loopOn } from '../src/platform/loops/definitions.ts';
import { settleDue } from '../src/platform/loops/loops.ts';
import { findRecords, keptOf } from '../src/platform/loops/loops.query.ts';
import type { Step } from './loop-histories.ts';
import { histories, recordFor } from './loop-histories.ts';
import type { Answer, Sent, Task } from './loop-tasks.ts';
import { carryOut } from './loop-tasks.ts';
import { sharedServer } from './shared-server.ts';

const HERE = '127.0.0.1';
const START = must(parseInstant('2026-03-02T10:00+08:00'));
const MINUTE = 60_000;

/** What came to the group of the hospital: the name of each message, and what it says. */
interface Received {
  readonly id: string;
  readonly alerts: readonly { readonly loop: number; readonly stage: string; readonly percent: number }[];
}
let received: Received[] = [];
let arrived: () => void = () => undefined;
const group = createServer((request, response) => {
  void text(request).then((body) => {
    received.push(JSON.parse(body) as Received);
    arrived();
    // Slow enough that who sends is killed between the message and its answer.
    setTimeout(() => void response.end(), 200);
  });
}).listen(0, HERE);
await once(group, 'listening');
afterAll(() => void group.close());
const groupUrl = `http://${HERE}:${String((group.address() as AddressInfo).port)}/group`;

/** A history is about so many kinds of loops, the next one about the next. */
const AT_ONCE = 12;
const kindsAt = (jurisdiction: string): readonly string[] => [
  ...resolveJurisdiction(jurisdiction, dayOf(START)).loops.keys(),
];
const inTaiyuan = kindsAt('taiyuan');

/** Every loop that a document declares has its turn. */
describe.each([
  { jurisdiction: 'taiyuan', kinds: inTaiyuan },
  { jurisdiction: 'henan', kinds: kindsAt('henan').filter((id) => !inTaiyuan.includes(id)) },
])('in $jurisdiction', ({ jurisdiction, kinds }) => {
  const server = sharedServer({ now: START, jurisdiction, env: { FUJIE_PRIVATE_HOSTS: HERE } });
  const workers: Worker[] = [];
  beforeAll(async () => {
    received = [];
    await server.db.query(sql`
      insert into notify_address (unit, channel, address, secret, verified_at, created_by, created_at)
      values ('H1', 'webhook', ${sealed(groupUrl)}, ${sealed('s'.repeat(32))}, now(), 'test', now())`);
  });

  interface Worker {
    readonly child: ChildProcess;
    readonly ready: Promise<unknown>;
    readonly ended: Promise<unknown>;
    /** What it was given and has not answered. */
    readonly given: Map<string, { readonly task: Task; readonly settled: (answer: Answer | null) => void }>;
  }
  const faults: string[] = [];

  function startWorker(): Worker {
    const script = join(import.meta.dirname, 'loop-worker.ts');
    const { databaseUrl, deps, clock } = server;
    const args = [databaseUrl, deps.config.secret, formatInstant(clock.now()), jurisdiction];
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const given: Worker['given'] = new Map();
    child.on('message', (said: 'ready' | { name: string; answer?: Answer | null; fault?: string }) => {
      if (said === 'ready') return;
      if (said.fault !== undefined) faults.push(said.fault);
      given.get(said.name)?.settled(said.answer ?? null);
      given.delete(said.name);
    });
    return { child, given, ready: once(child, 'message'), ended: once(child, 'exit') };
  }

  function send({ child }: Worker, sent: Sent): void {
    if (child.connected) child.send(sent);
  }

  function setClock(minutes: number): void {
    server.clock.set((server.clock.now() + minutes * MINUTE) as Instant);
    for (const worker of workers) send(worker, { now: server.clock.now() });
  }

  /** Kills one at once, whatever it is at; what it left unanswered is done again, as whoever gets no answer does. */
  async function kill(victim: number): Promise<void> {
    const worker = workers[victim];
    if (worker === undefined) return;
    worker.child.kill('SIGKILL');
    await worker.ended;
    for (const { task, settled } of worker.given.values()) settled(await carryOut(server.deps, server.db, task));
    worker.given.clear();
  }

  /** What the history at hand is about, how many it opened, and which loops it knows. */
  let definitions: readonly string[] = [];
  let openings = 0;
  const loops: { readonly id: number; readonly definition: string }[] = [];
  const subjects: string[] = [];
  const keys = new Map<string, number>();
  const waiting = new Map<number, readonly string[]>();
  const recorded = new Map<number, string[]>();
  let names = 0;

  const definitionOf = (id: string): LoopDefinition => {
    const found = loopOn(server.deps, id, 'H1', dayOf(START));
    if (found === null) throw new Error(`no loop ${id}`);
    return found;
  };

  function taskOf(step: Exclude<Step, { minutes: number }>): Task | null {
    names += 1;
    const now = server.clock.now();
    if (step.kind === 'open') {
      // In turn, so that every area is there; now and then what was opened before.
      const subject = step.again < 0.2 ? pick(subjects, step.again * 5) : undefined;
      const definition = subject?.split('|')[0] ?? definitions[openings % definitions.length] ?? '';
      if (subject === undefined) {
        openings += 1;
        subjects.push(`${definition}|${String(names)}`);
      }
      const by = { id: 'H1/x', name: 'x', role: 'platform' };
      const asked = factsFor(definitionOf(definition), () => step.facts, now);
      const facts = { titleZh: '事项', titleEn: 'A matter', ...asked };
      const of = { unit: 'H1', department: 'INT', personId: null, occurredAt: now, by, facts };
      return { name: String(names), opening: { definition, subject: subject ?? subjects.at(-1) ?? '', ...of } };
    }
    const loop = pick(loops, step.loop);
    if (loop === undefined) return null;
    const key = `k${String(names)}`;
    keys.set(key, loop.id);
    const known = { waiting: waiting.get(loop.id) ?? [], recorded: recorded.get(loop.id) ?? [] };
    const record = recordFor(step, { definition: definitionOf(loop.definition), key, now, ...known });
    return { name: String(names), loop: loop.id, record };
  }

  let begun = 0;
  /** Begins a history with one loop of each kind; the loops of those before it stay, and are settled on. */
  async function begin(): Promise<void> {
    definitions = kinds.slice(begun, begun + AT_ONCE);
    begun += AT_ONCE;
    openings = 0;
    loops.length = 0;
    await live(definitions.map((_, nth) => ({ kind: 'open', where: null, again: 1, facts: nth / AT_ONCE })));
  }

  const opened = new Set<number>();
  function heed(task: Task, answer: Answer | null): void {
    if (answer === null) {
      if ('record' in task) keys.delete(task.record.key);
      return;
    }
    waiting.set(answer.loop, answer.waiting);
    if ('opening' in task && !opened.has(answer.loop)) {
      opened.add(answer.loop);
      loops.push({ id: answer.loop, definition: task.opening.definition });
    }
    if (answer.record !== null) recorded.set(answer.loop, [...(recorded.get(answer.loop) ?? []), answer.record.id]);
  }

  async function live(steps: readonly Step[]): Promise<void> {
    const pending: Promise<void>[] = [];
    for (const step of steps) {
      if ('minutes' in step) {
        setClock(step.minutes);
        continue;
      }
      const task = taskOf(step);
      if (task === null) continue;
      const worker = step.where === null ? undefined : workers[step.where];
      const byParent = async () => carryOut(server.deps, server.db, task);
      const byWorker = async () =>
        new Promise<Answer | null>((settled) => {
          worker?.given.set(task.name, { task, settled });
          if (worker !== undefined) send(worker, task);
        });
      // Sent twice, by the parent as well, it is there once.
      const isTwice = step.kind === 'act' && step.isTwice;
      const doing = [worker === undefined ? byParent() : byWorker(), ...(isTwice ? [byParent()] : [])];
      const heeded = Promise.all(doing).then((answers) => {
        // Refused by one, it may have been taken by the other a moment before.
        const taken = answers.filter((answer) => answer !== null);
        if (taken.length === 0) heed(task, null);
        for (const answer of taken) heed(task, answer);
      });
      if (worker === undefined) await heeded;
      else pending.push(heeded);
      if (pending.length > 5) await pending.shift();
    }
    leftOver = pending;
  }
  let leftOver: readonly Promise<void>[] = [];

  /** Also where every processor is taken. */
  const LONG_MS = 900_000;
  const nextMessage = async (): Promise<void> =>
    new Promise((resolve) => {
      arrived = resolve;
    });
  const sleep = async (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

  test(
    'whatever is recorded while workers are killed, each loop is what its records say, and each notice came once',
    async () => {
      await fc.assert(
        fc.asyncProperty(histories, async (stretches) => {
          await begin();
          workers.splice(0, 2, startWorker(), startWorker());
          try {
            for (const [index, { steps, victim, afterMs }] of stretches.entries()) {
              await Promise.all(workers.map(async ({ ready }) => ready));
              await live(steps);
              await Promise.race([nextMessage(), sleep(40 * afterMs)]);
              await kill(victim);
              if (index + 1 < stretches.length) workers[victim] = startWorker();
              await Promise.all(leftOver);
            }
          } finally {
            await Promise.all([kill(0), kill(1)]);
            await Promise.all(leftOver);
          }
          expect(faults).toEqual([]);
          setClock(60 * 24 * 60);
          await finish();
          await checkLoops();
          await checkNotices();
        }),
        { numRuns: Math.ceil(kinds.length / AT_ONCE), endOnFailure: true },
      );
    },
    LONG_MS,
  );

  /** Does all that is due, also what a connection that was cut still holds for a moment. */
  async function finish(): Promise<void> {
    const channels = createChannels(server.deps.config);
    const left = async (): Promise<number> => {
      const [row] = await server.db.query<{ n: number }>(sql`
        select ((select count(*) from loop where next_at <= to_timestamp(${server.clock.now()}::float8 / 1000))
          + (select count(*) from loop_alert where told_at is null and not superseded and not void)
          + (select count(*) from delivery where status = 'pending'))::int as n`);
      return row?.n ?? 0;
    };
    for (let tries = 0; tries < 600; tries += 1) {
      while ((await settleDue(server.deps)) > 0);
      while ((await tellReaders(server.deps)) > 0);
      while ((await sendDue(server.deps, channels)) > 0);
      if ((await left()) === 0) return;
      await sleep(100);
    }
    expect(await left(), 'something stays undone').toBe(0);
  }

  async function checkLoops(): Promise<void> {
    const rows = await findLoopsAfter(server.db, 0, 5000);
    // None lost, none doubled.
    expect(rows.map(({ subject }) => subject).sort()).toEqual([...subjects].sort());
    const ids = rows.map(({ id }) => id);
    const stored = await server.db.query<{ key: string; loop: number }>(
      sql`select key, loop_id as loop from loop_record where key <> 'opened' order by key`,
    );
    // Each record that was answered is there once, where it belongs; none that was refused.
    expect(Object.fromEntries(stored.map(({ key, loop }) => [key, loop]))).toEqual(Object.fromEntries(keys));
    expect(stored).toHaveLength(keys.size);
    const records = await findRecords(server.db, ids);
    const alerts = await server.db.query<{ loop: number; key: string; found: number }>(
      sql`select loop_id as loop, key, extract(epoch from found_at)::float8 * 1000 as found from loop_alert`,
    );
    const asOf = server.clock.now();
    const calendar = calendarOf(server.deps);
    for (const row of rows) {
      const own = records.get(row.id) ?? [];
      const definition = definitionOf(row.definition);
      const said = { status: row.status, stages: row.state.stages };
      expect(evidenceFaults(definition, own, said, asOf), `loop ${String(row.id)}`).toEqual([]);
      const decide = (some: readonly LoopRecord[], when: Instant) =>
        decideLoop(definition, some, { asOf: when, calendar });
      const state = decide(own, asOf);
      expect({ status: row.status, state: row.state }).toEqual({ status: state.status, state: keptOf(state) });
      const told = alerts.filter(({ loop }) => loop === row.id);
      const named = told.map(({ key }) => key);
      expect(new Set(named).size).toBe(named.length);
      expect(named).toEqual(expect.arrayContaining(state.alerts.map(({ id }) => id)));
      // Each was due at some moment, by what was known then.
      for (const { key, found } of told) {
        const wasDue = own.some((_, last) => {
          const known = own.slice(0, last + 1);
          const when = Math.max(Math.round(found), ...known.map(({ recordedAt }) => recordedAt)) as Instant;
          return decide(known, when).alerts.some(({ id }) => id === key);
        });
        expect(wasDue, `alert ${key} of loop ${String(row.id)} was never due`).toBe(true);
      }
    }
  }

  async function checkNotices(): Promise<void> {
    const deliveries = await server.db.query<{
      alert: number;
      loop: number;
      stage: string;
      percent: number;
      status: string;
      bundle: string | null;
    }>(sql`
      select d.alert_id as alert, d.loop_id as loop, d.stage, a.percent, d.status, d.bundle::text
        from delivery d join loop_alert a on a.id = d.alert_id`);
    expect(deliveries.length).toBeGreaterThan(0);
    expect(new Set(deliveries.map(({ alert }) => alert)).size).toBe(deliveries.length);
    // Sent again by another it has the same name, so that the other end keeps one of them.
    const messages = new Map(received.map((message) => [message.id, message]));
    for (const { loop, stage, percent, status, bundle } of deliveries) {
      if (status !== 'sent') continue;
      const said = messages.get(bundle ?? '')?.alerts ?? [];
      expect(said, 'sent, and never received').toContainEqual(expect.objectContaining({ loop, stage, percent }));
    }
    for (const { id, alerts } of received) {
      const meant = deliveries.filter(({ bundle }) => bundle === id);
      for (const { loop, stage, percent } of alerts) {
        const same = (one: { loop: number; stage: string; percent: number }): boolean =>
          one.loop === loop && one.stage === stage && one.percent === percent;
        expect(alerts.filter(same).length, 'said twice').toBeLessThanOrEqual(meant.filter(same).length);
      }
    }
    // Whatever is waited for, the hospital was told of it.
    const untold = await server.db.query(sql`
      select l.id, s.stage from loop l cross join unnest(l.stages) as s (stage)
       where l.status = 'open' and exists (select from loop_alert a where a.loop_id = l.id and a.stage = s.stage and not a.void
         and not a.superseded and a.to_at in ('department', 'institution', 'person'))
         and not exists (select from delivery d where d.loop_id = l.id and d.stage = s.stage and d.status = 'sent')`);
    expect(untold).toEqual([]);
  }
});
