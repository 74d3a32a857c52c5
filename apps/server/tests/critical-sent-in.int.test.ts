/**
 * Critical values 危急值 of specimens that another institution sent in 外送标本: two loops over the wire, one at the laboratory until the sender has it, one
 * at the sender from there on; neither institution reads the other's. Source: core-systems.14#08.
 */
import type { CriticalStatisticsResponse, CriticalValuesResponse } from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { holdState } from '../src/critical/chain.query.ts';
import { followPersons } from '../src/critical/critical.query.ts';
import { sql } from '../src/platform/db/database.ts';
import { examination, message, NOW } from './critical-fixture.ts';
import type { Step, Who } from './critical-sent-in-fixture.ts';
import {
  CONFIRMED,
  DOUBTED,
  INFORMED,
  named,
  ordered,
  RECEIVED,
  saidIn,
  sentIn,
  TOLD,
} from './critical-sent-in-fixture.ts';
import { sender } from './fhir-fixture.ts';
import { waitingFor } from './locks.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: NOW });
const { nextSerial, clock, post, potassium, ask, take, rowOf, raisedBy, told, page, mine } = sentIn(server);

test('is the laboratory’s alone until that has verified and told it, and the sender’s from there on', async () => {
  const [laboratory, ...none] = await raisedBy(() => potassium(6.9, 'S-1', { encounter: 'IMP' }));
  expect([laboratory, none]).toMatchObject([
    { definition: 'critical-value/sent-in', unit: 'H1', department: null, status: 'open', waiting: 'verify' },
    [],
  ]);
  const loop = laboratory?.loop ?? 0;
  const first = await page('bench', loop);
  expect(first.records[0]?.fields.map(({ title, value }) => [title.zh, value.zh])).toContainEqual([
    ...['送检机构', '送检医院'],
  ]);
  clock('10:02');
  const [care] = await raisedBy(() => take(loop, CONFIRMED, TOLD));
  expect(care).toMatchObject({
    ...{ definition: 'critical-value/inpatient', unit: 'H2', department: 'INT', status: 'open', waiting: 'receive' },
  });
  expect(await rowOf(loop)).toMatchObject({ status: 'open', waiting: 'receive' });
});

test('closes at the laboratory when the sender has read it back, and at the sender when the patient was cared for', async () => {
  const { laboratory, care } = await told('S-2', {});
  // Of whom nobody says where the patient is, the patient has to be reached; the department is that of the physician.
  expect(await rowOf(care)).toMatchObject({ definition: 'critical-value/outpatient', department: 'INT' });
  expect(await mine('nurse', 'outpatient')).toContain(care);
  const shown = await page('nurse', care);
  expect(saidIn(shown, '检验机构报告')).toEqual(
    expect.arrayContaining([
      ['检验机构报告人', '检验师'],
      ['检验机构核实人', '检验师'],
      ['方式', '电话'],
    ]),
  );
  expect(shown.records[0]?.fields.map(({ title, value }) => [title.zh, value.zh])).toContainEqual([
    ...['检验机构', '检验中心'],
  ]);
  clock('10:04');
  await take(care, RECEIVED);
  expect(await rowOf(laboratory)).toMatchObject({ status: 'closed' });
  const done = await page('bench', laboratory);
  expect(saidIn(done, '送检机构接收')).toEqual(
    expect.arrayContaining([
      ['接收人', '内科护士'],
      ['已复读确认', '✓'],
    ]),
  );
  expect(done.loop.flaws).toEqual([]);
  const treated = { seenAt: '2026-03-02T10:06:00+08:00', measures: '葡萄糖酸钙静脉推注' };
  await take(care, INFORMED);
  clock('10:10');
  await take(...([care, ['doctor', 'reach', 'present', {}], ['doctor', 'act', 'treated', treated]] as const), [
    'doctor',
    'recheck',
    'rechecked',
    { result: '5.1' },
  ]);
  // Who is still here when the shift changes is handed over.
  expect(await rowOf(care)).toMatchObject({ status: 'open' });
  await take(care, ['doctor', 'hand-over', 'handed', { takenOverBy: '夜班医师' }]);
  expect(await rowOf(care)).toMatchObject({ status: 'closed' });
  expect((await page('office', care)).loop.flaws).toEqual([]);
  // What was done for the patient is nobody's of the laboratory.
  expect(JSON.stringify(await page('tester', laboratory))).not.toContain('葡萄糖酸钙');
});

