/** `/api/v1/loops/statistics` of one unit among several, the loops behind the minutes of a stage, and many loops page by page. */
import type { LoopsResponse, LoopStatisticsResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { openLoop, recordInLoop } from '../src/platform/loops/loops.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get } = requestsTo(region);
const MONTH = 'from=2024-05-01&to=2024-05-31';
const KIND = 'critical-value/inpatient';
const BY = { id: 'lis', name: 'LIS', role: 'system' };
/** Where each arose, and after how many minutes it was verified. */
const AROSE = [
  ['H2', 'INT', 2],
  ['H2', 'INT', 4],
  ['H2', 'SUR', 9],
  ['H2', null, 3],
  ['H3', 'INT', 20],
] as const;
const minutesOf = new Map<number, number>();

beforeAll(async () => {
  const from = at('2024-05-20T09:00+08:00');
  for (const [index, [unit, department, minutes]] of AROSE.entries()) {
    region.clock.set(from);
    const row = await region.db.tx((tx) =>
      openLoop(region.deps, tx, {
        ...{ definition: KIND, subject: `${unit}|R${String(index)}|K`, unit, department, personId: null },
        ...{ occurredAt: from, by: BY, facts: {} },
      }),
    );
    const id = row?.id ?? 0;
    minutesOf.set(id, minutes);
    region.clock.set((from + minutes * 60_000) as typeof from);
    const now = region.clock.now();
    await region.db.tx((tx) =>
      recordInLoop(region.deps, tx, id, {
        ...{ key: 'verify', kind: 'act', stage: 'verify', outcome: 'confirmed', occurredAt: now, recordedAt: now },
        by: { id: 'bench', name: '检验师', role: 'laboratory' },
        fields: { specimen: '无溶血', control: true },
      }),
    );
  }
});

const commission = () => region.as('commission', { region: '14', institution: null });
const verified = async (narrowed: string, headers: Record<string, string>) => {
  const { status, body } = await get<LoopStatisticsResponse>(`loops/statistics?${MONTH}${narrowed}`, headers);
  expect(status).toBe(200);
  const found = body.definitions.find(({ id }) => id === KIND);
  const stage = found?.stages.find(({ id }) => id === 'verify');
  return {
    total: found?.total.opened ?? 0,
    done: stage?.done,
    late: stage?.late,
    median: stage?.median,
    p90: stage?.p90,
  };
};

test('stages are counted of all units, of one, of a department of it, and of what is of no department', async () => {
  const all = await commission();
  expect(await verified('', all)).toEqual({ total: 5, done: 5, late: 2, median: 4, p90: 20 });
  expect(await verified('&unit=H2', all)).toEqual({ total: 4, done: 4, late: 1, median: 3.5, p90: 9 });
  expect(await verified('&unit=H3', all)).toEqual({ total: 1, done: 1, late: 1, median: 20, p90: 20 });
  expect(await verified('&unit=H2&department=INT', all)).toEqual({ total: 2, done: 2, late: 0, median: 3, p90: 4 });
  expect(await verified('&unit=H2&noDepartment=true', all)).toEqual({ total: 1, done: 1, late: 0, median: 3, p90: 3 });
  // Of a unit beyond reach there is nothing to be asked.
  expect((await verified('&unit=H3', await region.as('quality-office', { institution: 'H2' }))).total).toBe(0);
});

test('the minutes of a stage open to its loops, what took longest first, each with its minutes', async () => {
  const office = await region.as('quality-office', { institution: 'H2' });
  const behind = async (narrowed: string) => {
    const query = `view=all&${MONTH}&definition=${KIND}&stage=verify&stageMeasure=minutes${narrowed}`;
    return (await get<LoopsResponse>(`loops?${query}`, office)).body.loops;
  };
  const listed = await behind('');
  expect(listed.map(({ minutes }) => minutes)).toEqual([9, 4, 3, 2]);
  expect(listed.map(({ id }) => minutesOf.get(id))).toEqual([9, 4, 3, 2]);
  expect((await behind('&department=INT')).map(({ minutes }) => minutes)).toEqual([4, 2]);
  expect((await behind('&unit=H2&noDepartment=true')).map(({ minutes }) => minutes)).toEqual([3]);
  // The next page goes on after the last one of the page before.
  const [, second] = listed;
  const rest = await behind(`&after=${String(second?.harm)}.${String(4 * 60_000)}.${String(second?.id)}`);
  expect(rest.map(({ minutes }) => minutes)).toEqual([3, 2]);
  const plain = await get<LoopsResponse>(`loops?view=all&${MONTH}&stage=verify&stageMeasure=done`, office);
  expect(plain.body.loops.every(({ minutes }) => minutes === undefined)).toBe(true);
});

test('many open loops are listed page by page, what harms most first, each once and none left out', async () => {
  const dueAt = [null, '2024-06-10T23:59:59+08:00', '2024-06-01T08:00:00.007+08:00', '2024-06-10T23:59:59+08:00'];
  for (let n = 0; n < 220; n += 1) {
    const definition = n % 11 === 0 ? 'eqa/rectification' : 'instrument/activity-due';
    await region.db.tx((tx) =>
      openLoop(region.deps, tx, {
        ...{ definition, subject: `paged|${String(n)}`, unit: 'H1', department: null, personId: null },
        ...{ occurredAt: region.clock.now(), by: { id: 'platform', name: 'platform', role: 'platform' } },
        facts: { dueAt: dueAt[n % dueAt.length] },
      }),
    );
  }
  const own = await region.as('quality-office', { institution: 'H1' });
  const pages: LoopsResponse[] = [];
  for (let after = ''; pages.length < 4; after = `&after=${pages.at(-1)?.next ?? ''}`) {
    pages.push((await get<LoopsResponse>(`loops?view=open${after}`, own)).body);
    if (pages.at(-1)?.next === null) break;
  }
  expect(pages.map(({ loops }) => loops.length)).toEqual([100, 100, 20]);
  const listed = pages.flatMap(({ loops }) => loops);
  const byHarm = [...listed].sort(
    (a, b) =>
      a.harm - b.harm ||
      (a.dueAt === null ? Infinity : Date.parse(a.dueAt)) - (b.dueAt === null ? Infinity : Date.parse(b.dueAt)) ||
      a.id - b.id,
  );
  expect(listed.map(({ id }) => id)).toEqual(byHarm.map(({ id }) => id));
  expect(new Set(listed.map(({ id }) => id)).size).toBe(220);
  expect((await get('loops?view=open&after=5', own)).status).toBe(400);
  // A time that no calendar has.
  expect((await get('loops?view=open&after=1.9999999999999999.1', own)).status).toBe(400);
});
