/** Plans of inspections 双随机一公开: who may be drawn for them, and what they may be about. */
import type { DrawChanged, InspectionPlanResponse, InspectionPlansResponse } from '@fujie/wire/contracts';
import { commitmentOf } from '@fujie/core/inspection';
import { beforeAll, describe, expect, test } from 'vitest';

import { sha256 } from '../src/inspection/draws.ts';
import { sql } from '../src/platform/db/database.ts';
import { inspectionAccounts, loadInspector, loadInspectors, PLAN } from './inspections-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
let [commission, centre]: [Record<string, string>, Record<string, string>] = [{}, {}];

beforeAll(async () => {
  await loadInspectors(region);
  const who = await inspectionAccounts(region);
  [commission, centre] = [who['commission'] ?? {}, who['qc'] ?? {}];
});

test('a mutual check 互查 is made by people of other institutions alone', async () => {
  const ordered = await post<InspectionPlanResponse>('inspection/plans', commission, { ...PLAN, mutual: true });
  expect(ordered.body.plan.mutual).toBe(true);
  const path = `inspection/plans/${String(ordered.body.plan.id)}/draws`;
  expect(await post(path, commission, {})).toMatchObject({ status: 400 });
  await loadInspector(region, 'I6', 'H1');
  const { body } = await post<DrawChanged>(path, commission, {});
  const read = sql`select lists -> 'inspectors' as drawn from inspection_draw where id = ${body.draw}`;
  expect(await region.db.query(read)).toMatchObject([{ drawn: [{ code: 'I4' }, { code: 'I6' }] }]);
});

// henan-2025.lab.15#01 names five fields beside clinical testing; here national documents have points for transfusion alone.
test('a plan is about what documents in force have points of inspection for', async () => {
  const { subjects } = (await get<InspectionPlansResponse>('inspection/plans', commission)).body;
  expect(subjects.map(({ id }) => id)).toEqual(['recognition', 'laboratory', 'safety', 'transfusion']);
  const order = async (subject: string) => (await post('inspection/plans', commission, { ...PLAN, subject })).status;
  expect([await order('pathology'), await order('transfusion')]).toEqual([400, 201]);
});

describe('a draw with a public value that nobody may know before', () => {
  const source = { publicSource: '福彩双色球当期红球', publicOn: '2024-05-21' };
  const shares = ['1'.repeat(64), '2'.repeat(64)] as const;
  const day = (text: string): void => region.clock.set(at(`${text}T22:00+08:00`));
  const freeze = async () => {
    const { body } = await post<InspectionPlanResponse>('inspection/plans', commission, PLAN);
    const plan = `inspection/plans/${String(body.plan.id)}`;
    const { draw } = (await post<DrawChanged>(`${plan}/draws`, commission, source)).body;
    const seen = await get<InspectionPlanResponse>(plan, commission);
    return { url: `inspection/draws/${String(draw)}`, digest: seen.body.plan.draws[0]?.listsDigest ?? '' };
  };
  const commit = async ({ url, digest }: { url: string; digest: string }, place: 1 | 2) => {
    const commitment = await commitmentOf(sha256, digest, place, shares[place - 1] ?? '');
    return post(`${url}/commitments`, place === 1 ? commission : centre, { place, commitment });
  };
  const reveal = (url: string, place: 1 | 2) =>
    post(`${url}/shares`, place === 1 ? commission : centre, { place, share: shares[place - 1] });

  test('takes no share that may have been chosen to fit the value', async () => {
    day('2024-05-20');
    const draw = await freeze();
    expect((await commit(draw, 1)).status).toBe(200);
    day('2024-05-21');
    expect(await commit(draw, 2)).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('give this draw up') as string },
    });
  });

  test('takes the value before any share is known, so that nobody writes it as it fits', async () => {
    day('2024-05-20');
    const draw = await freeze();
    expect([(await commit(draw, 1)).status, (await commit(draw, 2)).status]).toEqual([200, 200]);
    day('2024-05-21');
    expect((await reveal(draw.url, 1)).status).toBe(422);
    expect((await post(`${draw.url}/public-value`, commission, { value: '01 05 09' })).status).toBe(200);
    expect((await reveal(draw.url, 1)).body).toMatchObject({ state: 'committed' });
    expect((await reveal(draw.url, 2)).body).toMatchObject({ state: 'drawn' });
  });
});
