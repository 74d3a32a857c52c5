/** Critical values 危急值 from the message to the closed loop, and in their register and figures. */
import type { Day } from '@fujie/core/kernel';
import type { CriticalStatisticsResponse, CriticalValuesResponse } from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import type { CriticalParts as Parts } from './critical-fixture.ts';
import { examination, message, NOW, seedCritical, VERIFIED } from './critical-fixture.ts';
import type { Json } from './fhir-fixture.ts';
import { sender } from './fhir-fixture.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: NOW });
const send = sender(server);

beforeAll(() => seedCritical(server.deps));

async function post(body: Json): Promise<void> {
  const answer = await send('POST', '/fhir', body);
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
}

interface Row {
  readonly loop_id: number;
  readonly definition: string;
  readonly department: string | null;
  readonly status: string;
  readonly setting: string;
  readonly value: string;
  readonly threshold: string | null;
  readonly uncertain: readonly string[];
}
const all = async (): Promise<readonly Row[]> =>
  server.db.query<Row>(
    sql`select v.loop_id, l.definition, l.department, l.status, v.setting, v.value, v.threshold, v.uncertain from critical_value v join loop l on l.id = v.loop_id order by v.loop_id`,
  );
/** What a message raised. */
async function raisedBy(body: Json): Promise<readonly Row[]> {
  const before = (await all()).length;
  await post(body);
  return (await all()).slice(before);
}

describe('a critical result', () => {
  test('opens the loop of an inpatient with its department, in the transaction that stores it', async () => {
    const [row, ...others] = await raisedBy(message(6.9, { mrn: 'A1', sequence: 201, encounter: 'IMP' }));
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      definition: 'critical-value/inpatient',
      department: 'INT',
      status: 'open',
      setting: 'inpatient',
      value: '6.9',
      threshold: '≥6.2',
      uncertain: [],
    });
  });

  test.each([
    [6.19, 0],
    [6.2, 1],
    [2.8, 1],
    [2.81, 0],
  ])('of %d raises %d', async (value, raised) => {
    expect(await raisedBy(message(value, { mrn: 'A2', sequence: 203 }))).toHaveLength(raised);
  });

  test('of an emergency, or of whom nobody knows where they are, opens the loop that reaches the patient', async () => {
    const [emergency] = await raisedBy(message(7, { mrn: 'A3', sequence: 205, encounter: 'EMER' }));
    const [unknown] = await raisedBy(message(7, { mrn: 'A4', sequence: 207 }));
    expect([emergency, unknown]).toMatchObject([
      { definition: 'critical-value/outpatient', setting: 'emergency' },
      { definition: 'critical-value/outpatient', setting: 'unknown', department: null },
    ]);
  });

  test('is converted to the unit of its item before it is compared', async () => {
    const lines = (value: number) => ({ lines: [{ item: 'CREA', value, unit: 'mg/dL' }], mrn: 'A5', sequence: 209 });
    expect(await raisedBy(message(0, lines(7.3)))).toHaveLength(0);
    expect(await raisedBy(message(0, lines(7.4)))).toMatchObject([{ value: '7.4', threshold: '≥650' }]);
    // Known for days: only the first is told.
    expect(await raisedBy(message(0, lines(8)))).toHaveLength(0);
  });

  test('is one for a specimen, however often that is measured and sent', async () => {
    const of = { mrn: 'A6', sequence: 211, specimen: 'TUBE-1' };
    const first = message(6.8, of);
    expect(await raisedBy(first)).toHaveLength(1);
    expect(await raisedBy(first)).toHaveLength(0);
    expect(await raisedBy(message(6.7, of))).toHaveLength(0);
    expect(await raisedBy(message(6.7, { ...of, specimen: 'TUBE-2' }))).toHaveLength(1);
  });

  test('of a newborn is judged by the thresholds of newborns, and without a birthday by any that may fit', async () => {
    const born = { mrn: 'A7', birth: '2026-02-20', sequence: 213 };
    expect(await raisedBy(message(6.5, born))).toHaveLength(0);
    expect(await raisedBy(message(7, born))).toMatchObject([{ threshold: '≥7' }]);
  });

  test('that its issuer calls critical is one without any threshold', async () => {
    expect(await raisedBy(message(5, { mrn: 'A8', sequence: 215, flag: 'HH' }))).toMatchObject([{ threshold: null }]);
    expect(await raisedBy(message(5, { mrn: 'A8', sequence: 215, flag: 'H' }))).toHaveLength(0);
  });

  test('of last week raises nothing any more', async () => {
    const old = { mrn: 'A9', sequence: 217, collected: '2026-02-27T08:00:00+08:00' };
    expect(await raisedBy(message(7, { ...old, issued: '2026-02-27T09:59:59+08:00' }))).toHaveLength(0);
    expect(await raisedBy(message(7, { ...old, issued: '2026-02-27T10:00:00+08:00' }))).toHaveLength(1);
  });

  test.each([
    ['an electrocardiogram', 'ECG', 'EC', 'I25.1', 'I21.9', 'I21'],
    ['an image', 'CT', 'CT', 'I71.2', 'I71.0', 'I71.0'],
    ['a pathology report', 'PATH', 'PAT', 'D12.6', 'C18.2', 'C18'],
  ])('is %s too, by the code of its conclusion', async (_, item, category, harmless, finding, threshold) => {
    const of = (code: string): Json => examination({ mrn: 'B1', sequence: 219 }, { item, finding: code, category });
    expect(await raisedBy(of(harmless))).toHaveLength(0);
    expect(await raisedBy(of(finding))).toMatchObject([{ threshold }]);
  });

  test('is an examination that lists what it measured beside what it concludes, or that its issuer calls critical', async () => {
    const lines = [{ item: 'HR', value: 40, unit: '/min' }];
    const measured = examination({ mrn: 'B2', sequence: 273, lines }, { item: 'ECG', finding: 'I21.0' });
    expect(await raisedBy(measured)).toMatchObject([{ threshold: 'I21' }]);
    const said = examination({ mrn: 'B3', sequence: 275 }, { item: 'CT', finding: 'AA', category: 'CT' });
    const system = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';
    const text = JSON.stringify(said).replace('http://hl7.org/fhir/sid/icd-10', system);
    expect(await raisedBy(JSON.parse(text) as Json)).toMatchObject([{ threshold: null }]);
  });
});

