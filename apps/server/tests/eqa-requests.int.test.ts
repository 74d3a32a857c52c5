/**
 * Laboratories ask to take part in rounds of EQA 室间质评报名 within a time, the organiser answers, and who is accepted takes part as whoever it enrols
 * itself. Source: national-2022.art.25#01.
 */
import type { EqaOffersResponse, EqaOrganisedRound, LoopsResponse } from '@fujie/wire/contracts';
import { expect, test } from 'vitest';

import { raiseRequests } from '../src/laboratory/eqa-requests-due.ts';
import { sql } from '../src/platform/db/database.ts';
import type { Refusal } from './eqa-edges-fixture.ts';
import { results, SAMPLES, smallRoundsOf } from './eqa-edges-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const { centre, lab, returned } = smallRoundsOf(region);
const ENTRY = { items: ['ALT'], contact: '检验师', phone: '0351-0000000', address: '检验科收样处' };
const OPENS = '2024-05-01T08:00+08:00';
const CLOSES = '2024-05-10T17:00+08:00';

/** A round in which nobody takes part yet; with times within which laboratories may ask. */
async function offered(name: string): Promise<string> {
  region.clock.set(at('2024-04-20T09:00+08:00'));
  const made = await post<{ id: number }>('laboratory/eqa/rounds', await centre(), {
    ...{ organiser: 'SX-CCL', round: name, nameZh: name, year: 2024, lateRule: 'store', samples: SAMPLES },
    ...{ opensAt: '2024-05-20T10:00+08:00', closesAt: '2024-05-21T17:00+08:00' },
    items: ['ALT', 'AST'].map((item) => ({
      ...{ item, kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 10 } },
    })),
  });
  expect(made.status).toBe(201);
  const path = `laboratory/eqa/rounds/${String(made.body.id)}`;
  const window = { kind: 'enrolment', opensAt: OPENS, closesAt: CLOSES };
  expect((await post(`${path}/acts`, await centre(), window)).status).toBe(204);
  return path;
}
const offerOf = async (path: string) => {
  const { body } = await get<EqaOffersResponse>('laboratory/eqa/enrolment', await lab());
  return body.offers.find(({ round }) => path.endsWith(`/${String(round.id)}`));
};
const organised = async (path: string) => (await get<EqaOrganisedRound>(`${path}/organiser`, await centre())).body;
const ask = async (path: string, entry: object = ENTRY) =>
  post<{ id: number; detail?: string }>(`${path}/requests`, await lab(), entry);
const loops = async (kind: string, who: Awaited<ReturnType<typeof lab>>) =>
  (await get<LoopsResponse>(`loops?view=all&definition=eqa/${kind}`, who)).body.loops;

test('a laboratory asks from the opening until the closing, and is told the time before and after', async () => {
  const path = await offered('window');
  expect((await offerOf(path))?.state).toBe('not yet');
  const early = await ask(path);
  expect([early.status, JSON.stringify(early.body)]).toEqual([409, expect.stringContaining('2024-05-01 08:00')]);
  region.clock.set(at('2024-05-10T17:00:01+08:00'));
  expect(await offerOf(path)).toBeUndefined();
  const late = await ask(path);
  expect([late.status, JSON.stringify(late.body)]).toEqual([409, expect.stringContaining('2024-05-10 17:00')]);
  region.clock.set(at('2024-05-09T17:00+08:00'));
  const move = { kind: 'enrolment', closesAt: '2024-05-12T17:00+08:00' };
  expect((await post(`${path}/acts`, await centre(), move)).status).toBe(400);
  expect((await post(`${path}/acts`, await centre(), { ...move, reason: '应实验室要求' })).status).toBe(204);
  const beyond = { kind: 'enrolment', closesAt: '2024-05-22T17:00+08:00', reason: '应实验室要求' };
  expect((await post(`${path}/acts`, await centre(), beyond)).status).toBe(400);
  region.clock.set(at('2024-05-12T16:59+08:00'));
  const unfit = await post<Refusal>(`${path}/requests`, await lab(), {
    ...{ ...ENTRY, items: ['ALT', 'K'], means: [{ item: 'AST', method: 'IFCC' }] },
  });
  expect([unfit.status, unfit.body.errors.map((one) => one.path)]).toEqual([
    422,
    ['body.items[1]', 'body.means[0].item'],
  ]);
  expect((await ask(path)).status).toBe(201);
  expect((await ask(path)).status).toBe(409);
});

