import type { Day } from '@fujie/core/kernel';
import type { IqcSeriesResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { checkSeals } from '../src/laboratory/iqc-seals.ts';
import { verifyNightly } from '../src/laboratory/iqc-verify.ts';
import { sql } from '../src/platform/db/database.ts';
import { beginControl, measured } from './iqc-fixture.ts';
import { laboratoryOf } from './laboratory-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();

beforeAll(async () => {
  await beginControl(region);
});

const SYSTEM = { institution: 'H1', system: 'ALT-1' };

async function broken(since = '2024-05-01T00:00+08:00') {
  const told: (readonly [number, boolean])[] = [];
  const compared = await checkSeals(region.deps, { since: at(since), systems: [SYSTEM] }, ({ result, isUnsealed }) =>
    told.push([result, isUnsealed]),
  );
  return { compared, told };
}

// henan-2025.lab.6#09
test('a measurement that is altered or added past the platform is told by night, though its verdict stands', async () => {
  const { get, post } = requestsTo(region);
  const { lab } = laboratoryOf(region);
  // From before there were seals, and from before what is looked at.
  expect(await broken()).toEqual({ compared: 0, told: [] });
  const sent = [
    measured('N', '40.50', '2024-05-20T08:00+08:00', { reagentLot: 'R1', operator: 'T1', run: '7' }),
    measured('P', '120', '2024-05-20T08:01+08:00', { run: '7' }),
  ];
  expect((await post('laboratory/iqc/results', await lab(), { results: sent })).status).toBe(200);
  const series = await get<IqcSeriesResponse>('laboratory/iqc/systems/ALT-1', await lab());
  const [first = 0, second = 0] = series.body.results.map(({ id }) => id);
  const correction = { value: '121.0', reason: '抄录差错' };
  expect((await post(`laboratory/iqc/results/${String(second)}/correction`, await lab(), correction)).status).toBe(201);
  expect(await broken()).toEqual({ compared: 3, told: [] });
  expect(await verifyNightly(region.deps, '2024-05-21' as Day)).toMatchObject({ differing: 0, broken: 0 });

  await region.asOwner(sql`update iqc_result set value = 40.6, reading = '40.60' where id = ${first}`);
  await region.asOwner(sql`
    insert into iqc_result (institution, system, product, lot, level, value, reading, measured_at, run, purpose, channel, key, entered_by, entered_name, recorded_at)
    select institution, system, product, lot, level, value, reading, measured_at - interval '2 hours', 'added', 'temporary', channel, 'added', entered_by,
      entered_name, recorded_at from iqc_result where id = ${first}`);
  const [last] = await region.db.query<{ id: number }>(sql`select max(id) as id from iqc_result`);
  const added = last?.id ?? 0;
  const found = await broken();
  expect([found.compared, [...found.told].sort((a, b) => a[0] - b[0])]).toEqual([
    4,
    [
      [first, false],
      [added, true],
    ],
  ]);
  expect(await broken('2024-05-20T09:00+08:00')).toEqual({ compared: 0, told: [] });
  expect(await verifyNightly(region.deps, '2024-05-22' as Day)).toMatchObject({ broken: 2 });
  const [audited] = await region.db.query<{ detail: { results: readonly string[] } }>(
    sql`select detail from audit_event where action = 'iqc:verify'`,
  );
  expect([...(audited?.detail.results ?? [])].sort()).toEqual(
    [`H1|ALT-1|${String(first)}`, `H1|ALT-1|${String(added)}`].sort(),
  );
  expect((await region.app.inject('/metrics')).body).toContain('fujie_iqc_broken_seals 2');
});

test('what a server kept of a night before there were seals is told without them', async () => {
  const kept = { systems: 1, runs: 1, points: 1, differing: 0, stored: 0 };
  await region.deps.worker.query(
    sql`insert into nightly (job, day, found) values ('iqc-verify', '2024-05-23', ${JSON.stringify(kept)}::jsonb)`,
  );
  expect(await verifyNightly(region.deps, '2024-05-23' as Day)).toEqual(kept);
  expect((await region.app.inject('/metrics')).body).toContain('fujie_iqc_broken_seals 0');
});