test('neither reads the loop of the other, and nobody else either', async () => {
  const { laboratory, care } = await told('S-3');
  await ask('bench', `loops/${String(care)}`, undefined, 404);
  await ask('tester', `loops/${String(care)}`, undefined, 404);
  await ask('nurse', `loops/${String(laboratory)}`, undefined, 404);
  await ask('office', `loops/${String(laboratory)}`, undefined, 404);
  for (const loop of [laboratory, care]) await ask('stranger', `loops/${String(loop)}`, undefined, 404);
  // Nothing of the wider scope is left on the connection.
  await take(care, ['nurse', 'receive', 'mismatch', { reason: '姓名不符' }]);
  await ask('nurse', `loops/${String(laboratory)}`, undefined, 404);
});

// Whoever names a person and another hospital must not learn from the platform whether that person lies there, or on which ward.
test('where its patient is treated the sender’s own visit says, and the laboratory knows what its order said', async () => {
  const person = { sequence: nextSerial() };
  const visit = message(4.2, { ...person, institution: 'H2', mrn: 'W-1', number: 'W-1', encounter: 'IMP' });
  const own = await sender(server, 'H2')('POST', '/fhir', visit);
  expect(own.statusCode).toBe(200);
  const sent = { mrn: 'S-V', number: 'S-V' };
  const body = ordered(message(6.9, { ...person, ...sent }), named('institution', 'H2'));
  const [laboratory] = await raisedBy(() => post(body));
  const loop = laboratory?.loop ?? 0;
  const [care] = await raisedBy(() => take(loop, CONFIRMED, TOLD));
  expect(care).toMatchObject({ unit: 'H2', definition: 'critical-value/inpatient', department: 'INT' });
  const settings = await server.db.query(sql`select unit, setting from critical_value order by loop_id desc limit 2`);
  expect(settings).toEqual([
    { unit: 'H2', setting: 'inpatient' },
    { unit: 'H1', setting: 'unknown' },
  ]);
  const saidTo = async (who: Who, id: number) =>
    (await page(who, id)).records[0]?.fields.find(({ title }) => title.en === 'Setting')?.value.en;
  expect([await saidTo('nurse', care?.loop ?? 0), await saidTo('bench', loop)]).toEqual(['Inpatient', 'Not known']);
});

test('an examination is read again at the institution that reads it, and told in the same way', async () => {
  const body = examination({ mrn: 'S-4', sequence: nextSerial(), encounter: 'IMP' }, { item: 'ECG', finding: 'I21.9' });
  const [laboratory] = await raisedBy(() => post(ordered(body, named('institution', 'H2'))));
  expect(laboratory).toMatchObject({ definition: 'critical-value/sent-in', waiting: 'reread' });
  const loop = laboratory?.loop ?? 0;
  const reread: Step = ['bench', 'reread', 'confirmed', { reader: '张医师', checker: '王主任', looked: true }];
  const [care] = await raisedBy(() => take(loop, reread, TOLD));
  expect(care).toMatchObject({ unit: 'H2', waiting: 'receive' });
  await take(care?.loop ?? 0, RECEIVED, INFORMED, DOUBTED);
  expect([await rowOf(loop), await rowOf(care?.loop ?? 0)]).toMatchObject([
    { status: 'open', waiting: 'reread' },
    { status: 'open', waiting: 'told' },
  ]);
});

describe('whose sender is nobody that the register holds', () => {
  test.each([
    ['no order', null],
    ['an order that names nobody of a number', { display: '某医生' }],
    ['an order of the own', { ...named('practitioner', 'D2') }],
    ['an order of an institution that no register holds', { ...named('institution', 'X9') }],
  ])('with %s is followed as a whole where it was tested', async (what, requester) => {
    const number = `U-${what}`;
    const [own, ...others] = await raisedBy(() => potassium(6.9, number, { encounter: 'IMP', requester }));
    expect([own, others]).toMatchObject([
      { definition: 'critical-value/inpatient', unit: 'H1', department: 'INT' },
      [],
    ]);
  });
});

test('sent twice it is one for each', async () => {
  const { laboratory, care } = await told('S-5', { encounter: 'IMP', specimen: 'TUBE-S5' });
  const again = await raisedBy(async () => {
    await potassium(6.9, 'S-5', { encounter: 'IMP', specimen: 'TUBE-S5' });
    await potassium(6.8, 'S-5b', { encounter: 'IMP', specimen: 'TUBE-S5', mrn: 'S-5' });
  });
  expect(again).toEqual([]);
  expect([await rowOf(laboratory), await rowOf(care)]).toMatchObject([{ waiting: 'receive' }, { waiting: 'receive' }]);
});

