/** `/api/v1/loops`: a critical value from the bench to the bedside, by people and by the record system. */
import type { Day } from '@fujie/core/kernel';
import type {
  LoopCountsResponse,
  LoopRecorded,
  LoopResponse,
  LoopsResponse,
  LoopStatisticsResponse,
} from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { importTyped } from '../src/registers/change.ts';
import { openLoop } from '../src/platform/loops/loops.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const laboratory = () => region.as('laboratory', { institution: 'H2', department: 'LAB', username: 'bench' });
const doctor = () => region.as('doctor', { institution: 'H2', department: 'INT', practitioner: 'D2' });
const elsewhere = () =>
  region.as('doctor', { institution: 'H2', department: 'SUR', practitioner: 'D4', username: 'surgeon' });
const office = () => region.as('quality-office', { institution: 'H2' });
const system = () => region.as('system', { institution: 'H2' });

let loop: string;
beforeAll(async () => {
  region.clock.set(at('2024-05-20T09:00+08:00'));
  await importTyped(region.deps, 'test', 'practitioner', [
    {
      from: '2022-01-01' as Day,
      to: null,
      row: { institution: 'H2', code: 'L1', nameZh: '孙检验', role: 'technician', department: 'INT' },
    },
  ]);
  const { id: person } = await region.person();
  const row = await region.db.tx((tx) =>
    openLoop(region.deps, tx, {
      definition: 'critical-value/inpatient',
      subject: 'H2|R1|K',
      unit: 'H2',
      department: 'INT',
      personId: person,
      occurredAt: at('2024-05-20T09:00+08:00'),
      by: { id: 'lis', name: 'LIS', role: 'system' },
      facts: { titleZh: '钾 6.9 mmol/L', titleEn: 'Potassium 6.9 mmol/L' },
    }),
  );
  loop = String(row?.id);
});

const act = async (headers: Record<string, string>, what: string, fields: object, more: object = {}) => {
  const [stage, outcome] = what.split(':');
  return post<LoopRecorded>(`loops/${loop}/acts`, headers, {
    key: `${what}/${String(region.clock.now())}`,
    stage,
    outcome,
    fields,
    ...more,
  });
};
const VERIFIED = { specimen: '无溶血', control: true };

