/** Rounds of external quality assessment at their edges 室间质评: late, early, twice, too late, of somebody else. */
import type { Day } from '@fujie/core/kernel';
import type { EqaOrganisedRound, EqaOwnRound } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import type { Refusal } from './eqa-edges-fixture.ts';
import { CLOSES, OPENS, results, SAMPLES, smallRoundsOf } from './eqa-edges-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const { centre, lab, roundOf, returned, graded, outcomes } = smallRoundsOf(region);

beforeAll(() => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
});

test('nothing is taken once a round is graded, published or not', async () => {
  const path = await roundOf('graded');
  region.clock.set(at('2024-05-21T17:00:01+08:00'));
  const late = await post<{ version: number }>(`${path}/returns`, await lab(), { after: 0, results: results() });
  expect(late.status).toBe(201);
  expect((await post(`${path}/evaluations`, await centre(), {})).status).toBe(201);
  expect((await post(`${path}/returns/1/check`, await lab(2), {})).status).toBe(409);
  expect((await post(`${path}/publication`, await centre(), { version: 1 })).status).toBe(204);
  expect((await post(`${path}/returns`, await lab(), { after: 1, results: results() })).status).toBe(409);
  // Who tried is on record, as who did.
  const round = path.split('/').at(-1) ?? '';
  const tried = await region.db.query(
    sql`select actor, detail from audit_event where action = 'eqa:return' and outcome = 'refused' and subject = ${`eqa|${round}`} order by id`,
  );
  expect(tried).toEqual([
    { actor: 'H1-lab-2', detail: { act: 'checked', why: 'conflict' } },
    { actor: 'H1-lab-1', detail: { act: 'entered', why: 'conflict' } },
  ]);
});

test('a round closes at no time that has passed; what was late is in time where its closing is moved beyond it', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const path = await roundOf('moved');
  const move = async (closesAt: string) =>
    (await post(`${path}/acts`, await centre(), { kind: 'rescheduled', closesAt, reason: '快递延误' })).status;
  expect(await move('2024-05-21T08:59+08:00')).toBe(400);
  expect(await move('2025-05-22T17:00+08:00')).toBe(400);
  region.clock.set(at('2024-05-22T09:00+08:00'));
  expect(await returned(path)).toBe(201);
  const own = async () => (await get<EqaOwnRound>(path, await lab())).body.returns[0]?.submitted?.isLate;
  const status = async () =>
    (await get<EqaOrganisedRound>(`${path}/organiser`, await centre())).body.participants[0]?.status;
  expect([await own(), await status()]).toEqual([true, 'late']);
  expect(await move('2024-05-23T17:00+08:00')).toBe(204);
  expect([await own(), await status()]).toEqual([false, 'submitted']);
  region.clock.set(at('2024-05-23T18:00+08:00'));
  await graded(path);
  expect(await outcomes(path)).toEqual([['PASS', 100]]);
});

test('an item is appealed once at a time, and grades are not final while an appeal waits', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const path = await roundOf('appealed');
  expect(await returned(path, results('1', '2'))).toBe(201);
  region.clock.set(at('2024-05-22T09:00+08:00'));
  const appeal = async () =>
    post<{ id: number }>(`${path}/appeals`, await lab(), { item: 'ALT', text: '样品运输异常' });
  expect((await appeal()).status).toBe(409);
  await graded(path);
  const { id } = (await appeal()).body;
  expect((await appeal()).status).toBe(409);
  expect((await post(`${path}/acts`, await centre(), { kind: 'final' })).status).toBe(409);
  const answer = { outcome: 'rejected', text: '复核无误' };
  expect((await post(`laboratory/eqa/appeals/${String(id)}/answer`, await centre(), answer)).status).toBe(204);
  const again = await appeal();
  expect(again.status).toBe(201);
  // What is conceded is corrected first.
  region.clock.set(at('2024-05-22T09:05+08:00'));
  const conceded = { outcome: 'accepted', text: '样品确有异常' };
  const answered = `laboratory/eqa/appeals/${String(again.body.id)}/answer`;
  expect((await post(answered, await centre(), conceded)).status).toBe(204);
  const final = async () => (await post(`${path}/acts`, await centre(), { kind: 'final' })).status;
  expect(await final()).toBe(409);
  expect((await post(`${path}/evaluations`, await centre(), { reason: '申诉采纳' })).body).toEqual({
    version: 2,
    warnings: [],
  });
  expect(await final()).toBe(409);
  expect((await post(`${path}/publication`, await centre(), { version: 2 })).status).toBe(204);
  expect(await final()).toBe(204);
});

