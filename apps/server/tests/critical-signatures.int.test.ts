/**
 * Who signed a test that is critical 双人核对, and whether it was repeated 复检: of a report that one person signed its sender is told at once;
 * where two have not signed, the verification names a second one. Source: core-systems.14#02.
 */
import type { Day } from '@fujie/core/kernel';
import type { LoopResponse } from '@fujie/wire/contracts';
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
  const hospital = { level: 3, ownership: 'public', kind: 'general', supervisor: 'health' };
  await importTyped(server.deps, 'test', 'region', [{ from, row: { code: '14', nameZh: '山西省', kind: 'province' } }]);
  await importTyped(server.deps, 'test', 'institution', [
    { from, row: { ...hospital, code: 'H1', nameZh: '第一医院', region: '14' } },
  ]);
});
beforeEach(() => server.clock.set(at('2026-03-02T10:02:00+08:00')));

const staff = (code: string): Json => ({ identifier: { system: 'urn:fujie:practitioner', value: code } });
/** A potassium that one tested and another released. */
const signed = (value: number, mrn: string, tester: string | null, reviewer: string | null, more: object = {}): Json =>
  amended(message(value, { mrn, sequence: 601 + 2 * Number(mrn.slice(1)), encounter: 'IMP', ...more }), {
    Observation: tester === null ? {} : { performer: [staff(tester)] },
    DiagnosticReport: reviewer === null ? {} : { resultsInterpreter: [staff(reviewer)] },
  });

async function answered(body: Json): Promise<boolean> {
  const answer = await send('POST', '/fhir', body);
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
  return answer.body.includes('critical-signed-by-one');
}
async function lastLoop(): Promise<number> {
  const rows = await server.db.query<{ id: number }>(sql`select max(loop_id) as id from critical_value`);
  return rows[0]?.id ?? 0;
}
const lab = () => server.as('laboratory', { institution: 'H1', username: 'lab-1' });
async function verifyForm(loop: number): Promise<Readonly<Record<string, boolean>>> {
  const answer = await server.app.inject({ method: 'GET', url: `/api/v1/loops/${String(loop)}`, headers: await lab() });
  const stage = answer.json<LoopResponse>().stages.find(({ id }) => id === 'verify');
  const outcome = stage?.outcomes.find(({ id }) => id === 'confirmed');
  return Object.fromEntries((outcome?.fields ?? []).map(({ name, required }) => [name, required]));
}
async function verify(loop: number, key: string, outcome: string, fields: object): Promise<number> {
  const url = `/api/v1/loops/${String(loop)}/acts`;
  const payload = { key, stage: 'verify', outcome, fields };
  return (await server.app.inject({ method: 'POST', url, headers: await lab(), payload })).statusCode;
}
const CHECKED = { specimen: '无溶血', control: true, repetition: 'agrees', repeatValue: '6.9' };

test.each([
  ['S1', 'T1', 'T1', true],
  ['S2', 'T1', null, true],
  ['S3', null, 'T2', true],
  ['S4', 'T1', 'T2', false],
  ['S5', null, null, false],
])('a report (%s) of tester %s and reviewer %s is answered with a remark: %s', async (mrn, tester, reviewer, told) => {
  expect(await answered(signed(6.9, mrn, tester, reviewer))).toBe(told);
  const rows = await server.db.query<{ warnings: readonly string[] }>(
    sql`select r.warnings from critical_value v join result r on r.id = v.result_id and r.current where v.loop_id = ${await lastLoop()}`,
  );
  expect(rows[0]?.warnings.includes('critical-signed-by-one')).toBe(told);
  // Who is not known to be two is asked for a second one, also where the report names nobody.
  expect((await verifyForm(await lastLoop()))['checker']).toBe(mrn !== 'S4');
});

test.each<[mrn: string, how: string, said: Json]>([
  ['S12', 'stored by itself', { performer: [{ reference: 'Practitioner/t1' }] }],
  ['S13', 'contained', { contained: [{ resourceType: 'Practitioner', id: 't1' }], performer: [{ reference: '#t1' }] }],
  ['S14', 'named without a number', { performer: [{ display: '张某' }] }],
])('of a report (%s) of two, one of them %s, nobody says that one person signed it', async (mrn, _, said) => {
  expect(await answered(amended(signed(6.9, mrn, null, 'T2'), { Observation: said }))).toBe(false);
  expect((await verifyForm(await lastLoop()))['checker']).toBe(false);
});

