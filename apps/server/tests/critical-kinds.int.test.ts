/**
 * Critical values by where they come from 检查检验类别, whether what was told was right 报告准确, and both readings of “the same day” 当日.
 * Source: henan-2023.ind.4.7, henan-2023.t17.3#02, core-systems.cs35#32.
 */
import type { Day } from '@fujie/core/kernel';
import type { CriticalGroup, CriticalStatisticsResponse, CriticalValuesResponse } from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { examination, message, NOW, seedCritical, VERIFIED } from './critical-fixture.ts';
import type { Json } from './fhir-fixture.ts';
import { sender } from './fhir-fixture.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: NOW });
const send = sender(server);
const clock = (time: string): void => server.clock.set(at(`${time}:00+08:00`));
const PERIOD = 'from=2026-03-02&to=2026-03-04';

beforeAll(async () => {
  await seedCritical(server.deps);
  const from = '2020-01-01' as Day;
  const hospital = { level: 3, ownership: 'public', kind: 'general', supervisor: 'health' };
  await importTyped(server.deps, 'test', 'region', [{ from, row: { code: '14', nameZh: '山西省', kind: 'province' } }]);
  await importTyped(server.deps, 'test', 'institution', [
    { from, row: { ...hospital, code: 'H1', nameZh: '第一医院', region: '14' } },
  ]);
});

/** The loop that a message raises. */
async function raise(body: Json): Promise<number> {
  const answer = await send('POST', '/fhir', body);
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
  const rows = await server.db.query<{ id: number }>(sql`select max(loop_id) as id from critical_value`);
  return rows[0]?.id ?? 0;
}

async function get<T>(role: 'quality-office' | 'commission', url: string): Promise<T> {
  const headers = await server.as(role, role === 'commission' ? { region: '14' } : { institution: 'H1' });
  const answer = await server.app.inject({ method: 'GET', url: `/api/v1/critical-values${url}`, headers });
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
  return answer.json<T>();
}

let acts = 0;
async function act(loop: number, role: 'laboratory' | 'nurse' | 'doctor', what: string, fields: object): Promise<void> {
  const [stage, outcome] = what.split(':');
  const answer = await server.app.inject({
    method: 'POST',
    url: `/api/v1/loops/${String(loop)}/acts`,
    headers: await server.as(role, { institution: 'H1', department: 'INT' }),
    payload: { key: `k-${String((acts += 1))}`, stage, outcome, fields },
  });
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
}
const figureOf = (group: CriticalGroup | undefined, indicator: string) => {
  const figure = group?.figures.find((one) => one.indicator === indicator);
  return figure === undefined ? null : [figure.numerator, figure.denominator, figure.isPreferred];
};
const behind = async (query: string): Promise<readonly number[]> =>
  (await get<CriticalValuesResponse>('quality-office', `?${PERIOD}&${query}`)).values
    .map(({ loop }) => loop)
    .toSorted();

describe('by kind', () => {
  const loops: Record<string, number> = {};
  beforeAll(async () => {
    clock('2026-03-02T10:02');
    const of = (mrn: string, sequence: number) => ({ mrn, sequence, encounter: 'IMP' }) as const;
    loops['laboratory'] = await raise(message(6.9, of('K1', 701)));
    loops['electrocardiogram'] = await raise(examination(of('K2', 703), { item: 'ECG', finding: 'I21.9' }));
    loops['imaging'] = await raise(examination(of('K3', 705), { item: 'CT', finding: 'I71.0', category: 'CT' }));
    loops['pathology'] = await raise(examination(of('K4', 707), { item: 'PATH', finding: 'C18', category: 'PAT' }));
    // Of no item that the register knows: its report says what it is, and that it is critical.
    const system = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';
    const unknown = JSON.stringify(
      examination({ ...of('K5', 709), encounter: 'AMB' }, { item: 'ECHO-X', finding: 'AA', category: 'CUS' }),
    );
    const said = unknown.replace('http://hl7.org/fhir/sid/icd-10', system);
    loops['ultrasound'] = await raise(JSON.parse(said) as Json);
  });

  test('each is counted apart, and opens to its own cases', async () => {
    const { total, groups } = await get<CriticalStatisticsResponse>('commission', `/statistics?${PERIOD}&by=kind`);
    expect(total.cases).toBe(5);
    expect(groups.map(({ key, kind, cases }) => [key, kind, cases])).toEqual(
      Object.keys(loops)
        .toSorted()
        .map((kind) => [kind, kind, 1]),
    );
    for (const [kind, loop] of Object.entries(loops)) {
      expect(await behind(`kind=${kind}`)).toEqual([loop]);
      expect(await behind(`kind=${kind}&indicator=reported-in-time&part=missed`)).toEqual([loop]);
    }
  });

  test('and by setting, within a kind as well', async () => {
    const { groups } = await get<CriticalStatisticsResponse>('commission', `/statistics?${PERIOD}&by=setting`);
    expect(groups.map(({ setting, cases }) => [setting, cases])).toEqual([
      ['inpatient', 4],
      ['outpatient', 1],
    ]);
    const imaging = await get<CriticalStatisticsResponse>(
      'commission',
      `/statistics?${PERIOD}&by=institution&kind=imaging&setting=inpatient`,
    );
    expect([imaging.total.cases, imaging.groups.map(({ institution }) => institution)]).toEqual([1, ['H1']]);
  });

  test('what stood before kinds were kept is told apart by the register', async () => {
    await server.asOwner(
      sql`update critical_value set kind = null where loop_id = any(${Object.values(loops)}::bigint[])`,
    );
    expect(await behind('kind=imaging')).toEqual([loops['imaging']]);
    expect(await behind('kind=other')).toEqual([loops['ultrasound']]);
  });
});

