/** Internal quality control of a region by the wire: who reported what, and one item of all laboratories beside each other. */
import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import type {
  IqcMonthResponse,
  IqcOverviewResponse,
  IqcPatientsResponse,
  IqcPeersResponse,
  IqcPerformanceResponse,
  IqcRegionResponse,
  IqcSuspicionsResponse,
} from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { recordPastControl } from '../src/laboratory/iqc-past.ts';
import { takeMeasurements } from '../src/laboratory/iqc-record.ts';
import { programActor } from '../src/platform/auth/program-actor.ts';
import { within } from '../src/platform/auth/scope.ts';
import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get } = requestsTo(region);
const PLACES = Array.from({ length: 10 }, (_, place) => `Q${String(place)}`);
const MONTH = 'laboratory/iqc/months/2024-05';
const lab = (institution: string) => region.as('laboratory', { institution });
const centre = () => region.as('qc-centre', { region: '1402' });
const abroad = () => region.as('qc-centre', { region: '1404' });

const typed = async (register: Parameters<typeof importTyped>[2], rows: readonly Readonly<Record<string, unknown>>[]) =>
  importTyped(
    region.deps,
    'test',
    register,
    rows.map((row) => ({ row, from: '2024-01-01' as Day })),
  );

/** Twelve values around a mean, each laboratory with its own bias; the second one wrote the same eight twice. */
const valuesOf = (place: number): readonly number[] => {
  const bias = place === 9 ? 3 : place * 0.1;
  const scatter = [-2, 1.2, -0.7, 2, -1.5, 0.4, 1.9, -0.2, -1.1, 0.9, 1.6, -1.8];
  const own = place === 1 ? [...scatter.slice(0, 8), ...scatter.slice(0, 8)] : scatter;
  return own.map((offset) => Number((40 + bias + offset).toFixed(1)));
};

beforeAll(async () => {
  region.clock.set(at('2024-06-12T09:00+08:00'));
  const place = { level: 3, ownership: 'public', kind: 'general', supervisor: 'health', region: '1402' };
  await typed(
    'institution',
    PLACES.map((code) => ({ ...place, code, nameZh: `大同${code}医院` })),
  );
  await typed(
    'instrument',
    PLACES.map((institution) => ({ institution, code: 'AN', nameZh: '分析仪', model: 'X1', items: ['ALT'] })),
  );
  await typed(
    'test-system',
    PLACES.map((institution) => ({
      ...{ institution, code: 'ALT-1', item: 'ALT', instrument: 'AN', method: 'IFCC', unit: 'U/L' },
      ...{ kind: 'quantitative', levels: 1, rules: ['1_3s'], warnings: [] },
    })),
  );
  await typed(
    'control-material',
    PLACES.map((institution) => ({
      ...{ institution, product: 'QC', lot: 'A1', level: 'N', nameZh: '质控品', expiresOn: '2025-12-31' },
    })),
  );
  await typed(
    'iqc-monthly',
    PLACES.slice(0, 9).map((institution, index) => ({
      ...{ institution, item: 'ALT', month: '2024-05', testingDays: 22, agreement: null },
      ...{ qcDays: index === 2 ? 20 : 22, cv: index === 3 ? 5.2 : 3 },
      reportedOn: index === 4 ? '2024-06-11' : '2024-06-10',
    })),
  );
  const person = (id: string) => ({ id, name: id, role: 'laboratory' as const });
  for (const [index, institution] of PLACES.entries())
    await recordPastControl(region.deps, {
      ...{ institution, bench: person('b'), reviewer: person('r'), rejected: [] },
      targets: [
        {
          ...{ system: 'ALT-1', product: 'QC', lot: 'A1', level: 'N', mean: '40.5', sd: '1.8', kind: 'provisional' },
          validFrom: at('2024-05-01T00:00+08:00'),
        },
      ],
      measurements: valuesOf(index).map((value, day) => ({
        ...{ system: 'ALT-1', product: 'QC', lot: 'A1', level: 'N', reading: String(value) },
        measuredAt: at(`${addDays('2024-05-06' as Day, day)}T08:00+08:00`),
      })),
    });
});