test('of a report that names a department beside the one person who signed it, its sender is told', async () => {
  const department = { identifier: { system: 'urn:fujie:department', value: 'JYK' } };
  for (const [mrn, beside] of [
    ['S15', department],
    ['S16', { reference: 'Organization/lab', display: '检验科' }],
  ] as const) {
    const body = amended(signed(6.9, mrn, 'T1', null), { Observation: { performer: [staff('T1'), beside] } });
    expect(await answered(body)).toBe(true);
  }
});

test('a value that is not critical, and a report that is not released yet, are answered with none', async () => {
  expect(await answered(signed(4.5, 'S6', 'T1', 'T1'))).toBe(false);
  expect(await answered(signed(6.9, 'S7', 'T1', null, { status: 'preliminary' }))).toBe(false);
  expect((await verifyForm(await lastLoop()))['checker']).toBe(true);
});

test('the verification of one that one person signed names a second checker, or one alone who checked twice', async () => {
  await answered(signed(6.9, 'S8', 'T1', 'T1'));
  const loop = await lastLoop();
  expect(await verify(loop, 'a', 'confirmed', CHECKED)).toBe(422);
  expect(await verify(loop, 'b', 'confirmed', { ...CHECKED, checker: '王技师' })).toBe(200);
  await answered(signed(6.9, 'S9', 'T1', 'T1'));
  const twice = { ...CHECKED, alone: 'night', checkedAgainAt: '2026-03-02T10:01:00+08:00' };
  expect(await verify(await lastLoop(), 'a', 'alone', twice)).toBe(200);
});

test('the second signature that a correction brings counts, and one that it leaves out is not asked of who verified', async () => {
  const corrected = (mrn: string, tester: string, reviewer: string): Json =>
    signed(6.9, mrn, tester, reviewer, {
      ...{ number: `SIG-${mrn}`, status: 'corrected', issued: '2026-03-02T10:01:00+08:00' },
    });
  await answered(signed(6.9, 'S10', 'T1', 'T1', { number: 'SIG-S10' }));
  const late = await lastLoop();
  expect(await answered(corrected('S10', 'T1', 'T2'))).toBe(false);
  expect((await verifyForm(late))['checker']).toBe(false);
  expect(await verify(late, 'a', 'confirmed', CHECKED)).toBe(200);

  await answered(signed(6.9, 'S11', 'T1', 'T2', { number: 'SIG-S11' }));
  const early = await lastLoop();
  expect(early).not.toBe(late);
  expect(await verify(early, 'a', 'confirmed', CHECKED)).toBe(200);
  await answered(corrected('S11', 'T1', 'T1'));
  const rows = await server.db.query<{ flaws: readonly string[]; stages: readonly string[] }>(
    sql`select flaws, stages from loop where id = ${early}`,
  );
  expect(rows).toEqual([{ flaws: [], stages: ['notify'] }]);
});

test.each([
  ['S22', '2026-03-02T10:02:00+08:00', true],
  ['S23', '2026-03-03T10:02:00+08:00', false],
])(
  'a report (%s) that names nobody is asked for a second checker until the system of its laboratory holds it back',
  async (mrn, now, isAsked) => {
    const from = '2026-03-03' as Day;
    const row = { loop: 'critical-value/inpatient', parameter: 'checkers', institution: 'H1', value: 1 };
    await importTyped(server.deps, 'test', 'loop-parameter', [{ from, row }]);
    server.clock.set(at(now));
    await answered(signed(6.9, mrn, null, null, { issued: now.replace(':02:', ':00:') }));
    expect((await verifyForm(await lastLoop()))['checker']).toBe(isAsked);
    // One signature is one, whatever is held back.
    await answered(signed(6.9, mrn.replace('S2', 'S3'), 'T1', null, { issued: now.replace(':02:', ':00:') }));
    expect((await verifyForm(await lastLoop()))['checker']).toBe(true);
  },
);

