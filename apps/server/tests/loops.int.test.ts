/** Loops 闭环 in the database: opened once, settled by time, corrected, replayed. */
import type { LoopActor } from '@fujie/core/loops';
import { describe, expect, test } from 'vitest';

import { replayLoops } from '../src/loops/replay.ts';
import { sql } from '../src/platform/db/database.ts';
import type { Opening } from '../src/platform/loops/loops.ts';
import { findRecords } from '../src/platform/loops/loops.query.ts';
import { openLoop, openLoops, recordInLoop, settleDue } from '../src/platform/loops/loops.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2026-03-02T10:00+08:00' });
const LAB: LoopActor = { id: 'H1/T1', name: '检验师', role: 'laboratory' };

const opening = (subject: string, when = '2026-03-02T10:00+08:00'): Opening => ({
  definition: 'critical-value/inpatient',
  subject,
  unit: 'H1',
  department: 'INT',
  personId: null,
  occurredAt: at(when),
  by: LAB,
  facts: { item: 'K', value: '6.9' },
});

async function open(subject: string, when?: string): Promise<number> {
  const row = await server.db.tx((tx) => openLoop(server.deps, tx, opening(subject, when)));
  if (row === null) throw new Error('it was opened before');
  return row.id;
}

interface Stored {
  readonly status: string;
  readonly stages: readonly string[];
  readonly owners: readonly string[];
  readonly due_at: Date | null;
  readonly flaws: readonly string[];
}
const stored = async (id: number): Promise<Stored | undefined> =>
  (await server.db.query<Stored>(sql`select status, stages, owners, due_at, flaws from loop where id = ${id}`))[0];
const told = async (id: number): Promise<readonly string[]> =>
  (await server.db.query<{ told: string[] }>(sql`select told from loop where id = ${id}`))[0]?.told ?? [];
const alertsOf = async (id: number): Promise<readonly string[]> =>
  (await server.db.query<{ key: string }>(sql`select key from loop_alert where loop_id = ${id} order by id`)).map(
    ({ key }) => key,
  );
const verified = (when: string, key: string, corrects?: string) => ({
  key,
  kind: 'act' as const,
  stage: 'verify',
  outcome: 'confirmed',
  occurredAt: at(when),
  recordedAt: server.clock.now(),
  by: LAB,
  fields: { specimen: 'no haemolysis', control: true },
  ...(corrects === undefined ? {} : { corrects }),
});

