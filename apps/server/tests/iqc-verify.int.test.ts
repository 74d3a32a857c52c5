/** Stored verdicts of control runs 质控判定 and what their records give: at once, for many systems, and as the days went by. */
import { readFileSync } from 'node:fs';

import type { Day, Instant } from '@fujie/core/kernel';
import { iqcHolds } from '@fujie/core/registers';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';

import { decideSystem } from '../src/laboratory/iqc-decide.ts';
import type { SentMeasurement } from '../src/laboratory/iqc-record.ts';
import { decideAndHold, takeMeasurements } from '../src/laboratory/iqc-record.ts';
import { lockSystems } from '../src/laboratory/iqc-series.query.ts';
import type { VerdictDifference } from '../src/laboratory/iqc-verify.ts';
import { verifyNightly, verifyVerdicts } from '../src/laboratory/iqc-verify.ts';
import type { Purpose } from '../src/laboratory/iqc.query.ts';
import { findRuns, insertEvent, insertTarget } from '../src/laboratory/iqc.query.ts';
import { connect, sql } from '../src/platform/db/database.ts';
import { findRecords } from '../src/platform/loops/loops.query.ts';
import { importTyped } from '../src/registers/change.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { post } = requestsTo(region);
const HISTORIES = 6;
const START = at('2024-05-02T00:00+08:00');
const SINCE = at('2024-04-25T00:00+08:00');
const CHANGE = '2024-05-05' as Day;
const LOTS = ['A1', 'B1'] as const;
/** Without a target: judged by the instant method. */
const YOUNG = 'C1';
const LEVELS = ['N', 'P'] as const;
const TWO = { rules: ['1_2s', '1_3s', '2_2s', 'R_4s', '4_1s', '10_x'], warnings: ['1_2s'] };
const MANY = { rules: ['1_2s', '1_3.5s', '2of3_2s', '3_1s', '6_x', '7_T'], warnings: ['1_2s', '6_x'] };

const all = (kind: string): readonly string[] => Array.from({ length: HISTORIES }, (_, n) => `${kind}${String(n)}`);
const row = (code: string, rules: object) => ({
  ...{ institution: 'H1', code, item: 'ALT', instrument: 'AN-1', unit: 'U/L', kind: 'quantitative', levels: 2 },
  ...rules,
});

beforeAll(async () => {
  region.clock.set(at('2024-06-03T09:00+08:00'));
  const from = '2024-01-01' as Day;
  const codes = [...['S', 'T', 'V', 'W'].flatMap(all), 'LATE'];
  // Every second one has had other rules since a day in between.
  await importTyped(region.deps, 'test', 'test-system', [
    ...codes.flatMap((code) =>
      /[13579]$/.test(code)
        ? [
            { row: row(code, TWO), from, to: CHANGE },
            { row: row(code, MANY), from: CHANGE },
          ]
        : [{ row: row(code, TWO), from }],
    ),
  ]);
  const material = { institution: 'H1', product: 'QC', nameZh: '质控品', expiresOn: '2024-12-31' };
  await importTyped(
    region.deps,
    'test',
    'control-material',
    [...LOTS, YOUNG].flatMap((lot) => LEVELS.map((level) => ({ row: { ...material, lot, level }, from }))),
  );
  for (const system of codes)
    for (const lot of LOTS)
      for (const level of LEVELS)
        await insertTarget(region.deps.worker, {
          ...{ institution: 'H1', system, product: 'QC', lot, level, mean: '100', sd: '2', kind: 'fixed', n: 20 },
          ...{ validFrom: SINCE, excluded: [], reason: null, recordedAt: SINCE, approvedBy: 'x', approvedName: 'x' },
        });
});

