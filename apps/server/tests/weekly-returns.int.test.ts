/** The weekly return 周报: owed when a week is over, figures from the records, versions that stay, late and missing ones named. */
import type {
  LoopRecorded,
  LoopsResponse,
  ReturnCasesResponse,
  StatisticsCasesResponse,
  WeeklyReturnResponse,
  WeeklyReturnRow,
  WeeklyReturnsResponse,
} from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { insertRelease } from '../src/statistics/release.query.ts';
import { settleDue } from '../src/platform/loops/loops.ts';
import { openReturns } from '../src/statistics/return-jobs.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { EXPLAINED, requestsTo } from './recognition-requests.ts';
import { COUNTY, returnReaders } from './returns-fixture.ts';

const region = sharedRegion();
const { get, post, check, act } = requestsTo(region);
const { office, bureau, city, elsewhere } = returnReaders(region);
const WEEK = '2024-05-27';
const LESSON = '调阅后采纳，避免重复采血';
const ROW = {
  ...{ age: '60-69', sex: 'female', region: '140105', time: '2024-04-15' },
  data: { item: 'ALT', class: 'MUST', choice: 'ACCEPT', code: null },
};

const listed = async (headers: Record<string, string>) =>
  (await get<WeeklyReturnsResponse>('weekly-returns', headers)).body;
const rowOf = ({ rows }: WeeklyReturnsResponse, unit: string): WeeklyReturnRow | undefined =>
  rows.find((row) => row.unit === unit);
const statusOf = async (unit: string): Promise<string | undefined> =>
  rowOf(await listed(await city()), unit)?.weeks[0]?.status;
const one = (headers: Record<string, string>, unit: string, week = WEEK) =>
  get<WeeklyReturnResponse>(`weekly-returns/${unit}/${week}`, headers);
const handIn = (headers: Record<string, string>, unit: string, progress = '本周培训两次') =>
  post<WeeklyReturnResponse>(`weekly-returns/${unit}/${WEEK}`, headers, {
    progress,
    typical: { month: '2024-04', row: 1, text: LESSON },
  });

beforeAll(async () => {
  region.clock.set(at('2024-05-29T10:00+08:00'));
  for (const [choice, more] of [
    ['ACCEPT', {}],
    ['ACCEPT', {}],
    ['REPEAT', { code: 1, note: '病情变化', explanation: EXPLAINED }],
  ] as const) {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const { decision } = await check(handle, ['ALT']);
    await act(decision, [{ item: 'ALT', result, choice, ...more }]);
  }
});

/** A release of the city as the rules of de-identification would have made it. */
async function release(): Promise<void> {
  const rows = [{ ...ROW, age: '30-39' }, ROW, ROW];
  const given = { rows, level: 0, levels: 6, total: 3, suppressed: 0 };
  await insertRelease(region.deps.worker, '2024-04', { city: '1401', k: 10, given }, region.clock.now());
}

describe('the first return', () => {
  test('is owed by institutions and counties when the week is over, once, and not before', async () => {
    region.clock.set(at('2024-06-02T23:59:00+08:00'));
    expect(await openReturns(region.deps)).toBe(0);
    region.clock.set(at('2024-06-03T00:00:30+08:00'));
    expect(await openReturns(region.deps)).toBe(3);
    expect(await openReturns(region.deps)).toBe(0);
    const { weeks, rows, total } = await listed(await city());
    expect(weeks).toMatchObject([{ week: WEEK, until: '2024-06-02', dueOn: '2024-06-03' }]);
    expect(rows.map(({ unit, kind }) => [unit, kind])).toEqual([
      [COUNTY, 'county'],
      ['H1', 'institution'],
      ['H2', 'institution'],
    ]);
    expect(total).toEqual({ due: 0, onTime: 0, late: 0, missing: 0 });
    expect((await listed(await office())).rows.map(({ unit }) => unit)).toEqual(['H2']);
    expect((await listed(await elsewhere())).rows).toEqual([]);
  });

  test('stands in the inbox of who owes it, and not as owed in that of who only sees it', async () => {
    const mine = async (headers: Record<string, string>) =>
      (await get<LoopsResponse>('loops?view=mine', headers)).body.loops
        .filter(({ definition }) => definition.id.startsWith('weekly-return/'))
        .map(({ unit }) => unit.code);
    expect(await mine(await office())).toEqual(['H2']);
    expect(await mine(await bureau())).toEqual(['140105']);
    expect(await mine(await city())).toEqual([]);
  });

  test('tells who is responsible on Monday at noon, and the coordination group on Tuesday', async () => {
    const told = async (minute: string) => {
      region.clock.set(at(minute));
      while ((await settleDue(region.deps)) > 0);
      return region.db.query<{ to: string; percent: number }>(
        sql`select a.to_at || ':' || a.to_role as to, a.percent from loop_alert a join loop l on l.id = a.loop_id
             where l.subject = ${`H1|${WEEK}`} order by a.id`,
      );
    };
    expect(await told('2024-06-03T11:59:00+08:00')).toHaveLength(1);
    expect((await told('2024-06-03T12:00:00+08:00'))[1]).toEqual({ to: 'institution:quality-office', percent: 50 });
    expect(await told('2024-06-03T23:59:59+08:00')).toHaveLength(2);
    expect((await told('2024-06-04T00:00:01+08:00'))[2]).toEqual({ to: 'region:commission', percent: 100 });
  });
});

