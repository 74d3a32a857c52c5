/**
 * What a laboratory is answered before it releases a report 危急值发出前核对, and what becomes of the report afterwards: core-systems.14#02. That a
 * critical value needs two checkers, or one twice where that is allowed, is judged by the thresholds in force.
 */
import type { Day } from '@fujie/core/kernel';
import type { LoopResponse, ReleaseResponse } from '@fujie/wire/contracts';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { message, NOW, seedCritical } from './critical-fixture.ts';
import type { Json } from './fhir-fixture.ts';
import { amended, sender } from './fhir-fixture.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: NOW });
const send = sender(server);
beforeAll(async () => {
  await seedCritical(server.deps);
  const from = '2020-01-01' as Day;
  const hospital = { level: 3, ownership: 'public', kind: 'general', supervisor: 'health', region: '14' };
  await importTyped(server.deps, 'test', 'region', [{ from, row: { code: '14', nameZh: '山西省', kind: 'province' } }]);
  await importTyped(server.deps, 'test', 'institution', [
    { from, row: { ...hospital, code: 'H1', nameZh: '第一医院' } },
    { from, row: { ...hospital, code: 'H2', nameZh: '第二医院' } },
  ]);
});
beforeEach(() => server.clock.set(at('2026-03-02T10:02:00+08:00')));

const by = (person: string, time: string, day = '2026-03-02'): Json => ({ by: person, at: `${day}T${time}:00+08:00` });
const TWO = [by('T1', '09:50'), by('T2', '09:55')];
const ONE_TWICE = [by('T1', '09:50'), by('T1', '09:55')];
const K = { item: 'K', value: 6.9, unit: 'mmol/L' };
const ADULT = { birthDate: '1980-02-29', setting: 'inpatient' };

let count = 0;
async function ask(body: Json, who: 'system' | 'laboratory' | 'doctor' = 'system', institution = 'H1') {
  count += 1;
  const headers = await server.as(who, { institution, username: `${who}-${institution}` });
  const payload = { report: `REL-${String(count)}`, ...ADULT, values: [K], checks: [], ...body };
  return server.app.inject({ method: 'POST', url: '/api/v1/critical-values/release', headers, payload });
}
async function answer(body: Json, who?: 'system' | 'laboratory'): Promise<ReleaseResponse> {
  const response = await ask(body, who);
  expect([response.statusCode, response.statusCode === 200 ? '' : response.body]).toEqual([200, '']);
  return response.json<ReleaseResponse>();
}
/** Verdict of each value, and what each lacks. */
const short = ({ mayRelease, values }: ReleaseResponse) => [
  mayRelease,
  ...values.map(({ verdict, uncertain, missing }) =>
    [verdict, ...uncertain.map((fact) => `?${fact}`), ...missing.map(({ code }) => code)].join(' '),
  ),
];