test('is told again where the sender takes it for another, and a second telling closes both as the first', async () => {
  const { laboratory, care } = await told('S-6');
  await take(care, ['nurse', 'receive', 'mismatch', { reason: '床号不符' }]);
  expect([await rowOf(laboratory), await rowOf(care)]).toMatchObject([{ waiting: 'notify' }, { waiting: 'told' }]);
  expect(JSON.stringify(await page('bench', laboratory))).toContain('床号不符');
  await take(laboratory, TOLD);
  expect([await rowOf(laboratory), await rowOf(care)]).toMatchObject([{ waiting: 'receive' }, { waiting: 'receive' }]);
  await take(care, RECEIVED);
  expect(await rowOf(laboratory)).toMatchObject({ status: 'closed' });
});

test('is told again by a laboratory that heard it read back and is told afterwards that it does not match', async () => {
  const { laboratory, care } = await told('S-7');
  await take(laboratory, ['bench', 'receive', 'heard', { receiver: '内科护士', value: '6.9', readBack: true }]);
  expect([await rowOf(laboratory), await rowOf(care)]).toMatchObject([{ status: 'closed' }, { waiting: 'receive' }]);
  await take(care, ['nurse', 'receive', 'mismatch', { reason: '床号不符' }]);
  expect([await rowOf(laboratory), await rowOf(care)]).toMatchObject([{ waiting: 'notify' }, { waiting: 'told' }]);
});

describe('that does not fit the patient', () => {
  test('is tested again at once by who tested it, while the ward waits, and is told anew', async () => {
    const { laboratory, care } = await told('S-8');
    await take(care, RECEIVED, INFORMED, DOUBTED);
    expect([await rowOf(laboratory), await rowOf(care)]).toMatchObject([
      { status: 'open', waiting: 'verify' },
      { status: 'open', waiting: 'told' },
    ]);
    expect(JSON.stringify(await page('bench', laboratory))).toContain('心电图正常');
    await take(laboratory, CONFIRMED, TOLD);
    expect([await rowOf(laboratory), await rowOf(care)]).toMatchObject([
      { waiting: 'receive' },
      { waiting: 'receive' },
    ]);
  });

  test('and is none after all is taken back at the sender, who looks at what was done', async () => {
    const { laboratory, care } = await told('S-9');
    await take(care, RECEIVED, INFORMED, DOUBTED);
    await take(laboratory, ['bench', 'verify', 'false', { reason: '溶血' }]);
    expect([await rowOf(laboratory), await rowOf(care)]).toMatchObject([{ status: 'void' }, { status: 'void' }]);
    const [review, ...others] = await mine('doctor', 'withdrawn');
    expect(others).toEqual([]);
    await take(review ?? 0, ['doctor', 'review', 'unneeded', { reason: '尚未据此处置' }]);
    expect(await mine('doctor', 'withdrawn')).toEqual([]);
  });
});