describe('an open loop', () => {
  test('stands in the inbox of whoever owes it, and is seen by nobody whose department it is not', async () => {
    const mine = await get<LoopsResponse>('loops', await laboratory());
    expect(mine.body.loops.map(({ title, isMine, waiting }) => [title.zh, isMine, waiting[0]?.id])).toEqual([
      ['钾 6.9 mmol/L', true, 'verify'],
    ]);
    expect(mine.body.counts).toEqual({ mine: 1, mineOverdue: 0, told: 0, department: 1, open: 1, overdue: 0 });
    expect((await get<LoopsResponse>('loops', await doctor())).body.counts).toEqual({
      mine: 0,
      mineOverdue: 0,
      told: 0,
      department: 1,
      open: 1,
      overdue: 0,
    });
    expect((await get<LoopsResponse>('loops?view=open', await elsewhere())).body.loops).toEqual([]);
    expect((await get(`loops/${loop}`, await elsewhere())).status).toBe(404);
  });

  test('stands among what is open in the department, for whoever works there and for the office that owes it', async () => {
    const ofDepartment = async (headers: Record<string, string>) => {
      const { loops, counts } = (await get<LoopsResponse>('loops?view=department', headers)).body;
      expect(counts.department).toBe(loops.length);
      return loops.map(({ title }) => title.zh);
    };
    const nurse = await region.as('nurse', { institution: 'H2', department: 'INT', username: 'ward' });
    expect(await ofDepartment(nurse)).toEqual(['钾 6.9 mmol/L']);
    expect(await ofDepartment(await elsewhere())).toEqual([]);
    // A whole office answers for what its role owes: the bench still, the quality office not yet.
    expect(await ofDepartment(await laboratory())).toEqual(['钾 6.9 mmol/L']);
    expect(await ofDepartment(await office())).toEqual([]);
    expect((await get<LoopsResponse>('loops?view=open', await office())).body.counts.open).toBe(1);
  });

  test('is said to be seen only by whoever owes it, because that silences the reminder', async () => {
    const seen = (stage: string) => ({ key: `seen/${stage}`, stage });
    expect((await post(`loops/${loop}/seen`, await doctor(), seen('verify'))).status).toBe(422);
    expect((await post(`loops/${loop}/seen`, await laboratory(), seen('notify'))).status).toBe(422);
    expect((await post(`loops/${loop}/seen`, await laboratory(), seen('verify'))).status).toBe(200);
  });

  test('refuses a person what proves nothing, and says what is missing', async () => {
    const missing = await act(await laboratory(), 'verify:confirmed', { specimen: '无溶血' });
    expect(missing.status).toBe(422);
    expect(missing.body).toMatchObject({ errors: [{ path: 'body.fields.control', messageZh: '缺少“control”' }] });
    expect((await act(await doctor(), 'verify:confirmed', VERIFIED)).status).toBe(422);
    expect((await act(await laboratory(), 'verify:confirmed', { ...VERIFIED, colour: 'red' })).status).toBe(400);
    expect((await act(await laboratory(), 'receive:received', {})).status).toBe(422);
    expect((await act(await laboratory(), 'verify:constructor', {})).status).toBe(400);
    expect(
      (await act(await laboratory(), 'verify:confirmed', VERIFIED, { occurredAt: '2024-05-20T10:00+08:00' })).status,
    ).toBe(422);
    const { body } = await get<LoopResponse>(`loops/${loop}`, await laboratory());
    expect(body.records.map(({ kind }) => kind)).toEqual(['opened', 'seen']);
  });

  test('is seen by everybody at the bedside when nobody knows of which department the patient is', async () => {
    const row = await region.db.tx((tx) =>
      openLoop(region.deps, tx, {
        definition: 'critical-value/outpatient',
        subject: 'H2|R0|K',
        unit: 'H2',
        department: null,
        personId: null,
        occurredAt: at('2024-04-20T09:00+08:00'),
        by: { id: 'lis', name: 'LIS', role: 'system' },
        facts: {},
      }),
    );
    expect((await get(`loops/${String(row?.id)}`, await elsewhere())).status).toBe(200);
    await post(`loops/${String(row?.id)}/waivers`, await office(), { key: 'w', stage: null, reason: 'died', note: '' });
    const again = { key: 'w2', stage: null, reason: 'died', note: '' };
    expect((await post(`loops/${String(row?.id)}/waivers`, await office(), again)).status).toBe(409);
  });

  test('is counted under a mark that is another one once something has changed, and what is over its limit apart', async () => {
    const counted = async () => (await get<LoopCountsResponse>('loops/counts', await laboratory())).body;
    const before = await counted();
    expect(before).toMatchObject({ mine: 1, mineOverdue: 0, now: '2024-05-20T09:00:00+08:00' });
    region.clock.set(at('2024-05-20T09:06+08:00'));
    expect(await counted()).toEqual({ ...before, mineOverdue: 1, overdue: 1, now: '2024-05-20T09:06:00+08:00' });
    await post(`loops/${loop}/assignments`, await office(), { key: 'to-doctor', practitioner: 'D2' });
    expect(await counted()).toMatchObject({
      ...{ mine: 0, department: 1 },
      mark: expect.not.stringMatching(before.mark) as string,
    });
    // Of a department, those that somebody else is to do; one's own stand among one's own.
    expect((await get<LoopsResponse>('loops?view=department', await doctor())).body).toMatchObject({
      ...{ loops: [], counts: { mine: 1, department: 0 } },
    });
    region.clock.set(at('2024-05-20T09:00+08:00'));
  });

  test('goes from stage to stage, by people and by the record system, and a second answer comes too late', async () => {
    region.clock.set(at('2024-05-20T09:02+08:00'));
    // Two at the bench at once: one has done it, the other is told so.
    const colleague = await region.as('laboratory', { institution: 'H2', department: 'LAB', username: 'bench-2' });
    const both = await Promise.all(
      [await laboratory(), colleague].map(async (headers) => act(headers, 'verify:confirmed', VERIFIED)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 200)?.body).toMatchObject({ waiting: ['notify'], flaws: [] });
    region.clock.set(at('2024-05-20T09:03+08:00'));
    expect((await act(await laboratory(), 'verify:confirmed', VERIFIED)).status).toBe(409);
    await act(await laboratory(), 'notify:told', { channel: 'telephone', receiver: '王护士' });
    region.clock.set(at('2024-05-20T09:05+08:00'));
    const received = { key: 'his-1', stage: 'receive', outcome: 'received', fields: { value: '6.9', readBack: true } };
    const nameless = await post(`loops/${loop}/acts`, await system(), received);
    expect(nameless.status).toBe(400);
    const byDoctor = { ...received, by: { practitioner: 'D2', role: 'doctor' } };
    expect((await post<LoopRecorded>(`loops/${loop}/acts`, await system(), byDoctor)).body).toMatchObject({
      waiting: ['inform'],
    });
    expect((await post<LoopRecorded>(`loops/${loop}/acts`, await system(), byDoctor)).body).toMatchObject({
      isNew: false,
    });
    // Under the name of another act nothing is recorded, and nobody is told that it was.
    const other = { ...byDoctor, fields: { value: '9.6', readBack: true } };
    expect((await post(`loops/${loop}/acts`, await system(), other)).status).toBe(409);
    // A record system speaks for no office and no authority, and nobody puts something in the place of what another recorded.
    const asOffice = { ...byDoctor, key: 'his-3', by: { practitioner: 'Q1', role: 'quality-office' } };
    expect((await post(`loops/${loop}/acts`, await system(), asOffice)).status).toBe(400);
    const { records } = (await get<LoopResponse>(`loops/${loop}`, await office())).body;
    for (const { id } of records) {
      const inPlace = { key: `in-place-${id}`, stage: 'inform', outcome: 'self', fields: {}, corrects: id };
      expect((await post(`loops/${loop}/acts`, await doctor(), inPlace)).status).toBe(400);
    }
    const nurse = await region.as('nurse', { institution: 'H2', department: 'INT', username: 'ward' });
    expect((await act(nurse, 'inform:self', {})).status).toBe(422);
    await act(await doctor(), 'inform:self', {});
    region.clock.set(at('2024-05-20T09:20+08:00'));
    const treated = { seenAt: '2024-05-20T09:15+08:00', measures: '葡萄糖酸钙、胰岛素' };
    expect((await act(await doctor(), 'act:treated', treated)).body).toMatchObject({
      waiting: ['hand-over', 'recheck'],
    });
  });

  test('takes from a system no act of somebody whom the register does not hold on its day, and names whom it holds', async () => {
    const sent = (practitioner: string, occurredAt: string, key: string) => ({
      ...{ key, stage: 'recheck', outcome: 'rechecked', fields: { result: '4.1' }, occurredAt },
      by: { practitioner, role: 'laboratory' },
    });
    const answerTo = async (practitioner: string, occurredAt: string, key: string) =>
      post<LoopRecorded & { errors?: { path: string }[] }>(
        `loops/${loop}/acts`,
        await system(),
        sent(practitioner, occurredAt, key),
      );
    const before = (await get<LoopResponse>(`loops/${loop}`, await office())).body.records.length;
    // Nobody; somebody of another institution; the day before the register holds her.
    for (const [who, when] of [
      ['L9', '2024-05-20T09:18+08:00'],
      ['D3', '2024-05-20T09:18+08:00'],
      ['L1', '2021-12-31T23:59+08:00'],
    ] as const) {
      const { status, body } = await answerTo(who, when, `unknown/${who}`);
      expect([who, status, body.errors?.map(({ path }) => path)]).toEqual([who, 400, ['body.by.practitioner']]);
    }
    expect((await get<LoopResponse>(`loops/${loop}`, await office())).body.records.length).toBe(before);
  });

  test('keeps what a system reports though it does not count, and names the flaw', async () => {
    const wrong = {
      key: 'his-2',
      stage: 'recheck',
      outcome: 'rechecked',
      fields: { result: '4.1' },
      by: { practitioner: 'L1', role: 'laboratory' },
    };
    const kept = await post<LoopRecorded>(`loops/${loop}/acts`, await system(), wrong);
    expect(kept.body).toMatchObject({ status: 'open', flaws: ['wrong-person'], waiting: ['hand-over', 'recheck'] });
    const { body } = await get<LoopResponse>(`loops/${loop}`, await office());
    expect(body.loop.flaws).toEqual(['wrong-person']);
    expect(body.records.at(-1)).toMatchObject({ by: { name: '孙检验', role: 'laboratory' }, flaws: ['wrong-person'] });
  });

  test('is waived by the office for a reason, closes, and is opened again', async () => {
    const waive = { key: 'w1', stage: 'hand-over', reason: 'transferred', note: '转院' };
    expect((await post(`loops/${loop}/waivers`, await laboratory(), waive)).status).toBe(403);
    expect((await post(`loops/${loop}/waivers`, await office(), { ...waive, reason: 'lazy' })).status).toBe(422);
    expect((await post<LoopRecorded>(`loops/${loop}/waivers`, await office(), waive)).body.waiting).toEqual([
      'recheck',
    ]);
    expect((await act(await doctor(), 'recheck:rechecked', { result: '4.1' })).body.status).toBe('closed');
    const again = { key: 'r1', stage: 'recheck', note: '复查标本有误' };
    expect((await post<LoopRecorded>(`loops/${loop}/reopenings`, await office(), again)).body).toMatchObject({
      status: 'open',
      waiting: ['recheck'],
    });
    const { records } = (await get<LoopResponse>(`loops/${loop}`, await office())).body;
    expect(records.find(({ kind }) => kind === 'waived')?.note).toEqual({
      zh: '已转往其他机构并交接：转院',
      en: 'Handed over to another institution: 转院',
    });
    expect(records.find(({ outcome }) => outcome?.zh === '已报告')?.fields[0]).toEqual({
      title: { zh: '方式', en: 'Channel' },
      value: { zh: '电话', en: 'Telephone' },
    });
    const given = { key: 'a1', practitioner: 'D2' };
    expect((await post<LoopRecorded>(`loops/${loop}/assignments`, await office(), given)).status).toBe(200);
    expect((await get<LoopsResponse>('loops', await doctor())).body.loops[0]).toMatchObject({ isMine: true });
  });

  test('is counted by department with the minutes of its stages, and every number opens to its loops', async () => {
    const { body } = await get<LoopStatisticsResponse>(
      'loops/statistics?from=2024-05-01&to=2024-05-31',
      await office(),
    );
    const [counted] = body.definitions;
    expect(counted).toMatchObject({ id: 'critical-value/inpatient', hasCases: true });
    expect(counted?.total).toEqual({
      ...{ opened: 1, closedInTime: 0, closedLate: 0, waived: 0, void: 0, open: 1, overdue: 0, flawed: 1 },
      ...{ warned: 1, whole: 0 },
    });
    expect(counted?.units.map(({ unitCode, department }) => [unitCode, department?.code])).toEqual([['H2', 'INT']]);
    expect(counted?.stages.map(({ id, reached, done, median, p90 }) => [id, reached, done, median, p90])).toEqual([
      ['verify', 1, 1, 2, 2],
      ['reread', 0, 0, null, null],
      ['notify', 1, 1, 1, 1],
      ['told', 0, 0, null, null],
      ['receive', 1, 1, 2, 2],
      ['inform', 1, 1, 0, 0],
      ['act', 1, 1, 15, 15],
      ['hand-over', 1, 0, null, null],
      ['recheck', 1, 0, null, null],
    ]);
    const listed = async (query: string) =>
      (
        await get<LoopsResponse>(
          `loops?view=all&from=2024-05-01&to=2024-05-31&unit=H2&department=INT&${query}`,
          await office(),
        )
      ).body.loops.length;
    expect(await listed('measure=flawed')).toBe(1);
    expect(await listed('measure=closedInTime')).toBe(0);
    expect(await listed('stage=act&stageMeasure=done')).toBe(1);
    expect(await listed('stage=recheck&stageMeasure=done')).toBe(0);
    const june = await get<LoopStatisticsResponse>('loops/statistics?from=2024-06-01&to=2024-06-30', await office());
    expect(june.body.definitions).toEqual([]);
    expect((await get('loops/statistics', await doctor())).status).toBe(403);
    const surgery = await region.as('department-head', { institution: 'H2', department: 'SUR' });
    const theirs = await get<LoopStatisticsResponse>('loops/statistics?from=2024-05-01&to=2024-05-31', surgery);
    expect(theirs.body.definitions).toEqual([]);
  });
});