describe('asked before a release, it answers', () => {
  test.each<[what: string, body: Json, expected: readonly unknown[]]>([
    ['two have checked', { checks: TWO }, [true, 'critical']],
    ['nobody has', {}, [false, 'critical no-check']],
    ['one has twice by day', { checks: ONE_TWICE }, [false, 'critical second-checker']],
    ['one has twice in an emergency', { checks: ONE_TWICE, setting: 'emergency' }, [true, 'critical']],
    ['one has twice what is urgent', { checks: ONE_TWICE, urgent: true }, [true, 'critical']],
    ['one has once what is urgent', { checks: [by('T1', '09:50')], urgent: true }, [false, 'critical second-check']],
    ['none is critical', { values: [{ ...K, value: 6.1 }] }, [true, 'not-critical']],
    [
      'one of several is',
      {
        values: [
          { ...K, value: 4.1 },
          { item: 'CREA', value: 700, unit: 'umol/L' },
        ],
      },
      [false, 'not-critical', 'critical no-check'],
    ],
    ['in another unit', { values: [{ item: 'CREA', value: 8, unit: 'mg/dL' }] }, [false, 'critical no-check']],
    ['it has no unit', { values: [{ item: 'K', value: 6.9 }] }, [false, 'unknown ?value no-check']],
    ['it is a newborn', { birthDate: '2026-02-20' }, [true, 'not-critical']],
    ['the age is not known', { birthDate: undefined }, [false, 'critical ?age no-check']],
    ['its issuer flags it', { values: [{ ...K, value: 4.1, flag: 'HH' }] }, [false, 'critical no-check']],
    ['the item leads nowhere', { values: [{ item: '0815', value: 1, unit: 'g/L' }] }, [true, 'unknown-item']],
  ])('where %s', async (_, body, expected) => {
    expect(short(await answer(body))).toEqual(expected);
  });

  test('by night what it refuses by day', async () => {
    const checks = [by('T1', '21:50'), by('T1', '22:05')];
    server.clock.set(at('2026-03-02T22:06:00+08:00'));
    expect(short(await answer({ checks }, 'laboratory'))).toEqual([true, 'critical']);
    await importTyped(server.deps, 'test', 'loop-parameter', [
      {
        from: '2026-03-04' as Day,
        row: { loop: 'critical-value/inpatient', parameter: 'nightFrom', institution: 'H1', value: 23 },
      },
    ]);
    server.clock.set(at('2026-03-04T22:06:00+08:00'));
    const later = checks.map((one) => ({ ...one, at: String(one['at']).replace('03-02', '03-04') }));
    expect(short(await answer({ checks: later }))).toEqual([false, 'critical second-checker']);
  });

  test('by the list of the hospital, which wants a repeat first', async () => {
    await importTyped(server.deps, 'test', 'critical-threshold', [
      {
        from: '2026-03-05' as Day,
        row: {
          ...{ code: 'ward', item: 'K', high: 6.5, inclusive: true, repeat: 'before-report', institution: 'H1' },
          ...{ department: 'ICU', reviewedOn: '2026-01-05', source: 'test' },
        },
      },
    ]);
    server.clock.set(at('2026-03-05T10:02:00+08:00'));
    const inWard = (value: Json) => answer({ department: 'ICU', checks: TWO, values: [{ ...K, ...value }] });
    expect(short(await inWard({}))).toEqual([false, 'critical repeat-missing']);
    expect(short(await inWard({ repeat: 'agrees' }))).toEqual([false, 'critical repeat-unsaid']);
    expect(short(await inWard({ repeat: 'agrees', repeatSaid: '6.8' }))).toEqual([true, 'critical']);
    expect(short(await inWard({ value: 6.4 }))).toEqual([true, 'not-critical']);
    // In another department that of the region holds, which wants none.
    expect(short(await answer({ department: 'INT', checks: TWO }))).toEqual([true, 'critical']);
  });

  test('in both languages, with its clause, and keeps what it answered', async () => {
    const { id, values } = await answer({ report: 'REL-KEPT', checks: ONE_TWICE });
    expect(values[0]).toMatchObject({
      ...{ item: 'K', nameZh: '钾', threshold: '≥6.2', mayRelease: false },
      text: { zh: '危急值（≥6.2）；暂不得发出', en: 'critical (≥6.2); hold it back' },
      missing: [{ code: 'second-checker', clauses: ['core-systems.14#02'] }],
    });
    const rows = await server.db.query(
      sql`select report_no, unit, may_release, judged from laboratory_release where id = ${id}`,
    );
    const judged = [{ item: 'K', value: 6.9, comparator: null, text: null, isCritical: true, mayRelease: false }];
    expect(rows).toEqual([{ report_no: 'REL-KEPT', unit: 'H1', may_release: false, judged }]);
    const audited = await server.db.query(
      sql`select detail from audit_event where action = 'critical-value:release' order by id desc limit 1`,
    );
    expect(audited).toEqual([{ detail: { release: id, values: 1, mayRelease: false } }]);
  });
});

test('who releases no reports is refused, and a time that does not exist is named', async () => {
  expect((await ask({}, 'doctor')).statusCode).toBe(403);
  const faulty = await ask({ checks: [{ by: 'T1', at: '2026-02-30T09:00:00+08:00' }] });
  expect([faulty.statusCode, faulty.body.includes('checks.0.at')]).toEqual([400, true]);
});