test('nobody is the second checker of what he or she verifies', async () => {
  await answered(signed(6.9, 'S24', 'T1', 'T1'));
  const loop = await lastLoop();
  expect(await verify(loop, 'a', 'confirmed', { ...CHECKED, checker: 'LAB-1' })).toBe(400);
  expect(await verify(loop, 'b', 'confirmed', { ...CHECKED, checker: '王技师' })).toBe(200);
});

describe('where a measurement is withdrawn, and another one of the specimen is critical still', () => {
  const both = async (
    mrn: string,
    first: readonly [string, string],
    second: readonly [string | null, string | null],
  ) => {
    const of = (time: string) => ({ number: `SIG-${mrn}-${time}`, specimen: `T-${mrn}` });
    await answered(signed(6.9, mrn, ...first, of('1')));
    const loop = await lastLoop();
    await answered(signed(6.9, mrn, ...second, of('2')));
    expect(await lastLoop()).toBe(loop);
    const withdraw = () =>
      answered(
        signed(6.9, mrn, ...first, {
          ...of('1'),
          ...{ status: 'entered-in-error', issued: '2026-03-02T10:01:00+08:00' },
        }),
      );
    return { loop, withdraw };
  };
  const ASKED = [
    ['S40', ['T1', 'T1'], ['T1', 'T2'], [true, false]],
    ['S41', ['T1', 'T2'], ['T1', 'T1'], [false, true]],
    ['S42', ['T1', 'T2'], [null, null], [false, true]],
  ] as const;
  test.each(ASKED)(
    'that one (%s, first %j, then %j) is verified by its own signers',
    async (mrn, first, second, asked) => {
      const { loop, withdraw } = await both(mrn, first, second);
      const before = (await verifyForm(loop))['checker'];
      await withdraw();
      expect([before, (await verifyForm(loop))['checker']]).toEqual(asked);
    },
  );

  test('that one is asked for as many as the first where it was measured before its signers were kept', async () => {
    const { loop, withdraw } = await both('S44', ['T1', 'T1'], ['T1', 'T2']);
    await server.db.query(sql`update critical_value set measurements = '{}' where loop_id = ${loop}`);
    await withdraw();
    expect((await verifyForm(loop))['checker']).toBe(true);
  });

  test('nothing more is asked of who has verified it', async () => {
    const { loop, withdraw } = await both('S43', ['T1', 'T2'], ['T1', 'T1']);
    expect(await verify(loop, 'a', 'confirmed', CHECKED)).toBe(200);
    await withdraw();
    const rows = await server.db.query<{ flaws: readonly string[]; stages: readonly string[] }>(
      sql`select flaws, stages from loop where id = ${loop}`,
    );
    expect(rows).toEqual([{ flaws: [], stages: ['notify'] }]);
  });
});

test('whether it was repeated is said, and that it needs none only where the list does not want it first', async () => {
  const { repetition: _, repeatValue: __, ...silent } = CHECKED;
  await answered(signed(6.9, 'S25', 'T1', 'T2'));
  const free = await lastLoop();
  expect(await verifyForm(free)).toMatchObject({ repetition: true, repeatValue: true });
  expect(await verify(free, 'a', 'confirmed', silent)).toBe(422);
  const unneeded = { ...silent, repetition: 'unneeded', repeatValue: '在控，与临床相符' };
  expect(await verify(free, 'b', 'confirmed', unneeded)).toBe(200);

  const row = { code: 'first', item: 'K', high: 6.2, inclusive: true, repeat: 'before-report', institution: 'H1' };
  await importTyped(server.deps, 'test', 'critical-threshold', [
    { from: '2026-03-01' as Day, row: { ...row, reviewedOn: '2026-01-05', source: 'test' } },
  ]);
  await answered(signed(6.9, 'S26', 'T1', 'T2'));
  const first = await lastLoop();
  const form = await verifyForm(first);
  expect([form['repeatedBefore'], form['repeatValue'], form['repetition']]).toEqual([true, true, undefined]);
  expect(await verify(first, 'a', 'confirmed', unneeded)).toBe(422);
  const agrees = { ...silent, repeatedBefore: 'agrees', repeatValue: '6.8' };
  expect(await verify(first, 'b', 'confirmed', agrees)).toBe(200);
});
