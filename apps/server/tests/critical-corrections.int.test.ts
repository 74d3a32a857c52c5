/** What becomes of a critical value 危急值 when its result is corrected, measured again, or found to be another person's. */
import type { Day } from '@fujie/core/kernel';
import type { LoopsResponse } from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { createDeps } from '../src/compose.ts';
import { rest } from '../src/critical/rest.ts';
import { ingestMany } from '../src/demonstration.ts';
import { judgeLate } from '../src/ingest/late.ts';
import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import type { CriticalParts } from './critical-fixture.ts';
import { examination, message, NOW, seedCritical, VERIFIED } from './critical-fixture.ts';
import type { Json } from './fhir-fixture.ts';
import { patientOf, sender } from './fhir-fixture.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: NOW });
const send = sender(server);
beforeAll(() => seedCritical(server.deps));

async function post(body: Json, by = send): Promise<void> {
  const answer = await by('POST', '/fhir', body);
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
}

interface Row {
  readonly loop: number;
  readonly status: string;
  readonly value: string;
  readonly waiting: string;
}
const found = async (loop?: number): Promise<readonly Row[]> =>
  server.db.query<Row>(
    sql`select v.loop_id as loop, l.status, v.value, array_to_string(l.stages, ' ') as waiting from critical_value v join loop l on l.id = v.loop_id
      where ${loop ?? null}::bigint is null or l.id = ${loop ?? null} order by l.id`,
  );
/** The loop that a message raised. */
async function raisedBy(body: Json): Promise<number> {
  const before = (await found()).length;
  await post(body);
  return (await found()).slice(before)[0]?.loop ?? 0;
}

const clock = (time: string): void => server.clock.set(at(`2026-03-02T${time}:00+08:00`));
/** Whom the loop told of something to do, so often. */
const toldOf = async (loop: number, stage: string): Promise<number> =>
  (
    await server.db.query(
      sql`select 1 from loop_alert where loop_id = ${loop} and stage = ${stage} and percent = 0 and not superseded`,
    )
  ).length;

let acts = 0;
async function act(
  loop: number,
  role: 'laboratory' | 'nurse' | 'doctor',
  stage: string,
  outcome: string,
  fields: Json,
  key = `act-${String((acts += 1))}`,
): Promise<void> {
  const answer = await server.app.inject({
    method: 'POST',
    url: `/api/v1/loops/${String(loop)}/acts`,
    headers: await server.as(role, { institution: 'H1', department: 'INT', practitioner: `P-${role}` }),
    payload: { key, stage, outcome, fields },
  });
  expect([answer.statusCode, answer.body.slice(0, 200)]).toEqual([200, expect.anything()]);
}
const confirm = (loop: number, key?: string) => act(loop, 'laboratory', 'verify', 'confirmed', VERIFIED, key);
const tell = (loop: number) => act(loop, 'laboratory', 'notify', 'told', { channel: 'telephone', receiver: '护士' });

describe('of one specimen', () => {
  const measured = (value: number, number: string, more: CriticalParts = {}): Json =>
    message(value, { mrn: 'E1', sequence: 241, specimen: 'TUBE-9', number, ...more });
  const isWrong = { status: 'entered-in-error', issued: '2026-03-02T10:05:00+08:00' };

  test('stands as long as one of its measurements does, and is told anew when that is another value', async () => {
    clock('10:00');
    const loop = await raisedBy(measured(6.8, 'M-1'));
    await confirm(loop);
    await tell(loop);
    expect(await raisedBy(measured(6.7, 'M-2'))).toBe(0);
    expect(await found(loop)).toMatchObject([{ status: 'open', value: '6.8', waiting: 'receive' }]);
    clock('10:05');
    await post(measured(6.8, 'M-1', isWrong));
    expect(await found(loop)).toMatchObject([{ status: 'open', value: '6.7', waiting: 'verify' }]);
    expect(await toldOf(loop, 'verify')).toBe(2);
    await post(measured(6.7, 'M-2', isWrong));
    expect(await found(loop)).toMatchObject([{ status: 'void' }]);
  });

  test('goes over to the report that replaces the one it came with', async () => {
    clock('11:00');
    const first = measured(6.8, 'R-1', { specimen: 'TUBE-10' });
    const loop = await raisedBy(first);
    await post(measured(6.9, 'R-2', { specimen: 'TUBE-10' }));
    await post(measured(6.8, 'R-1', { specimen: 'TUBE-10', ...isWrong }));
    expect(await found(loop)).toMatchObject([{ status: 'open', value: '6.9', waiting: 'verify' }]);
    expect(await toldOf(loop, 'verify')).toBe(1);
  });

  test('is asked again when it was denied and is measured again', async () => {
    clock('12:00');
    const loop = await raisedBy(measured(6.8, 'D-1', { specimen: 'TUBE-11' }));
    await act(loop, 'laboratory', 'verify', 'false', { reason: '溶血' });
    expect(await found(loop)).toMatchObject([{ status: 'void' }]);
    clock('12:10');
    await post(measured(7.3, 'D-2', { specimen: 'TUBE-11' }));
    expect(await found(loop)).toMatchObject([{ status: 'open', value: '7.3', waiting: 'verify' }]);
    expect(await toldOf(loop, 'verify')).toBe(2);
  });
});