describe('that is corrected', () => {
  const corrected = { status: 'corrected', issued: '2026-03-02T10:20:00+08:00', encounter: 'IMP' } as const;

  test('to another critical one says so at both, and waits at the sender until it is verified', async () => {
    const { laboratory, care } = await told('C-1');
    await take(care, RECEIVED);
    clock('10:20');
    await potassium(2.4, 'C-1', corrected);
    expect([await rowOf(laboratory), await rowOf(care)]).toMatchObject([
      { status: 'open', waiting: 'verify', value: '2.4' },
      { status: 'open', waiting: 'told', value: '2.4' },
    ]);
    expect((await page('nurse', care)).loop.title.zh).toContain('2.4');
    // How each measurement was signed is the laboratory's, and kept there alone.
    const kept = await server.deps.worker.query<{ loop: number; measurements: object }>(
      sql`select loop_id as loop, measurements from critical_value where loop_id in (${laboratory}, ${care})`,
    );
    const measurementsOf = (loop: number) => Object.keys(kept.find((row) => row.loop === loop)?.measurements ?? {});
    expect([measurementsOf(laboratory).length, measurementsOf(care)]).toEqual([1, []]);
    await take(laboratory, CONFIRMED, TOLD);
    expect(await rowOf(care)).toMatchObject({ waiting: 'receive' });
  });

  test('to none is taken back at both, by the name of its item in either language, and back again told anew', async () => {
    const { laboratory, care } = await told('C-2');
    await take(care, RECEIVED, INFORMED);
    clock('10:20');
    await potassium(4.4, 'C-2', corrected);
    expect([await rowOf(laboratory), await rowOf(care)]).toMatchObject([{ status: 'void' }, { status: 'void' }]);
    const [own, ward] = [await mine('bench', 'withdrawn'), await mine('doctor', 'withdrawn')];
    expect([own.length, ward.length]).toEqual([1, 1]);
    expect(ward).not.toEqual(own);
    const retraction = await page('bench', own[0] ?? 0);
    expect([retraction.loop.title.zh, retraction.loop.title.en]).toEqual([
      '钾 6.9 mmol/L：不是危急值，已更正或撤回',
      'Potassium 6.9 mmol/L: no critical value, corrected or withdrawn',
    ]);
    await take(own[0] ?? 0, ['bench', 'retract', 'told', { channel: 'telephone', receiver: '内科护士' }]);
    expect((await page('tester', own[0] ?? 0)).loop.status).toBe('closed');
    await take(ward[0] ?? 0, ['doctor', 'review', 'changed', { measures: '停用降钾药' }]);
    expect((await page('office', ward[0] ?? 0)).loop.status).toBe('closed');
    clock('10:30');
    await potassium(7.1, 'C-2', { ...corrected, status: 'amended', issued: '2026-03-02T10:30:00+08:00' });
    expect([await rowOf(laboratory), await rowOf(care)]).toMatchObject([{ waiting: 'verify' }, { status: 'void' }]);
    const others = await raisedBy(() => take(laboratory, CONFIRMED, TOLD));
    expect([others, await rowOf(care)]).toMatchObject([[], { status: 'open', waiting: 'receive', value: '7.1' }]);
  });

  test('before anybody was told is the laboratory’s alone', async () => {
    const [laboratory] = await raisedBy(() => potassium(6.9, 'C-3', { encounter: 'IMP' }));
    clock('10:20');
    const brought = await raisedBy(() => potassium(4.4, 'C-3', corrected));
    expect([await rowOf(laboratory?.loop ?? 0), brought]).toMatchObject([{ status: 'void' }, []]);
  });

  test('of a patient who was reached asks the sender to tell the patient', async () => {
    const { care } = await told('C-4', { encounter: 'AMB' });
    const reached = { reached: '患者本人', channel: 'telephone', advice: '立即返院' };
    await take(care, RECEIVED, INFORMED, ['doctor', 'reach', 'reached', reached]);
    clock('10:20');
    await potassium(4.4, 'C-4', { ...corrected, encounter: 'AMB' });
    const [review = 0] = await mine('doctor', 'withdrawn');
    expect((await page('doctor', review)).loop.waiting.map(({ id }) => id)).toEqual(['review', 'patient']);
  });
});

test('follows its result to another patient without standing in the way of who acts on it', async () => {
  const { laboratory, care } = await told('P-1');
  const rows = await server.deps.worker.query<{ result: string }>(
    sql`select result_id as result from critical_value where loop_id = ${laboratory}`,
  );
  const result = rows[0]?.result ?? '';
  // The laboratory's row was written last, so that it is met last.
  await server.asOwner(sql`update critical_value set name = name where loop_id = ${laboratory}`);
  await server.asOwner(sql`update critical_value set person_id = null where loop_id in (${laboratory}, ${care})`);
  let following: Promise<void> | undefined;
  await server.deps.worker.tx(async (tx) => {
    await holdState(tx, laboratory);
    following = server.deps.worker.tx((other) => followPersons(other, [result]));
    await expect.poll(() => waitingFor(server.deps.worker, 'transactionid')).toBe(1);
    await tx.query(sql`set local lock_timeout = '2s'`);
    await holdState(tx, care);
    await tx.query(sql`update critical_value set person_id = person_id where loop_id in (${laboratory}, ${care})`);
  });
  await following;
  const after = await server.deps.worker.query<{ persons: number }>(
    sql`select count(person_id)::int as persons from critical_value where loop_id in (${laboratory}, ${care})`,
  );
  expect(after[0]?.persons).toBe(2);
});

test('one that does not act on the platform has read it back on the telephone, and the ward’s loop stays open', async () => {
  const { laboratory, care } = await told('S-10');
  await take(laboratory, ['bench', 'receive', 'heard', { receiver: '内科护士', value: '6.9', readBack: true }]);
  await take(care, RECEIVED);
  expect([await rowOf(laboratory), await rowOf(care)]).toMatchObject([{ status: 'closed' }, { waiting: 'inform' }]);
});