describe('a return', () => {
  test('has the figures of the records, which open to their cases', async () => {
    const { body } = await one(await office(), 'H2');
    expect(body.figures).toMatchObject({ patients: 2, accepted: [{ issuer: { code: 'H1' }, count: 2 }] });
    expect(body.figures.counts).toMatchObject({ opportunities: 3, acceptedMust: 2, yuanSaved: '18.00' });
    expect(body.figures.counts.repeated['1']).toBe(1);
    const period = `from=${body.week}&to=${body.until}&by=institution&key=H2&measure=acceptedMust`;
    const cases = await get<StatisticsCasesResponse>(`statistics/recognition/cases?${period}`, await office());
    expect(cases.body.total).toBe(body.figures.counts.acceptedMust);
  });

  test('of a county is the sum of its institutions', async () => {
    const county = (await one(await bureau(), COUNTY)).body;
    const each = await Promise.all(['H1', 'H2'].map(async (code) => (await one(await city(), code)).body.figures));
    for (const measure of ['opportunities', 'acceptedMust', 'overlooked'] as const)
      expect(county.figures.counts[measure]).toBe(each.reduce((sum, { counts }) => sum + counts[measure], 0));
    expect(county.figures.patients).toBe(each.reduce((sum, { patients }) => sum + patients, 0));
    expect(county.rows.map(({ key }) => key)).toEqual(['H1', 'H2']);
  });

  test('is handed in by the unit itself and by nobody else', async () => {
    expect((await handIn(await city(), 'H2')).status).toBe(403);
    expect((await handIn(await city(), COUNTY)).status).toBe(403);
    expect((await handIn(await office('H1'), 'H2')).status).toBe(404);
    expect((await handIn(await elsewhere(), COUNTY)).status).toBe(404);
    expect((await handIn(await office(), 'H2', ' ')).status).toBe(400);
    expect((await handIn(await office(), 'H2', '联系 138 0000 1111')).status).toBe(400);
    expect((await one(await office(), 'H2', '2024-05-28')).status).toBe(404);
  });

  test('tells of a case of the last release of its city, and in words of nobody', async () => {
    region.clock.set(at('2024-06-03T10:00+08:00'));
    await release();
    const { body } = await get<ReturnCasesResponse>('weekly-returns/cases', await office());
    expect(body.month).toBe('2024-04');
    expect(body.cases.map(({ row, age, alike, item }) => [row, age, alike, item.code])).toEqual([
      [0, '30-39', 1, 'ALT'],
      [1, '60-69', 2, 'ALT'],
    ]);
    expect((await get<ReturnCasesResponse>('weekly-returns/cases', await elsewhere())).body.cases).toEqual([]);
    const told = async (typical: object | string) =>
      (await post(`weekly-returns/H2/${WEEK}`, await office(), { progress: '本周培训两次', typical })).status;
    expect(await told(LESSON)).toBe(400);
    expect(await told({ month: '2024-04', row: 3, text: LESSON })).toBe(400);
    expect(await told({ month: '2024-03', row: 0, text: LESSON })).toBe(400);
    for (const text of ['67岁患者采纳外院结果', '6月3日采纳', '张某采纳', '住院号 12345'])
      expect(await told({ month: '2024-04', row: 1, text })).toBe(400);
  });

  test('is kept in every version with the figures of its moment, and late where it came after Monday', async () => {
    region.clock.set(at('2024-06-03T23:59:59+08:00'));
    expect((await handIn(await bureau(), COUNTY)).body).toMatchObject({ status: 'submitted', maySubmit: true });
    region.clock.set(at('2024-06-04T00:00:00+08:00'));
    expect((await handIn(await office(), 'H2')).body.status).toBe('late');
    await handIn(await office(), 'H2', '更正：培训三次');
    // Sent once more it is the version that stands.
    const { body } = await handIn(await office(), 'H2', '更正：培训三次');
    expect(body.versions.map(({ version, progress }) => [version, progress])).toEqual([
      [2, '更正：培训三次'],
      [1, '本周培训两次'],
    ]);
    expect(body.versions[1]?.figures.counts.acceptedMust).toBe(2);
    expect([await statusOf(COUNTY), await statusOf('H2'), await statusOf('H1')]).toEqual([
      'submitted',
      'late',
      'missing',
    ]);
    expect((await listed(await city())).total).toEqual({ due: 3, onTime: 1, late: 1, missing: 1 });
    const { age, sex, region: place, time } = ROW;
    expect((await listed(await city())).typical).toMatchObject(
      ['H2', COUNTY].map((unit) => ({ unit, text: LESSON, case: { age, sex, region: place, time, choice: 'ACCEPT' } })),
    );
    expect(body.versions[0]?.typical).toMatchObject({ text: LESSON, case: { row: 1, item: { code: 'ALT' } } });
    const stored = await region.db.query<{ text: string }>(sql`select t::text as text from weekly_return t`);
    for (const { text } of stored) expect(text).not.toContain('培训');
    await expect(region.db.query(sql`update weekly_return set version = 9`)).rejects.toThrow();
  });
});