describe('a loop in the database', () => {
  test('is opened once by one fact, however often and from wherever that is sent', async () => {
    const tries = await Promise.all(
      Array.from({ length: 6 }, async () => server.db.tx((tx) => openLoop(server.deps, tx, opening('once')))),
    );
    const opened = tries.filter((row) => row !== null);
    expect(opened).toHaveLength(1);
    const id = opened[0]?.id ?? 0;
    expect(await stored(id)).toMatchObject({
      status: 'open',
      stages: ['verify'],
      owners: ['institution:laboratory'],
      due_at: new Date(at('2026-03-02T10:05+08:00')),
    });
    expect(await alertsOf(id)).toEqual(['verify/0/0/institution:laboratory']);
  });

  test('is opened with others as by itself: each with its records, its time and whom to tell, and nothing twice', async () => {
    await open('many-0');
    const sealed: Opening = { ...opening('many-5'), definition: 'adverse-event/report' };
    const many = [
      ...[opening('many-0'), opening('many-1'), { ...opening('many-2', '2026-03-02T09:57+08:00'), assignee: LAB }],
      ...[
        opening('many-1'),
        { ...opening('many-4'), definition: 'nowhere/declared' },
        sealed,
        { ...sealed, subject: 'many-6' },
      ],
    ];
    const rows = await server.db.tx((tx) => openLoops(server.deps, tx, many));
    expect(rows.map((row) => row?.subject ?? null)).toEqual([null, 'many-1', 'many-2', null, null, 'many-5', 'many-6']);
    const alone = await open('alone', '2026-03-02T09:57+08:00');
    const [first, second] = [rows[1]?.id ?? 0, rows[2]?.id ?? 0];
    expect(await stored(second)).toEqual(await stored(alone));
    expect(await alertsOf(second)).toEqual(await alertsOf(alone));
    expect((await stored(first))?.due_at).toEqual(new Date(at('2026-03-02T10:05+08:00')));
    const records = await findRecords(server.db, [first, second]);
    expect([first, second].map((id) => records.get(id)?.map(({ kind }) => kind))).toEqual([
      ['opened'],
      ['opened', 'assigned'],
    ]);
    expect(new Set(rows.flatMap((row) => row?.id ?? [])).size).toBe(4);
  });

  test('that nobody answers is told up the ladder as time passes, each time once', async () => {
    const id = await open('ladder');
    server.clock.set(at('2026-03-02T10:04+08:00'));
    await Promise.all([settleDue(server.deps), settleDue(server.deps)]);
    expect(await alertsOf(id)).toContain('verify/0/80/department:department-head');
    server.clock.set(at('2026-03-02T11:00+08:00'));
    while ((await settleDue(server.deps)) > 0);
    expect(await alertsOf(id)).toEqual([
      'verify/0/0/institution:laboratory',
      'verify/0/80/department:department-head',
      'verify/0/100/institution:quality-office',
    ]);
    expect(await told(id)).toEqual(['department:department-head', 'institution:quality-office']);
    expect(await settleDue(server.deps)).toBe(0);
  });

  test('takes what is sent twice once, and is decided anew by what is corrected', async () => {
    server.clock.set(at('2026-03-02T10:00+08:00'));
    const id = await open('corrected');
    server.clock.set(at('2026-03-02T10:20+08:00'));
    const record = (one: ReturnType<typeof verified>) => server.db.tx((tx) => recordInLoop(server.deps, tx, id, one));
    const first = await record(verified('2026-03-02T10:12+08:00', 'lis-1'));
    expect(first).toMatchObject({ state: { findings: [{ flaw: 'late', record: first?.record }] } });
    expect(await record(verified('2026-03-02T10:12+08:00', 'lis-1'))).toMatchObject({ record: null });
    const [wrong] = await server.db.query<{ id: number }>(
      sql`select id from loop_record where loop_id = ${id} and key = 'lis-1'`,
    );
    const corrected = await record(verified('2026-03-02T10:03+08:00', 'lis-2', String(wrong?.id)));
    // In time now, and marked: it was said after the limit.
    expect(corrected?.state.findings.map(({ flaw }) => flaw)).toEqual(['back-filled']);
    expect(await stored(id)).toMatchObject({ stages: ['notify'], flaws: ['back-filled'] });
  });

  test('remembered otherwise than its records say is found by the replay and put right', async () => {
    const id = await open('replayed', '2026-03-02T10:00+08:00');
    expect((await replayLoops(server.deps)).differing).toEqual([]);
    await server.db.query(sql`update loop set status = 'closed', stages = '{}', next_at = null where id = ${id}`);
    expect((await replayLoops(server.deps)).differing).toEqual([id]);
    expect(await stored(id)).toMatchObject({ status: 'open', stages: ['verify'] });
  });

  test('that no document declares stands still and holds up no other', async () => {
    server.clock.set(at('2026-03-02T10:00+08:00'));
    const stray = await open('stray');
    const other = await open('other');
    await server.db.tx(async (tx) => {
      await tx.query(sql`update loop set next_at = now() - interval '9 years' where id in (${stray}, ${other})`);
    });
    await rename(stray);
    server.clock.set(at('2026-03-02T18:00+08:00'));
    while ((await settleDue(server.deps)) > 0);
    expect(await alertsOf(stray)).toHaveLength(1);
    expect(await alertsOf(other)).toHaveLength(3);
  });
});

/** As after a change of configuration: the loop's name is known to no pack in force. */
async function rename(id: number): Promise<void> {
  const { Client } = await import('pg').then(({ default: pg }) => pg);
  const owner = new Client({ connectionString: server.databaseUrl });
  await owner.connect();
  await owner.query('update loop set definition = $2 where id = $1', [id, 'gone/away']);
  await owner.end();
}
