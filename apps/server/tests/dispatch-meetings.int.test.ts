/** The dispatch meeting 调度会: whom it names and what it asks by a day, who reads that, and the next one that is owed. */
import type { DispatchMeetingsResponse, LoopRecorded, LoopsResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { raiseDispatch } from '../src/statistics/dispatch-due.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';
import { COUNTY, returnReaders } from './returns-fixture.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const { office, bureau, city, elsewhere } = returnReaders(region);

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

beforeAll(() => {
  region.clock.set(at('2024-06-04T10:00:00+08:00'));
});

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
  for (const reader of [await office(), await region.as('hospital-head', { institution: 'H2', username: 'head-H2' })]) {
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
  await get('weekly-returns', await city());
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