describe('corrected', () => {
  const of = (value: number, number: string, more: CriticalParts = {}): Json =>
    message(value, { mrn: 'E2', sequence: 243, number, ...more });
  const anew = { status: 'corrected', issued: '2026-03-02T14:00:00+08:00' };

  test('to a value that cannot be compared it stays critical, until one says that it is none', async () => {
    clock('13:00');
    const loop = await raisedBy(of(6.9, 'U-1'));
    clock('14:00');
    await post(of(0, 'U-1', { ...anew, lines: [{ item: 'K', value: 6.9, unit: 'g/dL' }] }));
    expect(await found(loop)).toMatchObject([{ status: 'open', value: '6.9' }]);
    await post(of(5, 'U-1', { ...anew, issued: '2026-03-02T14:01:00+08:00' }));
    expect(await found(loop)).toMatchObject([{ status: 'void' }]);
  });

  test('to a value that cannot be compared it keeps its side', async () => {
    clock('13:30');
    const loop = await raisedBy(of(2.4, 'U-2'));
    clock('14:00');
    await post(of(0, 'U-2', { ...anew, lines: [{ item: 'K', value: 2.4, unit: 'g/dL' }] }));
    const sides = await server.db.query(sql`select side, threshold from critical_value where loop_id = ${loop}`);
    expect(sides).toEqual([{ side: 'low', threshold: '≤2.8' }]);
  });

  test('after somebody was told of another value it is verified and told anew, and everybody hears of it', async () => {
    clock('14:10');
    const loop = await raisedBy(of(6.9, 'T-1'));
    // What a client calls its act is no name that stands in the way of the correction.
    await confirm(loop, 'opened:3');
    await tell(loop);
    clock('14:20');
    await post(of(2.4, 'T-1', anew));
    expect(await found(loop)).toMatchObject([{ status: 'open', value: '2.4', waiting: 'verify' }]);
    expect([await toldOf(loop, 'verify'), await toldOf(loop, 'receive')]).toEqual([2, 1]);
    clock('14:21');
    await confirm(loop);
    await tell(loop);
    await post(of(2.4, 'T-1', { ...anew, status: 'amended' }));
    expect(await found(loop)).toMatchObject([{ status: 'open', waiting: 'receive' }]);
  });

  test('to none after somebody was told of it, it is taken back where it was told, and told of nobody else', async () => {
    const retractions = async () =>
      server.db.query(
        sql`select department, owners, status, person_id is not null as of from loop where definition = 'critical-value/withdrawn' order by id`,
      );
    // henan-2023.sa4.2.4#02: that somebody was told may be an adverse event, found without anybody's report.
    const suspected = async () =>
      server.db.query(
        sql`select d.kind, l.definition, l.department, l.status, d.person_id is not null as of
          from adverse_event_detection d join loop l on l.id = d.loop_id order by d.id`,
      );
    clock('14:22');
    const [before, known] = [(await retractions()).length, (await suspected()).length];
    await raisedBy(of(6.9, 'N-1'));
    await post(of(5, 'N-1', anew));
    expect([(await retractions()).length, (await suspected()).length]).toEqual([before, known]);
    const loop = await raisedBy(of(6.9, 'N-2', { encounter: 'IMP' }));
    await confirm(loop);
    await tell(loop);
    clock('14:23');
    await post(of(5, 'N-2', { ...anew, encounter: 'IMP' }));
    expect(await found(loop)).toMatchObject([{ status: 'void' }]);
    expect((await retractions()).slice(before)).toEqual([
      { department: 'INT', owners: ['institution:laboratory'], status: 'open', of: true },
    ]);
    const bench = await server.as('laboratory', { institution: 'H1', department: 'INT', practitioner: 'P-laboratory' });
    const url = '/api/v1/loops?view=mine&definition=critical-value/withdrawn';
    const { loops } = (await server.app.inject({ method: 'GET', url, headers: bench })).json<LoopsResponse>();
    expect(loops.at(-1)?.title).toEqual({
      zh: '钾 6.9 mmol/L：不是危急值，已更正或撤回',
      en: 'Potassium 6.9 mmol/L: no critical value, corrected or withdrawn',
    });
    await post(of(5, 'N-2', { ...anew, encounter: 'IMP', status: 'amended' }));
    expect((await suspected()).slice(known)).toEqual([
      {
        ...{ kind: 'wrong-result', definition: 'adverse-event/unreported' },
        ...{ department: 'INT', status: 'open', of: true },
      },
    ]);
  });

  test('to none and back it is told again', async () => {
    clock('14:30');
    const loop = await raisedBy(of(6.9, 'B-1'));
    await post(of(5, 'B-1', anew));
    clock('14:40');
    await post(of(7.1, 'B-1', { ...anew, status: 'amended' }));
    expect(await found(loop)).toMatchObject([{ status: 'open', value: '7.1' }]);
    expect(await toldOf(loop, 'verify')).toBe(2);
  });
});