test('what the platform says of the other institution nobody else says, nor corrects', async () => {
  const { laboratory, care } = await told('S-12');
  await take(care, ['nurse', 'receive', 'mismatch', { reason: '床号不符' }]);
  const payload = { key: 'forged', stage: 'told', outcome: 'told', fields: { reportedBy: '某人' } };
  await ask('ownBench', `loops/${String(care)}/acts`, payload, 422);
  await take(laboratory, TOLD);
  const received = {
    key: 'forged',
    stage: 'receive',
    outcome: 'received',
    fields: { receiver: '某人', ...RECEIVED[3] },
  };
  await ask('bench', `loops/${String(laboratory)}/acts`, received, 422);
});

test('what both record at once is recorded of both, in whichever order', async () => {
  const { laboratory, care } = await told('S-11');
  // Whichever is first, the other finds the laboratory's loop closed.
  const [, other] = await Promise.all([
    ask('bench', `loops/${String(laboratory)}/acts`, { key: 'l', ...heardOf() }).catch(() => null),
    ask('nurse', `loops/${String(care)}/acts`, {
      key: 'c',
      stage: 'receive',
      outcome: 'received',
      fields: RECEIVED[3],
    }),
  ]);
  expect(other).toMatchObject({ isNew: true });
  expect([await rowOf(laboratory), await rowOf(care)]).toMatchObject([{ status: 'closed' }, { waiting: 'inform' }]);
});
const heardOf = () => ({
  ...{ stage: 'receive', outcome: 'heard' },
  fields: { receiver: '内科护士', value: '6.9', readBack: true },
});

test('that was doubted and is confirmed was told accurately; one that was misheard was not', async () => {
  clock('10:00', '2026-03-04');
  const accurate = async () => {
    const { total } = await ask<CriticalStatisticsResponse>(
      'tester',
      'critical-values/statistics?from=2026-03-04&to=2026-03-04',
    );
    const found = total.figures.find(({ indicator }) => indicator === 'accurate');
    return [found?.numerator, found?.denominator];
  };
  const doubted = await told('D-1');
  await take(doubted.care, RECEIVED, INFORMED, DOUBTED);
  await take(doubted.laboratory, CONFIRMED, TOLD);
  expect(await accurate()).toEqual([1, 1]);
  const misheard = await told('D-2');
  await take(misheard.laboratory, [
    'bench',
    'receive',
    'heard',
    { receiver: '内科护士', value: '6.9', readBack: true },
  ]);
  await take(misheard.care, ['nurse', 'receive', 'mismatch', { reason: '床号不符' }]);
  expect(await accurate()).toEqual([1, 2]);
});

test('stands in the register of each with its own part, and counts once in a figure, where it is owed', async () => {
  clock('10:00', '2026-03-05');
  const { care } = await told('R-1');
  clock('10:05');
  await take(care, RECEIVED, INFORMED, [
    ...(['doctor', 'act', 'observed', { seenAt: '2026-03-05T10:04:00+08:00', reason: '已停补钾' }] as const),
  ]);
  const period = 'from=2026-03-05&to=2026-03-05';
  const register = (who: Who) => ask<CriticalValuesResponse>(who, `critical-values?${period}`);
  expect((await register('tester')).values).toMatchObject([
    {
      ...{ institution: { code: 'H1' }, department: null, setting: 'inpatient', minutes: 5 },
      ...{ sentBy: { code: 'H2', nameZh: '送检医院' }, testedBy: null, acted: null },
      ...{ verified: { by: '检验师' }, received: { outcome: { zh: '送检机构已接收' } } },
    },
  ]);
  expect((await register('nurse')).values).toMatchObject([
    {
      ...{ institution: { code: 'H2' }, department: { code: 'INT' }, sentBy: null, testedBy: { code: 'H1' } },
      ...{ verified: null, notified: { outcome: { zh: '检验机构已报告' } }, acted: { by: '李医生' } },
    },
  ]);
  const figures = async (who: Who) => {
    const { total } = await ask<CriticalStatisticsResponse>(who, `critical-values/statistics?${period}`);
    const of = (id: string) => {
      const found = total.figures.find(({ indicator }) => indicator === id);
      return `${String(found?.numerator)}/${String(found?.denominator)}`;
    };
    return [total.cases, of('minutes-inpatient'), of('reported-in-time'), of('handled-in-time'), of('same-day')];
  };
  expect(await figures('tester')).toEqual([1, '1/1', '1/1', '0/0', '0/0']);
  expect(await figures('office')).toEqual([1, '0/0', '0/0', '1/1', '1/1']);
});
