/** A run of the second in which its correction was recorded 失控纠正后的验证: runs are measured to the second. Source: henan-2025.lab.7#04. */
import type { Instant } from '@fujie/core/kernel';
import type { IqcRecorded, LoopResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { settleHolds } from '../src/laboratory/iqc-hold.ts';
import { beginControl, measured } from './iqc-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const lab = () => region.as('laboratory', { institution: 'H1', username: 'lab-1' });
const send = async (results: readonly object[]) =>
  (await post<IqcRecorded>('laboratory/iqc/results', await lab(), { results })).body;
const verified = async (loop: number) => {
  await settleHolds(region.deps);
  const { stages } = (await get<LoopResponse>(`loops/${String(loop)}`, await lab())).body;
  return stages.find(({ id }) => id === 'verify')?.outcome?.en ?? null;
};

beforeAll(async () => beginControl(region));

test('shows that a system is in control again, and one of the second before does not', async () => {
  region.clock.set(at('2024-05-21T08:10+08:00'));
  const rejected = [measured('N', 51, '2024-05-21T08:00+08:00'), measured('P', 121, '2024-05-21T08:00+08:00')];
  const loop = (await send(rejected)).held[0]?.loop ?? 0;
  region.clock.set((at('2024-05-21T08:40+08:00') + 900) as Instant);
  const steps = [
    ['cause', 'found', { causeKind: 'reagent', cause: '试剂失效' }],
    ['correct', 'corrected', { measures: '更换试剂' }],
  ] as const;
  for (const [stage, outcome, fields] of steps)
    expect((await post(`loops/${String(loop)}/acts`, await lab(), { key: stage, stage, outcome, fields })).status).toBe(
      200,
    );
  await send([measured('N', 40.5, '2024-05-21T08:39:59+08:00'), measured('P', 119, '2024-05-21T08:39:59+08:00')]);
  expect(await verified(loop)).toBe(null);
  await send([measured('N', 41, '2024-05-21T08:40:00+08:00'), measured('P', 119, '2024-05-21T08:40:00+08:00')]);
  expect(await verified(loop)).toBe('In control');
});