test('a laboratory sees its own series against a group in which nobody is named', async () => {
  const { status, body } = await get<IqcPeersResponse>(`${MONTH}/peers?item=ALT`, await lab('Q9'));
  expect(status).toBe(200);
  expect(body.groups).toMatchObject([{ tier: 'peers', n: 10 }]);
  expect(body.groups[0]?.means).toHaveLength(10);
  expect(body.series.map(({ institution, n, laboratories }) => [institution.code, n, laboratories])).toEqual([
    ['Q9', 12, 10],
  ]);
  expect(body.series[0]?.sdi).toBeGreaterThan(2);
  expect(body.series[0]).toMatchObject({ reading: 'act', group: 0, suspicions: [] });
  expect(body.reported.map(({ institution }) => institution.code)).toEqual(['Q9']);
  for (const other of PLACES.slice(0, 9)) expect(JSON.stringify(body)).not.toContain(other);
  // Nobody of another city has anything of it.
  const none = await get<IqcPeersResponse>(`${MONTH}/peers?item=ALT`, await abroad());
  expect([none.body.series, none.body.reported]).toEqual([[], []]);
});

test('the centre sees all of its region by name, with what does not look measured', async () => {
  const { body } = await get<IqcPeersResponse>(`${MONTH}/peers?item=ALT`, await centre());
  expect(body.series.map(({ institution }) => institution.code)).toEqual(PLACES);
  expect(
    body.series.flatMap(({ institution, suspicions }) => suspicions.map(({ kind }) => [institution.code, kind])),
  ).toEqual([['Q1', 'repeated-values']]);
  const month = await get<IqcMonthResponse>(MONTH, await lab('Q1'));
  expect(month.body.items[0]?.series[0]?.suspicions).toEqual(['repeated-values']);
});

// national-2022.art.24#02: seen for the whole region, and asked about.
test('the centre sees on one page what to ask about: series that do not look measured, control after release', async () => {
  const { id: patient } = await region.person();
  const released = async (id: string, when: string) =>
    region.db.query(sql`
      insert into result (person_id, id, version, document_id, ix, source_type, institution, item, status, reported_at, updated_at, content)
      values (${patient}, ${id}, 1, 0, 0, 'Observation', 'Q2', 'ALT', 'final', ${when}::timestamptz, ${when}::timestamptz, 'data')`);
  // Control began on the sixth, at eight.
  await released('after-1', '2024-05-06 07:30+08');
  await released('after-2', '2024-05-07 08:30+08');
  const { body } = await get<IqcSuspicionsResponse>(`${MONTH}/suspicions`, await centre());
  expect([body.looked, body.next]).toEqual([10, null]);
  expect(body.series.map(({ institution, suspicions }) => [institution.code, suspicions[0]?.kind])).toEqual([
    ['Q1', 'repeated-values'],
  ]);
  expect(body.afterRelease).toMatchObject([
    { institution: { code: 'Q2' }, item: { code: 'ALT' }, testingDays: 2, days: [{ day: '2024-05-06' }] },
  ]);
  const rest = await get<IqcSuspicionsResponse>(`${MONTH}/suspicions?after=Q4`, await centre());
  expect([rest.body.looked, rest.body.series]).toEqual([5, []]);
  expect((await get<IqcSuspicionsResponse>(`${MONTH}/suspicions`, await abroad())).body.looked).toBe(0);
  expect((await get(`${MONTH}/suspicions`, await lab('Q1'))).status).toBe(403);
});

test('how a month was reported is counted by institution and by item', async () => {
  const { body } = await get<IqcRegionResponse>(`${MONTH}/region`, await centre());
  expect([body.dueOn, body.isComplete, body.institutions.length]).toEqual(['2024-06-10', true, 10]);
  expect(body.items).toEqual([
    {
      item: { code: 'ALT', nameZh: '丙氨酸氨基转移酶', nameEn: 'ALT' },
      ...{ of: 10, reported: 9, late: 1, failing: 1, uncovered: 1, daysLate: 1 },
    },
  ]);
  expect(body.regions).toMatchObject([{ region: { code: '1402' }, institutions: 10, of: 10, late: 1, daysLate: 1 }]);
  const of = (code: string) => body.institutions.find(({ institution }) => institution.code === code);
  expect(of('Q9')).toMatchObject({ of: 1, reported: 0, late: 0 });
  expect(of('Q4')).toMatchObject({ reported: 1, late: 1 });
  expect((await get(`${MONTH}/region`, await lab('Q1'))).status).toBe(403);
});