const tenths = fc.integer({ min: 935, max: 1072 });
const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      n: fc.option(tenths, { freq: 6 }),
      p: tenths,
      hours: fc.integer({ min: 2, max: 20 }),
      lot: fc.constantFrom('A1', 'A1', 'A1', 'A1', 'B1', YOUNG, YOUNG),
      isLate: fc.boolean(),
      purpose: fc.constantFrom<Purpose>('routine', 'routine', 'routine', 'routine', 'temporary', 'parallel'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('correct' as const), which: fc.nat(), value: fc.option(tenths) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const run = (purpose: Purpose, hours: number, lot: (typeof LOTS)[number] | typeof YOUNG = 'A1'): Step => ({
  ...{ kind: 'run', n: 1000, p: 1000, hours, lot, isLate: false, purpose },
});
/** The first result of a lot without a target lies farther back than any rule looks. */
const FAR_BACK: readonly Step[] = [
  run('routine', 2, YOUNG),
  ...Array.from({ length: 38 }, (_, n): Step => ({ ...run('routine', 3), n: n % 2 === 0 ? 1010 : 990 }) as Step),
  ...[run('routine', 3, YOUNG), run('routine', 3, YOUNG)],
];
/** A day before what is corrected something was measured beside the routine, its levels on either side of that minute. */
const ACROSS: readonly Step[] = [run('parallel', 8), run('routine', 24), { kind: 'correct', which: 3, value: 1010 }];

/** Records a history as it happens: each message, correction and corrective action decides runs anew. */
async function live(system: string, steps: readonly Step[]): Promise<void> {
  const of = { institution: 'H1', system };
  const { deps } = region;
  let now = START;
  for (const [index, one] of steps.entries()) {
    if (one.kind === 'run') {
      now = (now + one.hours * 3_600_000) as Instant;
      // Late: before what was measured already, at a minute that nothing else has.
      const measuredAt = one.isLate && index % 3 === 0 ? now - 40 * 3_600_000 + index * 60_000 : now;
      const levels = LEVELS.flatMap((level) => {
        const value = level === 'N' ? one.n : one.p;
        return value === null ? [] : [{ level, value }];
      });
      const sent = levels.map(({ level, value }, place): SentMeasurement => ({
        ...{ at: level, system, product: 'QC', lot: one.lot, level, reading: (value / 10).toFixed(1), unit: null },
        ...{ measuredAt: (measuredAt + place * 60_000) as Instant, run: null, purpose: one.purpose, operator: null },
        ...{ reagentLot: null, calibratorLot: null, repeatOf: null, key: `${system}/${String(index)}/${level}` },
      }));
      const by = { id: 'x', name: 'x' };
      const taken = await takeMeasurements(deps, deps.worker, sent, { institution: 'H1', channel: 'mllp', by });
      expect(taken).toMatchObject({ ok: true });
    } else if (one.kind === 'correct') {
      const standing = await region.deps.worker.query<{ id: number }>(
        sql`select id from iqc_result r where system = ${system} and not exists (select from iqc_result c where c.corrects = r.id) order by id`,
      );
      const found = standing[one.which % Math.max(standing.length, 1)];
      if (found === undefined) continue;
      const to = one.value === null ? { void: true } : { value: (one.value / 10).toFixed(1) };
      const headers = await region.as('laboratory', { institution: 'H1', username: 'lab-1' });
      const path = `laboratory/iqc/results/${String(found.id)}/correction`;
      expect((await post(path, headers, { ...to, reason: '抄录错误' })).status).toBe(201);
    } else {
      const since = (now - 30 * 3_600_000) as Instant;
      await deps.worker.tx(async (tx) => {
        await insertEvent(tx, {
          ...{ ...of, kind: 'corrective-action', at: since, text: 'x', loop: null },
          ...{ enteredBy: 'x', enteredName: 'x', recordedAt: since },
        });
        await decideSystem(deps, tx, of, since);
      });
    }
  }
}

/** The records of a system under another name, without a verdict; the numbers of its results by those of the first. */
async function load(system: string, twin: string): Promise<ReadonlyMap<number, number>> {
  const { worker } = region.deps;
  const numbers = new Map<number, number>();
  const ids = await worker.query<{ id: number; corrects: number | null }>(
    sql`select id, corrects from iqc_result where system = ${system} order by id`,
  );
  for (const { id, corrects } of ids) {
    const [made] = await worker.query<{ id: number }>(sql`
      insert into iqc_result (institution, system, product, lot, level, value, reading, measured_at, run, purpose, channel, key, corrects, void, entered_by,
        entered_name, recorded_at)
      select institution, ${twin}, product, lot, level, value, reading, measured_at, run, purpose, channel, ${twin} || key, ${numbers.get(corrects ?? 0) ?? null}::bigint,
        void, entered_by, entered_name, recorded_at from iqc_result where id = ${id} returning id`);
    numbers.set(id, made?.id ?? 0);
  }
  await worker.query(sql`
    insert into iqc_event (institution, system, kind, at, text, entered_by, entered_name, recorded_at)
    select institution, ${twin}, kind, at, text, entered_by, entered_name, recorded_at from iqc_event where system = ${system} order by id`);
  return numbers;
}

async function verify(range: { readonly isStoring?: boolean; readonly since?: Instant } = {}) {
  const told: VerdictDifference[] = [];
  const wanted = { since: SINCE, institutions: ['H1'], isStoring: false, ...range };
  const found = await verifyVerdicts(region.deps, wanted, (one) => told.push(one));
  return { found, told };
}

const verdictsOf = async (system: string, numbers?: ReadonlyMap<number, number>) => {
  const number = (id: number): number => numbers?.get(id) ?? id;
  const targets = new Map(
    (
      await region.deps.worker.query<{ id: number; name: string }>(
        sql`select id, lot || level as name from iqc_target where system = ${system}`,
      )
    ).map(({ id, name }) => [id, name]),
  );
  const runs = await findRuns(region.deps.worker, { institution: 'H1', system, from: SINCE, to: null });
  return runs.map(({ run, verdict, levels, fired, points }) => ({
    ...{ run, verdict, levels },
    fired: fired.map((one) => ({ ...one, evidence: one.evidence.map(number) })),
    points: points.map((one) => ({ ...one, result: number(one.result), target: targets.get(one.target ?? 0) })),
  }));
};

test('what was decided as it came is what the records give at once, and a history that is loaded gets the same verdicts', async () => {
  let next = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 30 }), async (steps: readonly Step[]) => {
      const [system, twin] = [`S${String(next)}`, `T${String(next)}`];
      next += 1;
      await live(system, steps);
      expect((await verify()).told).toEqual([]);
      const numbers = await load(system, twin);
      // From any day on, whatever lies before it.
      const middle = (START + 4 * 86_400_000) as Instant;
      const since = await verify({ since: middle });
      await verify({ isStoring: true });
      const loaded = await verdictsOf(twin);
      expect(loaded).toEqual(await verdictsOf(system, numbers));
      const later = new Set(since.told.map((one) => one.run));
      expect(since.told.every((one) => one.system === twin && one.standing === null)).toBe(true);
      expect(loaded.filter(({ run }) => later.has(run)).map(({ run, verdict }) => [run, verdict])).toEqual(
        since.told.map(({ run, replayed }) => [run, replayed]),
      );
      expect((await verify()).found).toMatchObject({ differing: 0, stored: 0 });
    }),
    { numRuns: HISTORIES, endOnFailure: true, examples: [[ACROSS], [FAR_BACK]] },
  );
});

