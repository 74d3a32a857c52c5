/** Items that are reported without a test system 无检测系统项目: told in the coverage of the day and month and at release, unless a comparison covers them. */
import type { Day } from '@fujie/core/kernel';
import type { IqcMonthResponse, IqcOverviewResponse, IqcSubmitted } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { reportOf, sender } from './fhir-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const lab = () => region.as('laboratory', { institution: 'H1', username: 'lab-1' });
const overview = async () => (await get<IqcOverviewResponse>('laboratory/iqc/overview', await lab())).body.uncontrolled;
const system = async (item: string, to: Day | null = null) =>
  importTyped(region.deps, 'test', 'test-system', [
    {
      row: {
        ...{ institution: 'H1', code: `${item}-1`, item, instrument: 'AN-1', unit: 'U/L', kind: 'quantitative' },
        ...{ levels: 2, rules: ['1_3s'], warnings: [] },
      },
      from: '2024-01-01' as Day,
      to,
    },
  ]);

/** Reports a line and tells what is remarked of it. */
async function remarks(number: string, item: string, day = '2024-05-20'): Promise<readonly string[]> {
  const report = reportOf({
    ...{ number, mrn: '7001', lines: [{ item, value: 31 }] },
    ...{ collected: `${day}T07:30:00+08:00`, issued: `${day}T08:50:00+08:00` },
  });
  expect((await sender(region, 'H1')('POST', '/fhir', report)).statusCode).toBe(200);
  const rows = await region.db.query<{ warnings: readonly string[] }>(
    sql`select warnings from result where report_no = ${number} and item = ${item}`,
  );
  return (rows[0]?.warnings ?? []).filter((warning) => warning.startsWith('iqc-'));
}

async function compared(item: string, on: string, verdict = 'acceptable'): Promise<number> {
  const [row] = await region.db.query<{ id: number }>(sql`
    insert into laboratory_study (institution, kind, item, title, reference, tested, measured_on, data, verdict, entered_by, entered_name, recorded_at)
    values ('H1', 'split-sample', ${item}, '比对', 'A', 'B', ${on}, '{}', ${verdict}, 'e', 'e', now()) returning id`);
  return row?.id ?? 0;
}
const sign = async (study: number) =>
  region.db.query(sql`
    insert into laboratory_study_signature (study_id, institution, signed_by, signed_name, recorded_at)
    values (${study}, 'H1', 's', 's', now())`);

beforeAll(() => {
  region.clock.set(at('2024-05-20T09:00+08:00'));
});

test('nothing is told of a laboratory that registered no system', async () => {
  expect(await remarks('W-1', 'AST')).toEqual([]);
  expect(await overview()).toEqual([]);
});

// henan-2025.lab.7#01 and #02: every item that is tested is controlled before its results go out.
test('an item without a system is remarked at release, and told in the coverage of the day', async () => {
  await system('ALT');
  expect(await remarks('W-2', 'AST')).toEqual(['iqc-no-system']);
  expect(await remarks('W-3', 'ALT')).toEqual([]);
  expect(await overview()).toMatchObject([{ item: { code: 'AST' }, released: 2, comparedOn: null }]);
});

test('a comparison that was signed, was acceptable and is of the last half year covers it', async () => {
  await sign(await compared('AST', '2024-05-19', 'not acceptable'));
  await sign(await compared('AST', '2023-11-18'));
  const study = await compared('AST', '2024-03-01');
  region.clock.set(at('2024-05-20T09:02+08:00'));
  expect(await remarks('W-4', 'AST')).toEqual(['iqc-no-system']);
  await sign(study);
  // At once: what is missing is asked for each time, and what was found is remembered.
  expect(await remarks('W-5', 'AST')).toEqual([]);
  expect(await remarks('W-6', 'AST')).toEqual([]);
  expect(await overview()).toMatchObject([{ item: { code: 'AST' }, comparedOn: '2024-03-01' }]);
});

// henan-2025.lab.7#05: control or a comparison; what has neither is told, and is not reported as if it had.
test('a month tells of the days that a comparison covers, and reports them', async () => {
  region.clock.set(at('2024-06-02T09:00+08:00'));
  expect(await remarks('W-9', 'TBIL', '2024-05-21')).toEqual(['iqc-no-system']);
  const path = 'laboratory/iqc/months/2024-05';
  const month = async () => (await get<IqcMonthResponse>(path, await lab())).body;
  const { items, uncontrolled } = await month();
  expect(items).toMatchObject([
    { item: { code: 'AST' }, testingDays: 1, qcDays: 0, comparedDays: 1, missingDays: [], submitted: null },
  ]);
  expect(uncontrolled).toMatchObject([{ item: { code: 'TBIL' }, testingDays: 1 }]);
  const submit = async () => (await post<IqcSubmitted>(`${path}/submission`, await lab(), {})).body;
  expect(await submit()).toEqual({ submitted: 1, unchanged: 0 });
  expect(await submit()).toEqual({ submitted: 0, unchanged: 1 });
  const { iqcMonth } = region.deps.registers.current();
  expect(iqcMonth('H1', 'AST', '2024-05')).toMatchObject({ testingDays: 1, qcDays: 0, comparedDays: 1 });
  expect(iqcMonth('H1', 'TBIL', '2024-05')).toBeNull();
  region.clock.set(at('2024-05-20T09:03+08:00'));
});

test('a line of before is held to the systems of the day of its release, as it comes later than these ended', async () => {
  await system('TBIL', '2024-05-10' as Day);
  expect(await remarks('W-7', 'TBIL', '2024-05-09')).toEqual([]);
  expect(await remarks('W-8', 'TBIL', '2024-05-10')).toEqual(['iqc-no-system']);
});

test('an item that has a system is held to its control', async () => {
  await system('AST');
  expect(await overview()).toEqual([]);
});
