/** Targets 靶值 that are computed: before there is one by the instant method, of short-lived material by the lots before it. */
import type { Day } from '@fujie/core/kernel';
import { NOT_JUDGED, OUT_OF_CONTROL } from '@fujie/core/laboratory';
import type { IqcPerformanceResponse, IqcRecorded, IqcSeriesResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { beginControl, material, measured } from './iqc-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const lab = () => region.as('laboratory', { institution: 'H1', username: 'lab-1' });

interface Refusal {
  readonly errors: readonly { readonly code: string; readonly path: string }[];
}
const send = async (results: readonly object[]) =>
  post<IqcRecorded>('laboratory/iqc/results', await lab(), { results });

beforeAll(async () => beginControl(region));

// WS/T 641, instant method: of 4, 4.1, 4.2 both SI are 1.00, below n2s 1.15; of 4, 4.1, 4.2, 9 SI upper is 1.4992, above n3s 1.49.
test('a level without a target is judged by the instant method from its third result on, and its figures are shown', async () => {
  region.clock.set(at('2024-07-10T09:00+08:00'));
  const days = ['03', '04', '05', '06'].map((day) => `2024-07-${day}T08:00+08:00`);
  const sent = await send(
    [40, 41, 42, 90].map((value, n) => measured('N', value, days[n] ?? '', { system: 'AST-1', run: `I${String(n)}` })),
  );
  expect(sent.body.runs.map(({ verdict, levels, fired }) => [verdict, levels, fired.map(({ rule }) => rule)])).toEqual([
    ['unjudged', 0, []],
    ['unjudged', 0, []],
    ['accept', 1, []],
    ['reject', 1, ['SI_n3s']],
  ]);
  expect(sent.body.held).toMatchObject([{ system: 'AST-1' }]);
  // Of a period that begins later too: what was measured before it counts.
  const path = 'laboratory/iqc/systems/AST-1?from=2024-07-05&to=2024-07-10';
  const { body } = await get<IqcSeriesResponse>(path, await lab());
  const near = (value: number) => expect.closeTo(value, 3) as number;
  expect(body.instant).toMatchObject([
    { n: 3, upper: near(1), lower: near(1), n2s: 1.15, n3s: 1.16, status: 'in control' },
    { n: 4, upper: near(1.499), n2s: 1.46, n3s: 1.49, status: 'out of control' },
  ]);
});

// WS/T 641, short-lived material: the mean of the new lot, the SD from the historical CV.
test('the target of short-lived material has the weighted CV of earlier lots, and without any it is refused', async () => {
  region.clock.set(at('2024-07-20T09:00+08:00'));
  const rows = ['N', 'P'].map((level) => ({ row: { ...material(level), lot: 'B7' }, from: '2024-07-01' as Day }));
  await importTyped(region.deps, 'test', 'control-material', rows);
  const of = { system: 'AST-1', product: 'QC', level: 'N', kind: 'provisional', spread: 'earlier-lots' };
  const time = (day: number) => `2024-07-${String(day)}T08:00+08:00`;
  const day = (value: number, n: number) => measured('N', value, time(11 + n), { system: 'AST-1', lot: 'B7' });
  await send([50, 51, 52].map(day));
  const lone = await post<Refusal>('laboratory/iqc/targets', await lab(), { ...of, level: 'P', lot: 'B7' });
  expect([lone.status, lone.body.errors.map(({ path }) => path)]).toEqual([400, ['body.spread']]);
  expect((await post('laboratory/iqc/targets', await lab(), { ...of, lot: 'B7' })).status).toBe(201);
  const path = 'laboratory/iqc/systems/AST-1?from=2024-07-01&to=2024-07-20';
  const { targets } = (await get<IqcSeriesResponse>(path, await lab())).body;
  // The lot before it: 40, 41, 42 in control, CV 1 / 41; 90 was out of control. 51 × 1 / 41 = 1.2439.
  expect(targets).toMatchObject([{ lot: 'B7', mean: 51, n: 3, sd: expect.closeTo(1.2439, 4) as number }]);
});

// WS/T 641: initial and monthly results in control, pooled; of twenty at least.
test('a cumulative or fixed target is of twenty results in control, and what is left out is on record with its reason', async () => {
  region.clock.set(at('2024-06-28T09:00+08:00'));
  const day = (n: number) => `2024-06-${String(n).padStart(2, '0')}T08:00+08:00`;
  // Around the mean of 40, SD 2: in control, but for the one beyond 3 SD.
  await send(Array.from({ length: 19 }, (_, n) => measured('N', [39, 41, 40, 42, 38][n % 5] ?? 40, day(n + 1))));
  const rejected = await send([measured('N', 47, day(20))]);
  expect(rejected.body.runs.map(({ verdict }) => verdict)).toEqual(['reject']);
  await send([measured('N', 44, day(21), { purpose: 'parallel' })]);
  const set = async (kind: string) =>
    post<Refusal & { readonly id: number }>('laboratory/iqc/targets', await lab(), {
      ...{ system: 'ALT-1', product: 'QC', lot: 'A1', level: 'N', kind },
    });
  for (const kind of ['cumulative', 'fixed']) {
    const refused = await set(kind);
    expect([refused.status, refused.body.errors.map(({ path }) => path)]).toEqual([400, ['body.kind']]);
    expect(refused.body.errors[0]).toMatchObject({
      messageZh: expect.stringContaining('仅有 19 个在控结果') as string,
    });
  }
  await send([measured('N', 40, day(22))]);
  const { status, body } = await set('cumulative');
  expect(status).toBe(201);
  const [target] = await region.deps.worker.query<{ n: number; mean: number; excluded: { reason: string }[] }>(
    sql`select n, mean::float8 as mean, excluded from iqc_target where id = ${body.id}`,
  );
  // 3 × (39 + 41 + 40 + 42 + 38) + 39 + 41 + 40 + 42 + 40 = 802, over 20.
  expect(target).toMatchObject({ n: 20, mean: expect.closeTo(40.1, 10) as number });
  expect(target?.excluded.map(({ reason }) => reason)).toEqual([OUT_OF_CONTROL, NOT_JUDGED]);
});

// CLSI C24 (outline): ten results of a new lot make its mean, with the CV of the old lot.
test('the target of a new lot is computed without its outliers, with the CV of the lot before it, and its n stands', async () => {
  region.clock.set(at('2024-07-28T09:00+08:00'));
  const path = 'laboratory/iqc/systems/ALT-1/performance';
  const time = (n: number) => `2024-07-${String(n + 10)}T09:00+08:00`;
  const more = { lot: 'B7', purpose: 'parallel' };
  const parallel = async (values: readonly number[], first: number) =>
    send(values.map((value, n) => measured('N', value, time(first + n), more)));
  await parallel([50, 51, 49, 50, 52, 48, 50, 51, 49], 0);
  const taken = async (exclude: readonly object[]) =>
    post<Refusal>('laboratory/iqc/targets', await lab(), {
      ...{ system: 'ALT-1', product: 'QC', lot: 'B7', level: 'N', kind: 'provisional', spread: 'old-lot' },
      ...(exclude.length === 0 ? {} : { exclude }),
    });
  expect((await taken([])).body.errors[0]).toMatchObject({
    messageZh: expect.stringContaining('至少需 10 个') as string,
  });
  await parallel([50, 70, 72], 9);
  const [change] = (await get<IqcPerformanceResponse>(path, await lab())).body.lotChanges;
  expect(change).toMatchObject({ oldLot: 'A1', newLot: 'B7', proposal: { n: 10, mean: 50, isTooFew: false } });
  expect(change?.outliers.map(({ value }) => value)).toEqual([72, 70]);
  const { sd: proposed } = change?.proposal ?? {};
  expect((await taken((change?.outliers ?? []).map(({ result }) => ({ result, reason: '离群' })))).status).toBe(201);
  const series = await get<IqcSeriesResponse>('laboratory/iqc/systems/ALT-1?from=2024-07-01', await lab());
  expect(series.body.targets.filter(({ lot }) => lot === 'B7')).toMatchObject([{ n: 10, mean: 50, sd: proposed }]);
});

// henan-2025.lab.6#09: the days of a lot in its register say nothing of what was judged.
test('no target judges anew what another has judged, though its lot be entered in the register of a later day', async () => {
  region.clock.set(at('2024-09-10T09:00+08:00'));
  const entries = 'registers/control-material/entries';
  const row = { ...material('N'), lot: 'E5' };
  const enter = async (body: object) => (await post(entries, await lab(), body)).status;
  expect(await enter({ action: 'put', row, from: '2024-09-01' })).toBe(200);
  const target = { system: 'AST-1', product: 'QC', lot: 'E5', level: 'N', kind: 'manufacturer', mean: 40 };
  const set = async (sd: number, validFrom: string) =>
    (await post('laboratory/iqc/targets', await lab(), { ...target, sd, validFrom })).status;
  expect(await set(2, '2099-09-01T00:00+08:00')).toBe(400);
  expect(await set(2, '2024-09-01T00:00+08:00')).toBe(201);
  const of = { system: 'AST-1', lot: 'E5', run: 'E5-1' };
  const { body } = await send([measured('N', 52, '2024-09-09T08:00+08:00', of)]);
  expect(body.runs.map(({ verdict }) => verdict)).toEqual(['reject']);
  expect(await set(12, '2024-09-08T00:00+08:00')).toBe(400);
  expect(await enter({ action: 'withdraw', key: 'H1|QC|E5|N', from: '2024-09-01', note: '录入错误' })).toBe(200);
  expect(await enter({ action: 'put', row, from: '2024-09-10' })).toBe(200);
  expect(await set(12, '2024-09-08T00:00+08:00')).toBe(400);
  expect(await set(12, '2024-09-09T09:00+08:00')).toBe(201);
});