/** What rejected runs of a system led to, but for its name. */
const loopsOf = async (system: string) => {
  const rows = await region.deps.worker.query<{ id: number; subject: string }>(sql`
    select id, subject, status, stages, owners, told, flaws, opened_at, due_at, next_at,
           (select array_agg(key || superseded order by key) from loop_alert where loop_id = loop.id) as alerts
      from loop where subject like ${`H1|${system}|%`} order by opened_at`);
  const records = await findRecords(
    region.deps.worker,
    rows.map(({ id }) => id),
  );
  const holds = region.deps.registers.current().all(iqcHolds);
  return rows.map(({ id, subject, ...rest }) => ({
    ...rest,
    run: subject.split('|').slice(2),
    records: records.get(id)?.map((one) => (one.kind === 'opened' ? { ...one.facts, system: '' } : one.kind)),
    hold: holds
      .filter(({ row: one }) => one.code === `IQC:${String(id)}`)
      .map(({ row: { heldOn, cause } }) => [heldOn, cause]),
  }));
};

test('many systems at once open what each opens by itself: all of it or nothing, and once, whoever comes at the same time', async () => {
  const { deps } = region;
  const places = all('').map(Number);
  for (const n of places) for (const twin of ['V', 'W']) await load(`S${String(n)}`, `${twin}${String(n)}`);
  for (const n of places)
    await deps.worker.tx(async (tx) => {
      const of = { institution: 'H1', system: `W${String(n)}` };
      await lockSystems(tx, [of]);
      const by = { id: 'lab-1', name: '检验科', role: 'laboratory' };
      await decideAndHold(deps, tx, of, SINCE, { by, reason: '更正' });
    });
  const range = { since: SINCE, institutions: ['H1'], isStoring: true };
  const many = () => verifyVerdicts(deps, range, () => undefined);
  const countOf = async () =>
    deps.worker.query(sql`
      select (select count(*) from iqc_run where system like 'V%') as runs, (select count(*) from loop where subject like 'H1|V%') as loops,
             (select count(*) from loop_record r join loop l on l.id = r.loop_id where l.subject like 'H1|V%') as records`);
  // Killed at the last thing of its transaction: what came before it is as if it had never been.
  const owner = connect(region.databaseUrl, { role: 'owner', max: 1 });
  const emit: typeof deps.events.emit = async (tx) => {
    const [own] = await tx.query<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await owner.query(sql`select pg_terminate_backend(${own?.pid ?? 0}::int, 60000)`);
    await tx.query(sql`select 1`);
  };
  await expect(verifyVerdicts({ ...deps, events: { ...deps.events, emit } }, range, () => undefined)).rejects.toThrow(
    /terminat|connection|ECONNRESET/i,
  );
  await owner.close();
  expect(await countOf()).toEqual([{ runs: 0, loops: 0, records: 0 }]);
  await Promise.all([many(), many()]);
  const loops = [];
  for (const n of places) {
    const [bulk, single] = [`V${String(n)}`, `W${String(n)}`];
    expect((await verdictsOf(bulk)).map(({ run: name, verdict }) => [name, verdict])).toEqual(
      (await verdictsOf(single)).map(({ run: name, verdict }) => [name, verdict]),
    );
    expect(await loopsOf(bulk)).toEqual(await loopsOf(single));
    loops.push(...(await loopsOf(bulk)));
  }
  expect(loops.length).toBeGreaterThan(0);
  expect(loops.every(({ hold }) => hold.length === 1)).toBe(true);
  expect(await many()).toMatchObject({ differing: 0 });
});

