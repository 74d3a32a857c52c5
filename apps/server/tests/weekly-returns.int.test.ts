/** The weekly return 周报: owed when a week is over, figures from the records, versions that stay, late and missing ones named. */
import type {
  DispatchMeetingsResponse,
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
import { raiseDispatch } from '../src/statistics/dispatch-due.ts';
import { openReturns } from '../src/statistics/return-jobs.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { EXPLAINED, requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post, check, act } = requestsTo(region);
const office = (institution = 'H2') => region.as('quality-office', { institution, username: `office-${institution}` });
const bureau = () => region.as('commission', { region: '140105', username: 'bureau' });
const city = () => region.as('commission', { region: '1401', username: 'city' });
const elsewhere = () => region.as('commission', { region: '1402', username: 'elsewhere' });
const COUNTY = 'region.140105';
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

describe('a dispatch meeting', () => {
  const meetings = async (headers: Record<string, string>) =>
    (await get<DispatchMeetingsResponse>('dispatch-meetings', headers)).body;
  const MEETING = {
    heldOn: '2024-06-04',
    title: '第一次调度会',
    present: '专班全体',
    minutes: '通报周报迟报单位',
    points: [
      { kind: 'naming', unit: 'H1', text: '首周周报未报', dueOn: '2024-06-11' },
      { kind: 'decision', unit: COUNTY, text: '逐院督导一次', dueOn: '2024-06-18' },
    ],
  };

  test('is entered by the authority of the region, for units of that region and days that can be', async () => {
    const enter = async (change: object, headers: Record<string, string>) =>
      (await post('dispatch-meetings', headers, { ...MEETING, ...change })).status;
    expect(await enter({}, await office())).toBe(403);
    expect(await enter({ heldOn: '2024-06-05' }, await city())).toBe(400);
    expect(await enter({ heldOn: '0202-06-04', points: [] }, await city())).toBe(400);
    expect(await enter({ points: [{ ...MEETING.points[0], unit: 'H3' }] }, await city())).toBe(400);
    expect(await enter({ points: [{ ...MEETING.points[0], dueOn: '2024-06-03' }] }, await city())).toBe(400);
    expect((await meetings(await city())).meetings).toEqual([]);
    expect(await enter({}, await city())).toBe(200);
  });

  test('asks for each point by a day from that of the meeting until a year after it, and says at which point a day cannot be', async () => {
    const enter = async (dueOn: string) => {
      const points = [MEETING.points[1], { ...MEETING.points[1], dueOn }];
      const answer = await post('dispatch-meetings', await city(), { ...MEETING, heldOn: '2024-06-03', points });
      const { errors } = answer.body as { errors?: readonly { readonly path: string }[] };
      return [answer.status, errors?.map(({ path }) => path)];
    };
    const refused = [400, ['body.points.1.dueOn']];
    expect(await enter('2024-06-02')).toEqual(refused);
    expect(await enter('2025-06-05')).toEqual(refused);
    expect(await enter('2024-02-30')).toEqual(refused);
    const before = (await meetings(await city())).meetings.length;
    expect(await enter('2024-06-03')).toEqual([200, undefined]);
    expect(await enter('2025-06-04')).toEqual([200, undefined]);
    const now = (await meetings(await city())).meetings.map(({ points }) => points[1]?.dueOn);
    expect([now.length - before, now.includes('2024-06-03'), now.includes('2025-06-04')]).toEqual([2, true, true]);
  });

  test('that is sent twice under one key is one, and asks once; another under it is refused', async () => {
    const points = [MEETING.points[1], { ...MEETING.points[1], text: '再督导一次' }];
    const own = { ...MEETING, heldOn: '2024-05-20', title: '点了两次的调度会', key: 'k-1', points };
    const send = async (change: object = {}) =>
      (await post('dispatch-meetings', await city(), { ...own, ...change })).status;
    expect([...(await Promise.all([send(), send()])), await send()]).toEqual([200, 200, 200]);
    const kept = (await meetings(await city())).meetings.filter(({ title }) => title === own.title);
    expect(kept.map(({ points }) => points.length)).toEqual([2]);
    expect(await send({ minutes: '另一份纪要' })).toBe(409);
    expect(await send({ points: [] })).toBe(409);
    expect(await send({ key: 'k-2', title: '另一次', points: [] })).toBe(200);
  });

  test('shows the authority everything, every unit of the city who was named, and what is decided its unit alone', async () => {
    const [all] = (await meetings(await city())).meetings;
    expect([all?.minutes, all?.points.length]).toEqual(['通报周报迟报单位', 2]);
    const [named] = (await meetings(await office('H1'))).meetings;
    expect(named).toMatchObject({ title: '第一次调度会', minutes: '', present: '' });
    expect(named?.points).toMatchObject([{ kind: 'naming', text: '首周周报未报', status: 'open' }]);
    // Every unit reads whom the city named and how far that has come, and opens nothing of it (3.2#04).
    for (const reader of [
      await office(),
      await region.as('hospital-head', { institution: 'H2', username: 'head-H2' }),
    ]) {
      const [read] = (await meetings(reader)).meetings;
      expect(read).toMatchObject({ title: '第一次调度会', minutes: '', present: '' });
      expect(read?.points).toMatchObject([
        { kind: 'naming', unit: { code: 'H1' }, text: '首周周报未报', status: 'open', loop: null },
      ]);
    }
    const [county] = (await meetings(await bureau())).meetings;
    expect(county?.points.map(({ kind }) => kind)).toEqual(['naming', 'decision']);
    expect((await meetings(await elsewhere())).meetings).toEqual([]);
  });

  test('names no person where every unit reads it', async () => {
    const enter = async (kind: string) =>
      (
        await post('dispatch-meetings', await city(), {
          ...MEETING,
          points: [{ ...MEETING.points[0], kind, text: '联系 138 0000 1111' }],
        })
      ).status;
    expect(await enter('naming')).toBe(400);
    const titled = { ...MEETING, title: '通报 138 0000 1111', points: [MEETING.points[0]] };
    expect((await post('dispatch-meetings', await city(), titled)).status).toBe(400);
  });

  test('is read on record, as the list of returns with their typical cases is', async () => {
    await listed(await city());
    const read = await region.db.query<{ action: string }>(
      sql`select distinct action from audit_event where actor = 'city' and subject is null and action in ('weekly-return:read', 'dispatch:read') order by action`,
    );
    expect(read.map(({ action }) => action)).toEqual(['dispatch:read', 'weekly-return:read']);
  });

  test('asks in loops: the unit carries out, the authority verifies, and sends back what is not enough', async () => {
    const loop = (await meetings(await office('H1'))).meetings[0]?.points[0]?.loop ?? 0;
    const record = async (headers: Record<string, string>, key: string, what: string, fields: object) => {
      const [stage, outcome] = what.split(':');
      return (await post<LoopRecorded>(`loops/${String(loop)}/acts`, headers, { key, stage, outcome, fields })).body;
    };
    const measures = { measures: '已补报，专人负责' };
    expect((await record(await office('H1'), '1', 'carry-out:done', measures)).waiting).toEqual(['verify']);
    expect((await record(await city(), '2', 'verify:returned', { reason: '未见补报' })).waiting).toEqual(['carry-out']);
    region.clock.set(at('2024-06-12T00:00:00+08:00'));
    expect((await meetings(await city())).meetings[0]?.points[0]?.status).toBe('overdue');
    expect((await meetings(await office())).meetings[0]?.points[0]?.status).toBe('overdue');
    await record(await office('H1'), '3', 'carry-out:done', measures);
    expect((await record(await city(), '4', 'verify:verified', {})).status).toBe('closed');
    expect((await meetings(await office())).meetings[0]?.points[0]?.status).toBe('closed');
  });

  test('asks a county as well: its bureau carries out, and the city verifies (dispatch/county)', async () => {
    const point = (await meetings(await bureau())).meetings
      .flatMap(({ points }) => points)
      .find(({ text }) => text === '逐院督导一次');
    const record = async (headers: Record<string, string>, stage: string, outcome: string, fields: object) => {
      const act = { key: stage, stage, outcome, fields };
      return (await post<LoopRecorded>(`loops/${String(point?.loop)}/acts`, headers, act)).body;
    };
    const done = await record(await bureau(), 'carry-out', 'done', { measures: '两院均已督导' });
    expect(done.waiting).toEqual(['verify']);
    expect((await record(await city(), 'verify', 'verified', {})).status).toBe('closed');
  });

  // taiyuan-2024.7.4#02 says regularly: 90 days, told of 14 days before, are local.
  test('is asked of the city alone when the last lies 76 days ago, and the record of a later one ends it (dispatch/meeting)', async () => {
    const owed = async (headers: Record<string, string>) =>
      (await get<LoopsResponse>('loops?view=all&definition=dispatch/meeting', headers)).body.loops;
    const on = async (day: string) => {
      region.clock.set(at(`${day}T09:00:00+08:00`));
      await raiseDispatch(region.deps);
      return (await owed(await city())).map(({ dueAt, status }) => [dueAt?.slice(0, 10), status]);
    };
    const hold = async (heldOn: string) =>
      (await post('dispatch-meetings', await city(), { ...MEETING, heldOn, points: [] })).status;
    // The last was on 4 June.
    expect(await on('2024-08-18')).toEqual([]);
    expect(await on('2024-08-19')).toEqual([['2024-09-02', 'open']]);
    await Promise.all([raiseDispatch(region.deps), raiseDispatch(region.deps)]);
    expect([(await owed(await city())).length, await owed(await bureau()), await owed(await elsewhere())]).toEqual([
      ...[1, [], []],
    ]);
    const id = String((await owed(await city()))[0]?.id);
    const said = { key: 'x', stage: 'hold', outcome: 'held', fields: { heldOn: '2024-08-19' } };
    expect((await post(`loops/${id}/acts`, await city(), said)).status).toBe(422);
    expect(await hold('2024-06-04')).toBe(200);
    expect(await on('2024-08-19')).toEqual([['2024-09-02', 'open']]);
    expect(await hold('2024-06-05')).toBe(200);
    expect((await owed(await city())).map(({ status }) => status)).toEqual(['closed']);
    // From the one of 5 June it is told a day later.
    expect(await on('2024-08-19')).toHaveLength(1);
    expect(await on('2024-08-20')).toContainEqual(['2024-09-03', 'open']);
  });
});