test('a request is asked for until it is answered; accepted, the laboratory takes part as if the organiser had enrolled it', async () => {
  const path = await offered('accepted');
  region.clock.set(at('2024-05-02T09:00+08:00'));
  const means = [{ item: 'ALT', method: 'IFCC', instrument: 'AN' }];
  const { body } = await ask(path, { ...ENTRY, means });
  const answer = `laboratory/eqa/requests/${String(body.id)}/answer`;
  expect((await get(path, await lab())).status).toBe(404);
  await Promise.all([raiseRequests(region.deps), raiseRequests(region.deps)]);
  const own = async () =>
    (await loops('enrolment-request', await centre())).filter(({ title }) => title.zh.includes('accepted'));
  expect((await own()).map(({ status, dueAt }) => [status, dueAt])).toEqual([['open', '2024-05-09T23:59:59+08:00']]);
  const [loop] = await own();
  const said = { key: 'x', stage: 'answer', outcome: 'answered', fields: { doneOn: '2024-05-02' } };
  expect((await post(`loops/${String(loop?.id)}/acts`, await centre(), said)).status).toBe(422);
  const { requests, window } = await organised(path);
  expect([requests, window]).toMatchObject([
    [{ institution: { code: 'H1' }, state: 'waiting', items: ['ALT'], means, phone: ENTRY.phone }],
    { closesAt: '2024-05-10T17:00:00+08:00' },
  ]);
  const elsewhere = await region.as('qc-centre', { region: '1401' });
  expect((await post(answer, elsewhere, { outcome: 'accepted' })).status).toBe(404);
  expect((await post(answer, await lab(), { outcome: 'accepted' })).status).toBe(403);
  expect((await post(answer, await centre(), { outcome: 'accepted' })).status).toBe(204);
  expect((await post(answer, await centre(), { outcome: 'refused', reason: '名额已满' })).status).toBe(409);
  await raiseRequests(region.deps);
  expect((await own()).map(({ status }) => status)).toEqual(['closed']);
  expect((await organised(path)).participants).toMatchObject([{ institution: { code: 'H1' }, items: ['ALT'] }]);
  expect(await offerOf(path)).toMatchObject({ isEnrolled: true, mayWithdraw: true, request: { state: 'accepted' } });
  region.clock.set(at('2024-05-20T11:00+08:00'));
  expect(await returned(path, results())).toBe(201);
});

test('a refusal says why, and is told until the laboratory says what it does instead or takes part after all', async () => {
  const refusals = async () => loops('enrolment-refused', await lab());
  for (const [name, outcome] of [
    ['elsewhere', 'closed'],
    ['joined', 'closed'],
  ] as const) {
    const path = await offered(name);
    region.clock.set(at('2024-05-02T09:00+08:00'));
    const { body } = await ask(path);
    const answer = `laboratory/eqa/requests/${String(body.id)}/answer`;
    expect((await post(answer, await centre(), { outcome: 'refused' })).status).toBe(400);
    expect((await post(answer, await centre(), { outcome: 'refused', reason: '\u200b\u200b' })).status).toBe(400);
    expect((await post(answer, await centre(), { outcome: 'refused', reason: '名额已满' })).status).toBe(204);
    expect((await offerOf(path))?.request).toMatchObject({ state: 'refused', reason: '名额已满' });
    await raiseRequests(region.deps);
    const [told] = (await refusals()).filter(({ title }) => title.zh.includes(name));
    expect([told?.status, told?.title.zh.endsWith(`${name}（名额已满）`)]).toEqual(['open', true]);
    if (name === 'joined') {
      const enrolments = [{ institution: 'H1', items: ['ALT'] }];
      expect((await post(`${path}/enrolments`, await centre(), { enrolments })).status).toBe(204);
      await raiseRequests(region.deps);
    } else {
      const said = { key: 'y', stage: 'settle', outcome: 'elsewhere', fields: { plan: '改报国家临检中心计划' } };
      expect((await post(`loops/${String(told?.id)}/acts`, await lab(), said)).status).toBe(200);
    }
    const [now] = (await refusals()).filter(({ title }) => title.zh.includes(name));
    expect(now?.status).toBe(outcome);
  }
});