test('a system shows the trend of its scatter, and a new lot beside the old one with the target it may get', async () => {
  const person = { id: 'b', name: 'b', role: 'laboratory' as const };
  await typed('control-material', [
    { ...{ institution: 'Q5', product: 'QC', lot: 'B7', level: 'N', nameZh: '质控品' }, expiresOn: '2025-12-31' },
  ]);
  const { db } = within(region.deps, { ...programActor('test'), role: 'system', institution: 'Q5' });
  const sent = [41.2, 42.1, 40.9].map((value, day) => ({
    ...{ at: `results[${String(day)}]`, system: 'ALT-1', product: 'QC', lot: 'B7', level: 'N', reading: String(value) },
    ...{
      unit: null,
      measuredAt: at(`2024-06-0${String(day + 1)}T08:00+08:00`),
      run: null,
      purpose: 'parallel' as const,
    },
    ...{ operator: null, reagentLot: null, calibratorLot: null, repeatOf: null, key: null },
  }));
  expect((await takeMeasurements(region.deps, db, sent, { institution: 'Q5', channel: 'hand', by: person })).ok).toBe(
    true,
  );
  const path = 'laboratory/iqc/systems/ALT-1/performance';
  const { body } = await get<IqcPerformanceResponse>(path, await lab('Q5'));
  expect(body.months).toMatchObject([{ month: '2024-05', lot: 'A1', level: 'N', n: 12 }]);
  expect(body.lotChanges).toMatchObject([
    { oldLot: 'A1', newLot: 'B7', level: 'N', old: { n: 0 }, proposal: { n: 3, mean: 41.4, isTooFew: true } },
  ]);
  expect([body.allowed, body.rounds, body.sigmas]).toEqual([[], [], []]);
  expect((await get(`${path}?institution=Q5`, await lab('Q6'))).status).toBe(404);
});

test('patients’ results are a control once there are enough, with limits of the laboratory’s own and the false alarms told', async () => {
  const { id: patient } = await region.person();
  const path = 'laboratory/iqc/patients?item=ALT&statistic=mean&falseAlarms=0.01';
  const before = await get<IqcPatientsResponse>(path, await lab('H1'));
  expect(before.body).toMatchObject({ learnt: 0, limits: null, points: [] });
  await region.db.query(sql`
    insert into result (person_id, id, version, document_id, ix, source_type, institution, item, status, reported_at, updated_at, content, item_value)
    select ${patient}, 'pb-' || n, 1, 0, 0, 'Observation', 'H1', 'ALT', 'final', t, t, 'data', 30 + (n * 7919 % 41) + case when n > 620 then 25 else 0 end
      from generate_series(1, 660) n, lateral (select timestamptz '2024-04-20 08:00+08' + make_interval(hours => n * 2 - case when n > 600 then 40 else 0 end) as t) x`);
  const { body } = await get<IqcPatientsResponse>(path, await lab('H1'));
  expect(body.learnt).toBeGreaterThan(200);
  expect(body.falseAlarmRate).toBeLessThan(0.1);
  expect(body.detection.map(({ biasPercent }) => biasPercent)).toEqual([5, 10, 20]);
  expect(body.points.some(({ isAlarm }) => isAlarm)).toBe(true);
  expect((await get(`${path}&institution=H1`, await lab('Q1'))).status).toBe(404);
});

test('the laboratory of a day tells of which items results went out', async () => {
  const { body } = await get<IqcOverviewResponse>('laboratory/iqc/overview?to=2024-06-13', await lab('Q1'));
  expect(body.systems.map(({ released }) => released)).toEqual([0]);
  const { id: patient } = await region.person();
  await region.db.query(sql`
    insert into result (person_id, id, version, document_id, ix, source_type, institution, item, status, reported_at, updated_at, content)
    values (${patient}, 'released-1', 1, 0, 0, 'Observation', 'Q1', 'ALT', 'final', '2024-06-13 08:00+08', '2024-06-13 08:00+08', 'data')`);
  const again = await get<IqcOverviewResponse>('laboratory/iqc/overview?to=2024-06-13', await lab('Q1'));
  expect(again.body.systems).toMatchObject([{ released: 1, today: 'missing' }]);
});

test('what was measured cannot be altered or removed, by nobody who serves a request', async () => {
  const { db } = within(region.deps, { ...programActor('test'), role: 'system', institution: 'Q1' });
  for (const tampering of [
    sql`update iqc_result set value = 40`,
    sql`delete from iqc_result`,
    sql`update iqc_run set verdict = 'accept'`,
    sql`delete from iqc_target`,
  ])
    await expect(db.query(tampering)).rejects.toThrow(/permission denied/);
});
