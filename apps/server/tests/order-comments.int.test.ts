/** Comments on repeats 点评: a sample that anybody draws again, what was said of each, and the doctor's answer. */
import type { LoopRecorded, LoopsResponse, OrderCommentsResponse } from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { drawSamples } from '../src/duties/samples.ts';
import { sql } from '../src/platform/db/database.ts';
import { at, NOW, sharedRegion } from './recognition-fixture.ts';
import { EXPLAINED, requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post, check, act, place } = requestsTo(region);
const office = () => region.as('quality-office', { institution: 'H2', username: 'office' });
const second = () => region.as('quality-office', { institution: 'H2', username: 'second' });
const head = (department = 'INT') =>
  region.as('department-head', { institution: 'H2', department, username: `head-${department}` });
const REPEATS = 30;

const comments = async (headers: Record<string, string>, month = '2024-05') =>
  (await get<OrderCommentsResponse>(`order-comments?month=${month}`, headers)).body;
let acts = 0;
const record = async (headers: Record<string, string>, loop: number, what: string, fields: object) => {
  const [stage, outcome] = what.split(':');
  acts += 1;
  return post<LoopRecorded>(`loops/${String(loop)}/acts`, headers, { key: `a${String(acts)}`, stage, outcome, fields });
};

beforeAll(async () => {
  region.clock.set(at(NOW));
  for (let n = 0; n < REPEATS; n += 1) {
    const { id, handle } = await region.person();
    const result = await region.result(id);
    const { decision } = await check(handle, ['ALT']);
    const code = n < 2 ? 6 : 1;
    await act(decision, [{ item: 'ALT', result, choice: 'REPEAT', code, note: '复查', explanation: EXPLAINED }]);
  }
  const { id, handle } = await region.person();
  await region.result(id);
  await check(handle, ['ALT'], { id: 'E9' });
  region.clock.set(at('2024-05-20T09:10+08:00'));
  await place(id, ['ALT'], 'E9');
});

describe('the sample of a month', () => {
  test('is drawn once when the month is over: all for another reason, of the rest as many as the figure says', async () => {
    region.clock.set(at('2024-05-31T23:59:59+08:00'));
    expect(await drawSamples(region.deps)).toBe(0);
    region.clock.set(at('2024-06-01T00:00:00+08:00'));
    expect(await drawSamples(region.deps)).toBe(1);
    expect(await drawSamples(region.deps)).toBe(0);
    const { sample, cases, months, lastMonth } = await comments(await office());
    expect([months, sample?.candidates, sample?.isReproduced]).toEqual([['2024-05'], REPEATS + 1, true]);
    expect(lastMonth).toEqual({ month: '2024-05', candidates: REPEATS + 1 });
    const elsewhere = await comments(await region.as('quality-office', { institution: 'H3' }));
    expect([elsewhere.sample, elsewhere.lastMonth.candidates]).toEqual([null, 0]);
    const of = (stratum: string) => cases.filter((one) => one.stratum === stratum).length;
    expect([of('code-6'), of('repeat'), of('overlooked')]).toEqual([2, 20, 1]);
  });

  test('says that it is not reproduced when another act was put into it', async () => {
    const spared = await region.db.query<{ id: number }>(
      sql`select id from recognition_act a where choice = 'REPEAT' and not exists (select from order_sample_act s where s.act_id = a.id) limit 1`,
    );
    await region.asOwner(
      sql`update order_sample_act set act_id = ${spared[0]?.id ?? 0} where act_id = (select min(act_id) from order_sample_act)`,
    );
    expect((await comments(await office())).sample?.isReproduced).toBe(false);
  });
});

describe('a comment', () => {
  test('goes to the doctor, who contests it, and is decided by somebody else than who commented', async () => {
    const [one] = (await comments(await office())).cases;
    const loop = one?.loop ?? 0;
    const said = { judgement: 'result-usable', text: '两日前结果可用' };
    expect((await record(region.doctor, loop, 'comment:justified', said)).status).toBe(422);
    expect((await record(await office(), loop, 'comment:unjustified', { text: '无依据' })).status).toBe(422);
    expect((await record(await office(), loop, 'comment:unjustified', said)).body.waiting).toEqual(['answer']);
    const mine = await get<LoopsResponse>('loops?view=mine&definition=recognition/comment', region.doctor);
    expect(mine.body.loops.map(({ id }) => id)).toEqual([loop]);
    const contested = await record(region.doctor, loop, 'answer:contested', { reason: '当日呕吐加重' });
    expect(contested.body.waiting).toEqual(['decide']);
    expect((await record(await office(), loop, 'decide:upheld', { reason: '维持' })).status).toBe(422);
    expect((await record(await second(), loop, 'decide:revised', { reason: '病程有记录' })).body.status).toBe('closed');
    const { total, departments } = await comments(await office());
    expect(total).toMatchObject({ drawn: 23, commented: 1, justified: 1, unjustified: 0, contested: 1 });
    expect(departments).toMatchObject([{ department: { code: 'INT' }, commented: 1 }]);
  });

  test('is seen by the head of its department and by no other', async () => {
    expect((await comments(await head())).cases).toHaveLength(23);
    const other = await comments(await head('SUR'));
    expect([other.cases, other.departments, other.total.drawn]).toEqual([[], [], 0]);
    expect((await get('order-comments', region.doctor)).status).toBe(403);
  });
});