test('what waits or was granted is withdrawn until enrolment closes, and what waits is accepted by being enrolled', async () => {
  const path = await offered('withdrawn');
  region.clock.set(at('2024-05-02T09:00+08:00'));
  const first = `laboratory/eqa/requests/${String((await ask(path)).body.id)}`;
  const colleague = await region.as('laboratory', { institution: 'H2', username: 'H2-lab-1' });
  expect((await post(`${first}/withdrawal`, colleague, {})).status).toBe(404);
  expect((await post(`${first}/withdrawal`, await lab(), {})).status).toBe(204);
  expect((await post(`${first}/withdrawal`, await lab(), {})).status).toBe(409);
  await raiseRequests(region.deps);
  const second = `laboratory/eqa/requests/${String((await ask(path)).body.id)}`;
  const enrolments = [{ institution: 'H1', items: ['ALT', 'AST'] }];
  expect((await post(`${path}/enrolments`, await centre(), { enrolments })).status).toBe(204);
  expect((await organised(path)).requests.map(({ state }) => state)).toEqual(['accepted', 'withdrawn']);
  region.clock.set(at('2024-05-10T17:00+08:00'));
  expect((await post(`${second}/withdrawal`, await lab(), {})).status).toBe(204);
  expect((await organised(path)).participants).toEqual([]);
  expect((await get(path, await lab())).status).toBe(404);
  const third = `laboratory/eqa/requests/${String((await ask(path)).body.id)}`;
  region.clock.set(at('2024-05-10T17:00:01+08:00'));
  const late = await post(`${third}/withdrawal`, await lab(), {});
  expect([late.status, JSON.stringify(late.body)]).toEqual([409, expect.stringContaining('2024-05-10 17:00')]);
});

test('nobody is accepted into a round that has closed, of which nothing could be returned', async () => {
  const path = await offered('closed');
  region.clock.set(at('2024-05-02T09:00+08:00'));
  const answer = `laboratory/eqa/requests/${String((await ask(path)).body.id)}/answer`;
  region.clock.set(at('2024-05-21T17:00:01+08:00'));
  const late = await post(answer, await centre(), { outcome: 'accepted' });
  expect([late.status, JSON.stringify(late.body)]).toEqual([409, expect.stringContaining('请先调整轮次时间')]);
  const moved = { kind: 'rescheduled', closesAt: '2024-05-28T17:00+08:00', reason: '补报' };
  expect((await post(`${path}/acts`, await centre(), moved)).status).toBe(204);
  expect((await post(answer, await centre(), { outcome: 'accepted' })).status).toBe(204);
});

test('a round closes after its enrolment, whichever of the two is moved', async () => {
  const path = await offered('sooner');
  const move = (closesAt: string) => ({ kind: 'rescheduled', opensAt: OPENS, closesAt, reason: '提前' });
  const before = await post<Refusal>(`${path}/acts`, await centre(), move('2024-05-10T16:59+08:00'));
  expect([before.status, before.body.errors.map((one) => one.path)]).toEqual([400, ['body.closesAt']]);
  expect((await post(`${path}/acts`, await centre(), move(CLOSES))).status).toBe(204);
});

test('a request that another one followed takes nobody off the round', async () => {
  const path = await offered('followed');
  region.clock.set(at('2024-05-02T09:00+08:00'));
  const granted = async () => {
    const request = `laboratory/eqa/requests/${String((await ask(path)).body.id)}`;
    expect((await post(`${request}/answer`, await centre(), { outcome: 'accepted' })).status).toBe(204);
    return request;
  };
  const first = await granted();
  const enrolments = [{ institution: 'H1', items: [] }];
  expect((await post(`${path}/enrolments`, await centre(), { enrolments })).status).toBe(204);
  const second = await granted();
  expect((await post(`${first}/withdrawal`, await lab(), {})).status).toBe(409);
  expect((await organised(path)).participants).toHaveLength(1);
  expect((await post(`${second}/withdrawal`, await lab(), {})).status).toBe(204);
  expect((await organised(path)).participants).toEqual([]);
});

test('an answer that comes after half a year ends what it was asked for by', async () => {
  const path = await offered('old');
  region.clock.set(at('2024-05-02T09:00+08:00'));
  const answer = `laboratory/eqa/requests/${String((await ask(path)).body.id)}/answer`;
  await raiseRequests(region.deps);
  const own = async () =>
    (await loops('enrolment-request', await centre())).filter(({ title }) => title.zh.includes('报名old'));
  expect((await own()).map(({ status }) => status)).toEqual(['open']);
  region.clock.set(at('2024-12-02T09:00+08:00'));
  await raiseRequests(region.deps);
  expect((await own()).map(({ status }) => status)).toEqual(['open']);
  expect((await post(answer, await centre(), { outcome: 'refused', reason: '轮次已结束' })).status).toBe(204);
  await raiseRequests(region.deps);
  expect((await own()).map(({ status }) => status)).toEqual(['closed']);
});

test('nobody enters a request past the platform', async () => {
  await expect(region.deps.db.query(sql`update eqa_request set phone = 'x'`)).rejects.toThrow(/permission denied/);
  await expect(
    region.deps.db
      .query(sql`insert into eqa_request (round_id, unit, institution, items, means, contact, phone, address, asked_by,
      asked_name, recorded_at) values (1, 'region.14', 'H1', '{ALT}', '[]', 'x', 'x', 'x', 'x', 'x', now())`),
  ).rejects.toThrow(/permission denied/);
});