test('what stands without reason is told by night and changes nothing; stored, it is another version, and a rejected run is held', async () => {
  const { worker } = region.deps;
  const by = { id: 'x', name: 'x' };
  const sent = ['2024-05-28T08:00+08:00', '2024-05-29T08:00+08:00'].map((time, n) => ({
    ...{
      at: time,
      system: 'LATE',
      product: 'QC',
      lot: 'A1',
      level: 'N',
      reading: n === 0 ? '100.5' : '105',
      unit: null,
    },
    ...{ measuredAt: at(time), run: `R${String(n)}`, purpose: 'routine' as const, operator: null, reagentLot: null },
    ...{ calibratorLot: null, repeatOf: null, key: `late/${String(n)}` },
  }));
  await takeMeasurements(region.deps, worker, sent, { institution: 'H1', channel: 'mllp', by });
  expect(await verifyNightly(region.deps, '2024-06-02' as Day)).toMatchObject({ differing: 0 });
  // Somebody writes a verdict of their own, and one of a run that nobody measured; then the rules change after the day.
  await worker.query(sql`
    insert into iqc_run (institution, system, item, instrument, run, version, measured_at, verdict, purpose, levels, fired, results, targets, rules, decided_at)
    select r.institution, r.system, r.item, r.instrument, v.name, v.version, r.measured_at, 'reject', r.purpose, r.levels, r.fired, r.results, r.targets, r.rules, r.decided_at
      from iqc_run r, (values ('R0', 2), ('R9', 1)) as v (name, version) where r.system = 'LATE' and r.run = 'R0'`);
  await importTyped(region.deps, 'test', 'test-system', [
    { row: row('LATE', TWO), from: '2024-01-01' as Day, to: '2024-05-28' as Day },
    { row: row('LATE', { rules: ['1_2s'], warnings: [] }), from: '2024-05-28' as Day },
  ]);
  const expected = [
    ['R0', 'reject', 'accept'],
    ['R1', 'warning', 'reject'],
    ['R9', 'reject', null],
  ];
  const said = (told: readonly VerdictDifference[]) =>
    told.map(({ run, standing, replayed }) => [run, standing, replayed]);
  // One server fails; of two that come after it one replays, and the other is told.
  const tonight = '2024-06-03' as Day;
  const audit = { ...region.deps.audit, record: () => Promise.reject(new Error('lost')) };
  await expect(verifyNightly({ ...region.deps, audit }, tonight)).rejects.toThrow('lost');
  await Promise.all([verifyNightly(region.deps, tonight), verifyNightly(region.deps, tonight)]);
  expect(await verifyNightly(region.deps, tonight)).toMatchObject({ differing: 3, stored: 0 });
  const entries = await region.db.query<{ detail: { runs: readonly string[] } }>(
    // What was loaded past the platform bears no seal, which is told by each night beside it.
    sql`select detail from audit_event where action = 'iqc:verify' and (detail->>'differing')::int > 0`,
  );
  expect(entries.map(({ detail }) => detail.runs)).toEqual([['H1|LATE|R0', 'H1|LATE|R1', 'H1|LATE|R9']]);
  expect((await region.app.inject('/metrics')).body).toContain('fujie_iqc_differing_verdicts 3');
  const stored = await verify({ isStoring: true });
  expect([said(stored.told), stored.found.stored]).toEqual([expected, 2]);
  // What nobody measured stays to be told: nothing takes a verdict away.
  expect(said((await verify()).told)).toEqual([['R9', 'reject', null]]);
  const versions = await worker.query<{ run: string; versions: readonly string[] }>(
    sql`select run, array_agg(verdict order by version) as versions from iqc_run where system = 'LATE' and run <> 'R9' group by run order by run`,
  );
  expect(versions.map(({ versions: own }) => own)).toEqual([
    ['accept', 'reject', 'accept'],
    ['warning', 'reject'],
  ]);
  const loops = await worker.query(sql`select 1 from loop where subject like 'H1|LATE|%' and status = 'open'`);
  await region.deps.registers.refresh();
  const held = region.deps.registers
    .current()
    .all(iqcHolds)
    .filter(({ row: one }) => one.system === 'LATE');
  expect(held).toMatchObject([{ row: { releasedOn: null, cause: '1_2s' } }]);
  expect(loops).toHaveLength(1);
});