test('a round that has closed before it is made is refused: nobody could return anything', async () => {
  region.clock.set(at('2024-05-21T17:00:01+08:00'));
  const made = await post<Refusal>('laboratory/eqa/rounds', await centre(), {
    ...{ organiser: 'SX-CCL', round: 'past', nameZh: 'past', year: 2024, lateRule: 'refuse', samples: SAMPLES },
    ...{ opensAt: OPENS, closesAt: CLOSES },
    items: [{ item: 'ALT', kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 10 } }],
  });
  expect([made.status, made.body.errors.map(({ path }) => path)]).toEqual([400, ['body.closesAt']]);
});

test('a round that opens or closes in a year that nobody means is refused by the time', async () => {
  region.clock.set(at('2024-05-19T09:00+08:00'));
  const field = async (times: object) => {
    const made = await post<Refusal>('laboratory/eqa/rounds', await centre(), {
      ...{ organiser: 'SX-CCL', round: 'far', nameZh: 'far', year: 2024, lateRule: 'refuse', samples: SAMPLES },
      ...{ opensAt: OPENS, closesAt: CLOSES, ...times },
      items: [{ item: 'ALT', kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 10 } }],
    });
    return [made.status, made.body.errors.map(({ path }) => path)];
  };
  expect(await field({ closesAt: '9999-12-31T17:00+08:00' })).toEqual([400, ['body.closesAt']]);
  expect(await field({ opensAt: '0202-05-20T10:00+08:00' })).toEqual([400, ['body.opensAt']]);
});

test('a connected system returns by its key: once however often it is sent, until the second of closing, checked by a person', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  await importTyped(region.deps, 'test', 'instrument', [
    {
      row: { institution: 'H1', code: 'AU-1', nameZh: '生化分析仪', items: ['ALT'], model: 'AU 5800' },
      from: '2024-01-01' as Day,
    },
  ]);
  const path = await roundOf('system', {}, 'ALT', 'refuse');
  const system = await region.as('system', { institution: 'H1' });
  const { body } = await get<EqaOwnRound>(path, system);
  expect([body.round.items.map(({ item, unit }) => [item, unit]), body.choices.instrument]).toEqual([
    [['ALT', 'U/L']],
    ['AU 5800'],
  ]);
  const send = async (after: number, rows: readonly object[]) =>
    post<Refusal & { readonly version: number }>(`${path}/returns`, system, { after, results: rows });
  const wrong = await send(0, [{ ...results()[0], reported: '1,5', unit: 'g/L' }]);
  expect([wrong.status, wrong.body.errors.map((one) => [one.path, one.code])]).toEqual([
    422,
    [
      ['body.results[0].unit', 'wrong-unit'],
      ['body.results[0].reported', 'decimal-comma'],
    ],
  ]);
  const rows = results().map((row) => ({ ...row, instrument: ' au5800 ' }));
  for (let time = 0; time < 2; time += 1) expect((await send(0, rows)).body).toEqual({ version: 1 });
  const kept = (await get<EqaOwnRound>(path, await lab())).body.returns;
  expect([kept.length, kept[0]?.results[0]?.instrument]).toEqual([1, 'AU 5800']);
  expect((await send(0, results('1'))).status).toBe(409);
  expect((await post(`${path}/returns/1/check`, system, {})).status).toBe(403);
  expect((await post(`${path}/returns/1/submission`, system, {})).status).toBe(409);
  expect((await post(`${path}/returns/1/check`, await lab(), {})).status).toBe(204);
  region.clock.set(at('2024-05-21T17:00:00+08:00'));
  const receipt = await post<{ receipt: string }>(`${path}/returns/1/submission`, system, {});
  expect(receipt.status).toBe(201);
  region.clock.set(at('2024-05-21T17:00:01+08:00'));
  expect((await post(`${path}/returns/1/submission`, system, {})).body).toEqual(receipt.body);
  expect((await send(0, rows)).body).toEqual({ version: 1 });
  expect((await send(1, results('1'))).status).toBe(409);
  expect((await get(path, await region.as('system', { institution: 'H2' }))).status).toBe(404);
});
