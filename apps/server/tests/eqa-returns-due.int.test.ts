/** eqa/return-due: a laboratory is told before a round closes that it owes a return. Source: national-2022.art.25#01, henan-2025.lab.8#01. */
import type { LoopsResponse } from '@fujie/wire/contracts';
import { expect, test } from 'vitest';

import { raiseReturnsDue } from '../src/laboratory/eqa-returns-due.ts';
import { smallRoundsOf } from './eqa-edges-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

// Its rounds open on 20 May at 10:00 and close on 21 May at 17:00.
const region = sharedRegion();
const { get, post } = requestsTo(region);
const { centre, lab, roundOf, returned } = smallRoundsOf(region);

async function loops(): Promise<LoopsResponse['loops']> {
  return (await get<LoopsResponse>('loops?view=all&definition=eqa/return-due', await lab())).body.loops;
}
const standing = async (round: string) =>
  (await loops()).filter(({ title }) => title.zh.includes(` ${round}：`)).map(({ status, dueAt }) => [status, dueAt]);
const move = async (path: string, closesAt: string) =>
  post(`${path}/acts`, await centre(), { kind: 'rescheduled', closesAt, reason: '快递延误' });

test('is told once a round has opened that closes within the notice, and is over with the return', async () => {
  region.clock.set(at('2024-05-20T09:59+08:00'));
  const path = await roundOf('told');
  await raiseReturnsDue(region.deps);
  expect(await standing('told')).toEqual([]);
  region.clock.set(at('2024-05-20T10:00+08:00'));
  await Promise.all([raiseReturnsDue(region.deps), raiseReturnsDue(region.deps)]);
  expect(await standing('told')).toEqual([['open', '2024-05-21T17:00:00+08:00']]);
  const [loop] = await loops();
  const said = await post(`loops/${String(loop?.id)}/acts`, await lab(), {
    ...{ key: 'x', stage: 'return', outcome: 'returned', fields: { doneOn: '2024-05-20' } },
  });
  expect(said.status).toBe(422);
  expect(await returned(path)).toBe(201);
  await raiseReturnsDue(region.deps);
  await raiseReturnsDue(region.deps);
  expect((await standing('told')).map(([status]) => status)).toEqual(['closed']);
});

test('is told five days before, and anew when the round is moved', async () => {
  region.clock.set(at('2024-05-20T10:30+08:00'));
  const path = await roundOf('moved');
  await raiseReturnsDue(region.deps);
  expect((await move(path, '2024-05-30T17:00+08:00')).status).toBe(204);
  await raiseReturnsDue(region.deps);
  expect((await standing('moved')).map(([status]) => status)).toEqual(['closed']);
  region.clock.set(at('2024-05-25T16:59+08:00'));
  await raiseReturnsDue(region.deps);
  expect(await standing('moved')).toHaveLength(1);
  region.clock.set(at('2024-05-25T17:00+08:00'));
  await raiseReturnsDue(region.deps);
  expect((await standing('moved')).filter(([status]) => status === 'open')).toEqual([
    ['open', '2024-05-30T17:00:00+08:00'],
  ]);
});

test('stays after the closing until the laboratory says why nothing was returned; what closed already is not told of', async () => {
  region.clock.set(at('2024-05-31T09:00+08:00'));
  await raiseReturnsDue(region.deps);
  const [loop] = (await loops()).filter(({ status }) => status === 'open');
  const why = { key: 'y', stage: 'return', outcome: 'missed', fields: { reason: '样品破损，已申请补发' } };
  expect((await post(`loops/${String(loop?.id)}/acts`, await lab(), why)).status).toBe(200);
  await raiseReturnsDue(region.deps);
  expect((await loops()).map(({ status }) => status)).toEqual(['closed', 'closed', 'closed']);
});

test('is told again of a round that is moved back to when it was to close, and once only', async () => {
  region.clock.set(at('2024-05-20T11:00+08:00'));
  const path = await roundOf('back');
  const statuses = async () => (await standing('back')).map(([status]) => status).sort();
  await raiseReturnsDue(region.deps);
  for (const times of [1, 2]) {
    expect((await move(path, '2024-06-20T17:00+08:00')).status).toBe(204);
    await raiseReturnsDue(region.deps);
    expect(await statuses()).toEqual(Array.from({ length: times }, () => 'closed'));
    expect((await move(path, '2024-05-21T17:00+08:00')).status).toBe(204);
    await Promise.all([raiseReturnsDue(region.deps), raiseReturnsDue(region.deps)]);
    await raiseReturnsDue(region.deps);
    expect(await statuses()).toEqual([...Array.from({ length: times }, () => 'closed'), 'open']);
  }
  expect(await returned(path)).toBe(201);
  await raiseReturnsDue(region.deps);
  expect(await statuses()).toEqual(['closed', 'closed', 'closed']);
});