describe('a problem of the ledger', () => {
  test('is a loop of its own with measure, owner and day, listed until it is solved', async () => {
    const entry = { problem: '急诊调阅率低', measure: '专项培训两次', responsible: '医务科', dueOn: '2024-06-10' };
    const send = async (one: object) =>
      (await post(`weekly-returns/H2/${WEEK}`, await office(), { progress: '登记问题', ledger: [one] })).status;
    expect(await send({ ...entry, measure: '' })).toBe(400);
    expect(await send({ ...entry, dueOn: '2024-06-03' })).toBe(400);
    expect(await send({ ...entry, problem: '患者 138 0000 1111 投诉' })).toBe(400);
    expect(await send({ ...entry, dueOn: '2024-06-31' })).toBe(400);
    expect(await send({ ...entry, dueOn: '2025-06-06' })).toBe(400);
    expect([await send(entry), await send(entry)]).toEqual([200, 200]);
    // Said otherwise it is corrected, and what was said before stays on record; once it is overdue its day stands.
    const corrected = { ...entry, measure: '专项培训三次' };
    expect([await send({ ...entry, measure: '专项培训二次' }), await send(corrected)]).toEqual([200, 200]);
    const { ledger } = await listed(await city());
    expect(ledger).toMatchObject([{ unit: 'H2', week: WEEK, ...corrected, state: 'open' }]);
    expect((await one(await office(), 'H2')).body.ledger).toEqual(ledger);
    expect((await one(await bureau(), COUNTY)).body.ledger).toEqual([]);
    expect([(await listed(await elsewhere())).ledger, (await listed(await office('H1'))).ledger]).toEqual([[], []]);
    const loop = String(ledger[0]?.loop);
    const solve = async (fields: object) =>
      (await post(`loops/${loop}/acts`, await office(), { key: 's', stage: 'solve', outcome: 'solved', fields }))
        .status;
    const now = region.clock.now();
    region.clock.set(at('2024-06-11T00:00:00+08:00'));
    expect((await listed(await city())).ledger[0]?.state).toBe('overdue');
    expect([await send(corrected), await send({ ...corrected, dueOn: '2024-07-10' })]).toEqual([200, 400]);
    region.clock.set(now);
    expect([await solve({}), await solve({ result: '调阅率升至 92%' })]).toEqual([422, 200]);
    expect((await listed(await office())).ledger[0]?.state).toBe('solved');
    expect([await send(corrected), await send({ ...corrected, measure: '另行整改' })]).toEqual([200, 400]);
  });

  test('of a county is solved by its bureau (return-problem/county)', async () => {
    const entry = { problem: '两院未贴标识', measure: '现场督导', responsible: '医政科', dueOn: '2024-06-10' };
    const { body, status } = await post<WeeklyReturnResponse>(`weekly-returns/${COUNTY}/${WEEK}`, await bureau(), {
      ...{ progress: '督导两院', ledger: [entry] },
    });
    expect([status, body.ledger]).toMatchObject([200, [{ ...entry, unit: COUNTY, state: 'open' }]]);
    const solved = { key: 's', stage: 'solve', outcome: 'solved', fields: { result: '均已打印标识' } };
    const path = `loops/${String(body.ledger[0]?.loop)}/acts`;
    expect((await post(path, await office('H1'), solved)).status).toBe(404);
    expect((await post<LoopRecorded>(path, await bureau(), solved)).body.status).toBe('closed');
    expect((await one(await city(), COUNTY)).body.ledger[0]?.state).toBe('solved');
  });
});