describe('a critical result that is corrected', () => {
  const corrected = (value: number, number: string, status = 'corrected'): Json =>
    message(value, { mrn: 'C1', sequence: 221, number, status, issued: '2026-03-02T10:01:00+08:00' });
  beforeAll(() => server.clock.set(at('2026-03-02T10:02:00+08:00')));

  test('to one that is not withdraws its loop, and back again opens it anew', async () => {
    const [row] = await raisedBy(message(6.9, { mrn: 'C1', sequence: 221, number: 'CORR-1' }));
    const now = async () => (await all()).find(({ loop_id }) => loop_id === row?.loop_id);
    await post(corrected(5, 'CORR-1'));
    expect(await now()).toMatchObject({ status: 'void' });
    await post(corrected(7.1, 'CORR-1', 'amended'));
    expect(await now()).toMatchObject({ status: 'open', value: '7.1' });
  });

  test('to another critical one says so, and keeps what was done', async () => {
    const [row] = await raisedBy(message(6.9, { mrn: 'C1', sequence: 221, number: 'CORR-2' }));
    await post(corrected(2.5, 'CORR-2'));
    const now = (await all()).find(({ loop_id }) => loop_id === row?.loop_id);
    expect(now).toMatchObject({ status: 'open', value: '2.5', threshold: '≤2.8' });
    const records = await server.db.query<{ kind: string }>(
      sql`select kind from loop_record where loop_id = ${row?.loop_id} order by id`,
    );
    expect(records.map(({ kind }) => kind)).toEqual(['opened', 'opened']);
  });

  test('withdrawn as a whole is withdrawn', async () => {
    const [row] = await raisedBy(message(6.9, { mrn: 'C1', sequence: 221, number: 'CORR-3' }));
    await post(corrected(6.9, 'CORR-3', 'entered-in-error'));
    expect((await all()).find(({ loop_id }) => loop_id === row?.loop_id)).toMatchObject({ status: 'void' });
  });
});