test('that another institution knew of before is news to this one', async () => {
  clock('15:00');
  const creatinine = { lines: [{ item: 'CREA', value: 8, unit: 'mg/dL' }], sequence: 245 };
  await post(message(0, { ...creatinine, mrn: 'X1', institution: 'H2' }), sender(server, 'H2'));
  expect(await raisedBy(message(0, { ...creatinine, mrn: 'E3' }))).not.toBe(0);
});

test('of a patient who turns out to be another person is that person’s', async () => {
  const register = async (sequence: number): Promise<void> => {
    const answer = await send('PUT', '/fhir/Patient/e4', { ...patientOf({ mrn: 'e4', sequence }), id: 'e4' });
    expect([200, 201]).toContain(answer.statusCode);
  };
  const known = patientOf({ institution: 'H2', mrn: '249', sequence: 249 });
  expect((await sender(server, 'H2')('POST', '/fhir/Patient', known)).statusCode).toBe(201);
  await register(247);
  const bundle = message(6.9, { mrn: 'e4', sequence: 247 }) as { entry: { fullUrl: string }[] };
  const [patient, ...entry] = bundle.entry;
  const named = JSON.stringify({ ...bundle, entry }).replaceAll(patient?.fullUrl ?? '', 'Patient/e4');
  const loop = await raisedBy(JSON.parse(named) as Json);
  const persons = async () =>
    server.db.query(
      sql`select l.person_id = r.person_id as loop, v.person_id = r.person_id as value from critical_value v join loop l on l.id = v.loop_id
        join result r on r.id = v.result_id and r.current where l.id = ${loop}`,
    );
  expect(await persons()).toEqual([{ loop: true, value: true }]);
  await register(249);
  expect(await persons()).toEqual([{ loop: true, value: true }]);
});

test('whose code leads to an item only later is told then, and what is old by then is not', async () => {
  const coded = (number: string, issued: string): Json => {
    const lines = [{ item: 'L-K', value: 6.6, unit: 'mmol/L' }];
    const sent = message(0, { mrn: 'E5', sequence: 251, number, issued, collected: issued, lines });
    return JSON.parse(JSON.stringify(sent).replaceAll('"urn:fujie:item"', '"urn:test:lis"')) as Json;
  };
  clock('16:00');
  expect(await raisedBy(coded('L-1', '2026-03-02T15:30:00+08:00'))).toBe(0);
  expect(await raisedBy(coded('L-2', '2026-02-25T15:30:00+08:00'))).toBe(0);
  const before = (await found()).length;
  const row = { system: 'urn:test:lis', code: 'L-K', item: 'K', state: 'approved' };
  await importTyped(server.deps, 'test', 'code-mapping', [{ from: '2020-01-01' as Day, row }]);
  await expect.poll(async () => (await found()).length).toBe(before + 1);
  expect((await found()).at(-1)).toMatchObject({ status: 'open', value: '6.6', waiting: 'verify' });
});

test('that a load without routes brings, as the command line and the listeners have it, is told as any other', async () => {
  clock('16:10');
  const store = { ...server.deps, keys: server.keys, close: () => Promise.resolve() };
  const parts = await createDeps(server.deps.config, { store, clock: server.clock, log: server.deps.log });
  try {
    const before = (await found()).length;
    const issued = '2026-03-02T16:05:00+08:00';
    const sent = [6.9, 5].map((value) =>
      message(value, { mrn: 'E6', sequence: 253, number: 'BULK-1', issued, collected: issued }),
    );
    await ingestMany(parts.deps, 'H1', [JSON.stringify(sent[0])]);
    expect((await found()).slice(before)).toMatchObject([{ status: 'open', value: '6.9' }]);
    const corrected = JSON.stringify(sent[1]).replace('"status":"final"', '"status":"corrected"');
    await ingestMany(parts.deps, 'H1', [corrected.replaceAll(issued, '2026-03-02T16:06:00+08:00')]);
    expect((await found()).slice(before)).toMatchObject([{ status: 'void' }]);
  } finally {
    await parts.close();
  }
});