describe('what was told', () => {
  const verified = async (loop: number): Promise<void> => {
    await act(loop, 'laboratory', 'verify:confirmed', VERIFIED);
    await act(loop, 'laboratory', 'notify:told', { channel: 'telephone', receiver: '护士' });
  };
  const accurate = async () => {
    const { total } = await get<CriticalStatisticsResponse>(
      'quality-office',
      '/statistics?from=2026-03-03&to=2026-03-03',
    );
    return figureOf(total, 'accurate')?.slice(0, 2);
  };
  const day = (number: string, sequence: number, more: object = {}) => ({
    ...{ mrn: number, sequence, encounter: 'IMP' as const, number },
    ...{ collected: '2026-03-03T09:30:00+08:00', issued: '2026-03-03T10:00:00+08:00', ...more },
  });

  test('is accurate until it is corrected, withdrawn, denied, or was misheard; what nobody was told of counts in nothing', async () => {
    clock('2026-03-03T10:02');
    const loops: number[] = [];
    for (const [index, number] of ['A1', 'A2', 'A3', 'A4', 'A5'].entries())
      loops.push(await raise(message(6.9, day(number, 721 + 2 * index))));
    await raise(message(6.9, day('A6', 741)));
    for (const loop of loops) await verified(loop);
    expect(await accurate()).toEqual([5, 5]);
    const later = { status: 'corrected', issued: '2026-03-03T10:03:00+08:00' };
    clock('2026-03-03T10:05');
    // Another critical value; none any more; one that only says the same again.
    await raise(message(7.4, day('A1', 721, later)));
    expect(await accurate()).toEqual([4, 5]);
    await raise(message(4.2, day('A2', 723, later)));
    expect(await accurate()).toEqual([3, 5]);
    await raise(message(6.9, day('A3', 725, later)));
    expect(await accurate()).toEqual([3, 5]);
    await act(loops[3] ?? 0, 'nurse', 'receive:mismatch', { reason: '听错' });
    expect(await accurate()).toEqual([2, 5]);
    // Corrected before anybody was told: nothing that was told was wrong.
    await raise(message(4.2, day('A6', 741, later)));
    expect(await accurate()).toEqual([2, 5]);
  });
});

test('the same day is counted by the date and within 24 hours, and which is reported is a dated figure', async () => {
  clock('2026-03-04T23:50');
  const issued = '2026-03-04T23:45:00+08:00';
  const loop = await raise(message(6.9, { mrn: 'N1', sequence: 751, encounter: 'IMP', issued, collected: issued }));
  await act(loop, 'laboratory', 'verify:confirmed', VERIFIED);
  await act(loop, 'laboratory', 'notify:told', { channel: 'telephone', receiver: '护士' });
  await act(loop, 'nurse', 'receive:received', { value: '6.9', readBack: true });
  await act(loop, 'nurse', 'inform:told', { doctor: '李医生' });
  clock('2026-03-05T00:10');
  await act(loop, 'doctor', 'act:treated', { seenAt: '2026-03-05T00:05:00+08:00', measures: '葡萄糖酸钙' });
  const both = async () => {
    const { total, groups } = await get<CriticalStatisticsResponse>(
      'commission',
      '/statistics?from=2026-03-04&to=2026-03-04',
    );
    return [total, groups[0]].map((group) => [figureOf(group, 'same-day'), figureOf(group, 'within-24-hours')]);
  };
  const byDate = [
    [0, 1, true],
    [1, 1, false],
  ];
  expect(await both()).toEqual([byDate, byDate]);
  const row = { loop: 'critical-value/inpatient', parameter: 'sameDay', institution: 'H1', value: 2 };
  await importTyped(server.deps, 'test', 'loop-parameter', [{ from: '2026-03-04' as Day, row }]);
  const byHours = [
    [0, 1, false],
    [1, 1, true],
  ];
  expect(await both()).toEqual([byDate, byHours]);
});