describe('from the message to the closed loop', () => {
  const PERIOD = 'from=2026-03-03&to=2026-03-03';
  const clock = (time: string): void => server.clock.set(at(`2026-03-03T${time}:00+08:00`));
  const as = (role: 'laboratory' | 'nurse' | 'doctor' | 'quality-office' | 'commission') =>
    server.as(
      role,
      role === 'commission'
        ? { region: 'CN' }
        : { institution: 'H1', department: 'INT', practitioner: `P-${role}`, name: `${role} of H1` },
    );
  const get = async <T>(role: Parameters<typeof as>[0], url: string): Promise<T> => {
    const answer = await server.app.inject({ method: 'GET', url, headers: await as(role) });
    expect([url, answer.statusCode]).toEqual([url, 200]);
    return answer.json();
  };
  let acts = 0;
  async function act(
    loop: number,
    role: Parameters<typeof as>[0],
    [stage, outcome, fields]: readonly [string, string, Json],
  ): Promise<number> {
    acts += 1;
    const answer = await server.app.inject({
      method: 'POST',
      url: `/api/v1/loops/${String(loop)}/acts`,
      headers: await as(role),
      payload: { key: `act-${String(acts)}`, stage, outcome, fields },
    });
    return answer.statusCode;
  }
  const raise = async (time: string, parts: Parts): Promise<number> => {
    clock(time);
    const when = `2026-03-03T${time}:00+08:00`;
    const [row] = await raisedBy(message(6.9, { collected: when, issued: when, ...parts }));
    return row?.loop_id ?? 0;
  };
  const CONFIRMED = ['verify', 'confirmed', VERIFIED] as const;
  const TOLD = ['notify', 'told', { channel: 'telephone', receiver: '护士' }] as const;
  const RECEIVED = ['receive', 'received', { value: '6.9', readBack: true }] as const;

  let closed = 0;
  let left = 0;
  beforeAll(async () => {
    await importTyped(server.deps, 'test', 'region', [
      { from: '2020-01-01' as Day, row: { code: '14', nameZh: '山西省', kind: 'province' } },
    ]);
    await importTyped(server.deps, 'test', 'institution', [
      {
        from: '2020-01-01' as Day,
        row: {
          code: 'H1',
          nameZh: '第一医院',
          region: '14',
          level: 3,
          ownership: 'public',
          kind: 'general',
          supervisor: 'health',
        },
      },
    ]);
  });

  test('the laboratory verifies and reports, the nurse reads back, the doctor acts: closed, and nobody else can', async () => {
    closed = await raise('10:00', { mrn: 'D1', sequence: 231, encounter: 'IMP' });
    clock('10:03');
    expect(await act(closed, 'nurse', CONFIRMED)).toBe(422);
    expect(await act(closed, 'laboratory', CONFIRMED)).toBe(200);
    clock('10:05');
    expect(await act(closed, 'laboratory', TOLD)).toBe(200);
    clock('10:08');
    expect(await act(closed, 'nurse', ['receive', 'received', { value: '6.9', readBack: false }])).toBe(422);
    // core-systems.14#04: what is read back is what was reported.
    expect(await act(closed, 'nurse', ['receive', 'received', { value: '9.6', readBack: true }])).toBe(400);
    expect(await act(closed, 'nurse', RECEIVED)).toBe(200);
    expect(await act(closed, 'nurse', ['inform', 'told', { doctor: '李医生' }])).toBe(200);
    clock('10:20');
    const treated = { seenAt: '2026-03-03T10:15:00+08:00', measures: '葡萄糖酸钙静脉推注' };
    expect(await act(closed, 'doctor', ['act', 'treated', treated])).toBe(200);
    expect(await act(closed, 'doctor', ['hand-over', 'handed', { takenOverBy: '王医生' }])).toBe(200);
    clock('14:00');
    expect(await act(closed, 'doctor', ['recheck', 'rechecked', { result: '5.1' }])).toBe(200);
    expect((await all()).find(({ loop_id }) => loop_id === closed)).toMatchObject({ status: 'closed' });
  });

  test('one that was reported and not read back stays open, and one that nobody confirms is none', async () => {
    left = await raise('15:00', { mrn: 'D2', sequence: 233, encounter: 'IMP' });
    clock('15:02');
    expect(await act(left, 'laboratory', CONFIRMED)).toBe(200);
    expect(await act(left, 'laboratory', TOLD)).toBe(200);
    const wrong = await raise('15:05', { mrn: 'D3', sequence: 235, encounter: 'EMER' });
    expect(await act(wrong, 'laboratory', ['verify', 'false', { reason: '溶血' }])).toBe(200);
    expect((await all()).find(({ loop_id }) => loop_id === wrong)).toMatchObject({ status: 'void' });
  });

  test('stands in the register with who did what, masked, and in its sheet with the mark of the export', async () => {
    const { total, values } = await get<CriticalValuesResponse>('nurse', `/api/v1/critical-values?${PERIOD}`);
    expect(total).toBe(3);
    expect(values.find(({ loop }) => loop === closed)).toMatchObject({
      status: 'closed',
      flaws: [],
      value: '6.9',
      threshold: '≥6.2',
      minutes: 8,
      nameMasked: expect.stringContaining('*') as string,
      verified: { by: 'laboratory of H1', late: false },
      received: { at: '2026-03-03T10:08:00+08:00', by: 'nurse of H1', outcome: { zh: '已接收' } },
      acted: { by: 'doctor of H1', outcome: { zh: '已处置' } },
    });
    expect(values.find(({ loop }) => loop === left)).toMatchObject({ status: 'open', received: null, minutes: null });
    const csv = await server.app.inject({
      method: 'GET',
      url: `/api/v1/critical-values/export.csv?${PERIOD}`,
      headers: await as('quality-office'),
    });
    const lines = csv.body.trim().split('\r\n');
    expect([csv.statusCode, lines.length]).toEqual([200, 2 + 3 + 1]);
    expect(lines.at(-1)).toContain('导出记录');
    const book = await server.app.inject({
      method: 'GET',
      url: `/api/v1/critical-values/export.xlsx?${PERIOD}`,
      headers: await as('quality-office'),
    });
    expect([book.statusCode, book.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK']);
  });

  test('counts in every figure that opens to it, and in none as a person to a commission', async () => {
    const { total } = await get<CriticalStatisticsResponse>(
      'quality-office',
      `/api/v1/critical-values/statistics?${PERIOD}`,
    );
    const figure = (id: string) => {
      const { value, numerator, denominator, unknown } = total.figures.find(({ indicator }) => indicator === id) ?? {};
      return { value, numerator, denominator, unknown };
    };
    expect(total.cases).toBe(2);
    expect(figure('minutes-inpatient')).toEqual({ value: 8, numerator: 1, denominator: 2, unknown: 1 });
    expect(figure('complete')).toEqual({ value: 0.5, numerator: 1, denominator: 2, unknown: 0 });
    expect(figure('read-back')).toEqual({ value: 0.5, numerator: 1, denominator: 2, unknown: 0 });
    expect(figure('same-day')).toEqual({ value: 1, numerator: 1, denominator: 1, unknown: 0 });
    const behind = async (part: string): Promise<readonly number[]> =>
      (
        await get<CriticalValuesResponse>(
          'quality-office',
          `/api/v1/critical-values?${PERIOD}&indicator=read-back&part=${part}`,
        )
      ).values.map(({ loop }) => loop);
    expect(await behind('numerator')).toEqual([closed]);
    expect(await behind('missed')).toEqual([left]);
    const region = await get<CriticalStatisticsResponse>(
      'commission',
      `/api/v1/critical-values/statistics?${PERIOD}&by=department`,
    );
    expect(region.groups).toMatchObject([{ institution: 'H1', department: 'INT', cases: 2 }]);
    const refused = await server.app.inject({
      method: 'GET',
      url: `/api/v1/critical-values?${PERIOD}`,
      headers: await as('commission'),
    });
    expect(refused.statusCode).toBe(403);
  });

  test('one that was released is not known to be done, and one that was raised twice counts once', async () => {
    const period = 'from=2026-03-03&to=2026-03-03';
    const waive = async (loop: number, reason: string): Promise<void> => {
      const answer = await server.app.inject({
        method: 'POST',
        url: `/api/v1/loops/${String(loop)}/waivers`,
        headers: await as('quality-office'),
        payload: { key: 'w', stage: null, reason, note: '' },
      });
      expect(answer.statusCode).toBe(200);
    };
    const complete = async () => {
      const url = `/api/v1/critical-values/statistics?${period}`;
      const { total } = await get<CriticalStatisticsResponse>('quality-office', url);
      const { numerator, denominator, unknown } = total.figures.find((one) => one.indicator === 'complete') ?? {};
      return [total.cases, numerator, denominator, unknown];
    };
    const twice = await raise('16:00', { mrn: 'D4', sequence: 277, encounter: 'IMP' });
    expect(await complete()).toEqual([3, 1, 3, 0]);
    await waive(twice, 'duplicate');
    expect(await complete()).toEqual([2, 1, 2, 0]);
    await waive(left, 'died');
    expect(await complete()).toEqual([2, 1, 2, 1]);
  });
});