describe('by a threshold that is entered later', () => {
  const THRESHOLD = { inclusive: true, reviewedOn: '2026-01-05', source: 'test', item: 'Mg', code: 'late', high: 2 };
  const magnesium = (value: number, sequence: number, issued: string): Json => {
    const lines = [{ item: 'Mg', value, unit: 'mmol/L' }];
    return message(0, { mrn: `E${String(sequence)}`, sequence, issued, collected: issued, lines, encounter: 'IMP' });
  };

  test('results since it holds are told, and say so; what is older than is told at all, or from before it, is not', async () => {
    clock('16:20');
    const row = {
      code: 'Mg',
      nameZh: '镁',
      nameEn: 'Magnesium',
      kind: 'laboratory',
      category: 'chemistry',
      quantitative: true,
      unit: 'mmol/L',
    };
    await importTyped(server.deps, 'test', 'item', [{ from: '2020-01-01' as Day, row }]);
    const before = (await found()).length;
    await post(magnesium(3, 257, '2026-02-27T10:00:00+08:00'));
    await post(magnesium(3.1, 259, '2026-02-28T17:00:00+08:00'));
    await post(magnesium(3.2, 261, '2026-03-01T17:00:00+08:00'));
    await post(magnesium(1.9, 263, '2026-03-01T17:00:00+08:00'));
    expect((await found()).length).toBe(before);
    await importTyped(server.deps, 'test', 'critical-threshold', [{ from: '2026-03-01' as Day, row: THRESHOLD }]);
    await judgeLate(server.deps);
    const raised = (await found()).slice(before);
    expect(raised).toMatchObject([{ status: 'open', value: '3.2', waiting: 'verify' }]);
    const answer = await server.app.inject({
      method: 'GET',
      url: `/api/v1/loops/${String(raised[0]?.loop)}`,
      headers: await server.as('laboratory', { institution: 'H1', department: 'INT', practitioner: 'P-laboratory' }),
    });
    expect(answer.body).toContain('"zh":"补录后判定时间"');
    // Entered for longer, it reaches further; what was told is not told again.
    await importTyped(server.deps, 'test', 'critical-threshold', [
      { from: '2026-02-20' as Day, row: { ...THRESHOLD, code: 'earlier' } },
    ]);
    await judgeLate(server.deps);
    expect((await found()).slice(before).map(({ value }) => value)).toEqual(['3.2', '3.1']);
  });

  test('an examination is judged by what its report found', async () => {
    clock('16:30');
    const before = (await found()).length;
    await post(examination({ mrn: 'E7', sequence: 265, number: 'PE-1' }, { item: 'ECG', finding: 'I46.9' }));
    expect((await found()).length).toBe(before);
    await importTyped(server.deps, 'test', 'critical-threshold', [
      { from: '2026-03-01' as Day, row: { ...THRESHOLD, high: null, item: 'ECG', code: 'arrest', findings: ['I46'] } },
    ]);
    await judgeLate(server.deps);
    expect((await found()).slice(before)).toMatchObject([{ status: 'open', value: '心脏骤停' }]);
  });
});