test('a verdict of an earlier release names its results and targets in their order, and its rules are kept once', async () => {
  const owner = connect(region.databaseUrl, { role: 'owner', max: 1 });
  const migration = (name: string): string =>
    readFileSync(new URL(`../src/platform/db/migrations/${name}.sql`, import.meta.url), 'utf8');
  try {
    await owner.withClient(async (client) => {
      await client.query('begin; create schema earlier; set local search_path = earlier, public');
      await client.query(migration('0240-iqc'));
      await client.query(`
        insert into iqc_run (institution, system, item, instrument, run, version, measured_at, verdict, purpose, levels, fired, points, settings, decided_at)
        select 'H1', 'S', 'ALT', 'A', 'R' || n, 1, now(), 'accept', 'routine', 2, '[]', points::jsonb, '{"kind": "quantitative"}', now()
          from (values (1, '[{"result": 9, "level": "N", "z": 0.25, "target": 3}, {"result": 7, "level": "P", "z": null, "target": null}]'), (2, '[]')) as v (n, points)`);
      await client.query(migration('0360-iqc-run-columns'));
      const { rows } = await client.query(
        'select run, to_json(results) as results, to_json(targets) as targets, settings from iqc_run r join iqc_rules on digest = rules order by run',
      );
      const settings = { kind: 'quantitative' };
      expect(rows).toEqual([
        { run: 'R1', results: [9, 7], targets: [3, null], settings },
        { run: 'R2', results: [], targets: [], settings },
      ]);
      await client.query('rollback');
    });
  } finally {
    await owner.close();
  }
});