const staff = (code: string): Json => ({ identifier: { system: 'urn:fujie:practitioner', value: code } });
/** A report of one potassium that one person signed, as it is sent once it is released. */
const released = (number: string, mrn: string, value = 6.9, more: object = {}): Json =>
  amended(message(value, { number, mrn, sequence: 901 + 2 * Number(mrn.slice(1)), encounter: 'IMP', ...more }), {
    Observation: { performer: [staff('T1')] },
    DiagnosticReport: { resultsInterpreter: [staff('T1')] },
  });

async function verified(body: Json): Promise<{ isRemarked: boolean; asksChecker: boolean; said: string }> {
  const sent = await send('POST', '/fhir', body);
  expect([sent.statusCode, sent.statusCode === 200 ? '' : sent.body]).toEqual([200, '']);
  const [last] = await server.db.query<{ id: number }>(sql`select max(loop_id) as id from critical_value`);
  const headers = await server.as('laboratory', { institution: 'H1', username: 'lab-1' });
  const url = `/api/v1/loops/${String(last?.id ?? 0)}`;
  const loop = (await server.app.inject({ method: 'GET', url, headers })).json<LoopResponse>();
  const confirmed = loop.stages.find(({ id }) => id === 'verify')?.outcomes.find(({ id }) => id === 'confirmed');
  return {
    isRemarked: sent.body.includes('critical-signed-by-one'),
    asksChecker: confirmed?.fields.some(({ name, required }) => name === 'checker' && required) ?? false,
    said: JSON.stringify(loop).includes('T1 2026-03-02 09:50；T1 2026-03-02 09:55') ? 'checked' : '',
  };
}
const AS_TODAY = { isRemarked: true, asksChecker: true, said: '' };
const CHECKED = { isRemarked: false, asksChecker: false, said: 'checked' };

describe('the report that comes afterwards', () => {
  const urgent = { checks: ONE_TWICE, urgent: true };
  test('is verified by one where its values were checked before, and says who did', async () => {
    server.clock.set(at('2026-03-02T09:59:00+08:00'));
    expect((await answer({ report: 'AFTER-1', ...urgent })).mayRelease).toBe(true);
    server.clock.set(at('2026-03-02T10:02:00+08:00'));
    expect(await verified(released('AFTER-1', 'R1'))).toEqual(CHECKED);
  });

  test.each<[what: string, number: string, mrn: string, asked: Json, value: number]>([
    ['nobody asked', 'AFTER-2', 'R2', { report: 'AFTER-X', ...urgent }, 6.9],
    ['it was held back', 'AFTER-3', 'R3', { report: 'AFTER-3', checks: ONE_TWICE }, 6.9],
    ['another value was asked about', 'AFTER-4', 'R4', { report: 'AFTER-4', ...urgent }, 7.1],
  ])('shows at its verification as ever where %s', async (_, number, mrn, asked, value) => {
    server.clock.set(at('2026-03-02T09:59:00+08:00'));
    await answer(asked);
    server.clock.set(at('2026-03-02T10:02:00+08:00'));
    expect(await verified(released(number, mrn, value))).toEqual(AS_TODAY);
  });

  test('shows as ever where it was asked after its release, or by another institution', async () => {
    server.clock.set(at('2026-03-02T10:01:30+08:00'));
    await answer({ report: 'AFTER-5', ...urgent });
    expect(await verified(released('AFTER-5', 'R5'))).toEqual(AS_TODAY);
    server.clock.set(at('2026-03-02T09:59:00+08:00'));
    expect((await ask({ report: 'AFTER-6', ...urgent }, 'system', 'H2')).statusCode).toBe(200);
    server.clock.set(at('2026-03-02T10:02:00+08:00'));
    expect(await verified(released('AFTER-6', 'R6'))).toEqual(AS_TODAY);
  });

  test('asks for a second checker once it is corrected to a value that was not checked', async () => {
    server.clock.set(at('2026-03-02T09:59:00+08:00'));
    await answer({ report: 'AFTER-7', ...urgent });
    server.clock.set(at('2026-03-02T10:02:00+08:00'));
    expect(await verified(released('AFTER-7', 'R7'))).toEqual(CHECKED);
    const more = { status: 'corrected', issued: '2026-03-02T10:01:00+08:00' };
    expect(await verified(released('AFTER-7', 'R7', 7.3, more))).toMatchObject({ isRemarked: true, asksChecker: true });
  });
});