describe('of a line that is corrected to another code', () => {
  /** A line under a number of its own, whatever its code. */
  const coded = (item: string, minute: string, status: string): Json => {
    const lines = [{ item, value: 6.9, unit: 'mmol/L' }];
    const issued = `2026-03-02T17:${minute}:00+08:00`;
    const body = message(0, { mrn: 'E8', sequence: 267, number: 'CODE-1', encounter: 'IMP', status, issued, lines });
    for (const { resource } of (body as { entry: { resource: Json }[] }).entry)
      if (resource['resourceType'] === 'Observation')
        resource['identifier'] = [{ system: 'urn:test:line', value: 'CODE-1-1' }];
    return body;
  };
  const retracted = async (loop: number): Promise<number> =>
    (
      await server.db.query(
        sql`select 1 from loop where definition = 'critical-value/withdrawn' and subject like ${`${String(loop)}|%`} and status = 'open'`,
      )
    ).length;
  test('the value under the former code is taken back where it was told, and the other is one of its own', async () => {
    clock('17:00');
    const loop = await raisedBy(coded('K', '00', 'final'));
    await confirm(loop);
    await tell(loop);
    clock('17:10');
    const other = await raisedBy(coded('Mg', '10', 'corrected'));
    expect(await found(loop)).toMatchObject([{ status: 'void', value: '6.9' }]);
    expect(await retracted(loop)).toBe(1);
    const named = await server.db.query(sql`select item, name from critical_value where loop_id = ${other}`);
    expect(named).toEqual([{ item: 'Mg', name: '镁' }]);
  });

  test('what was told, and is being verified anew because it was doubted, is taken back as well', async () => {
    clock('17:20');
    const loop = await raisedBy(message(6.9, { mrn: 'E9', sequence: 269, number: 'DOUBT-1', encounter: 'IMP' }));
    await confirm(loop);
    await tell(loop);
    await act(loop, 'nurse', 'receive', 'mismatch', { reason: '患者姓名不符' });
    expect(await found(loop)).toMatchObject([{ status: 'open', waiting: 'notify' }]);
    await post(
      message(5, {
        ...{ mrn: 'E9', sequence: 269, number: 'DOUBT-1', encounter: 'IMP', status: 'corrected' },
        issued: '2026-03-02T17:25:00+08:00',
      }),
    );
    expect(await found(loop)).toMatchObject([{ status: 'void' }]);
    expect(await retracted(loop)).toBe(1);
  });

  test('of a patient who is still here it asks for no hand-over that was not asked for when it arose', async () => {
    const parts = { sequence: 281, encounter: 'AMB' } as const;
    const begun = async (mrn: string): Promise<number> => {
      clock('17:40');
      const loop = await raisedBy(message(6.9, { ...parts, mrn, number: mrn }));
      await confirm(loop);
      await tell(loop);
      await act(loop, 'nurse', 'receive', 'received', { value: '6.9', readBack: true });
      await act(loop, 'nurse', 'inform', 'told', { doctor: '李医生' });
      await act(loop, 'nurse', 'reach', 'present', {});
      await act(loop, 'doctor', 'act', 'treated', { seenAt: '2026-03-02T17:40:00+08:00', measures: '静脉推注' });
      return loop;
    };
    const amendedTo = async (loop: number, mrn: string): Promise<readonly string[]> => {
      const more = { status: 'amended', issued: '2026-03-02T17:45:00+08:00' };
      await post(message(6.9, { ...parts, mrn, number: mrn, ...more }));
      const rows = await server.db.query<{ id: string; status: string }>(
        sql`select s.id, s.status from loop l cross join lateral jsonb_to_recordset(l.state -> 'stages') as s (id text, status text)
          where l.id = ${loop} and s.id = 'hand-over'`,
      );
      return rows.map(({ status }) => status);
    };
    const older = await begun('F2');
    await server.db.tx(async (tx) => {
      const facts = ({ ofPresent: _, ...before }: Readonly<Record<string, unknown>>) => before;
      await rest(server.deps, tx, { loop: older, sender: 'H1', facts, isAsked: false });
    });
    expect(await amendedTo(older, 'F2')).toEqual(['not-needed']);
    expect(await amendedTo(await begun('F3'), 'F3')).toEqual(['running']);
  });

  test('a patient who was reached because of it hears of it as well', async () => {
    clock('17:30');
    const parts = { mrn: 'F1', sequence: 279, number: 'OUT-1', encounter: 'AMB' } as const;
    const loop = await raisedBy(message(6.9, parts));
    await confirm(loop);
    await tell(loop);
    await act(loop, 'nurse', 'receive', 'received', { value: '6.9', readBack: true });
    await act(loop, 'nurse', 'inform', 'told', { doctor: '李医生' });
    await act(loop, 'nurse', 'reach', 'reached', { reached: '患者', channel: 'telephone', advice: '速来院' });
    await post(message(5, { ...parts, status: 'corrected', issued: '2026-03-02T17:35:00+08:00' }));
    const [row] = await server.db.query<{ id: number }>(
      sql`select id from loop where definition = 'critical-value/withdrawn' and subject like ${`${String(loop)}|%`}`,
    );
    const retraction = row?.id ?? 0;
    await act(retraction, 'laboratory', 'retract', 'told', { channel: 'telephone', receiver: '门诊护士' });
    const waiting = await server.db.query(
      sql`select array_to_string(stages, ' ') as waiting from loop where id = ${retraction}`,
    );
    expect(waiting).toEqual([{ waiting: 'review patient' }]);
  });
});
