/** Runs 分析批 into which measurements fall that name none. */
import type { IqcSeriesResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { beginControl, measured } from './iqc-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const lab = () => region.as('laboratory', { institution: 'H1', username: 'lab-1' });
const send = async (one: object) => (await post('laboratory/iqc/results', await lab(), { results: [one] })).status;

beforeAll(async () => beginControl(region));

test('measurements that follow each other within the time of a run all day are many runs, each of a level once', async () => {
  const time = (n: number) => new Date(at('2024-05-19T06:00+08:00') + n * 50 * 60_000).toISOString();
  const chain = Array.from({ length: 10 }, (_, n) =>
    measured(n % 2 === 0 ? 'N' : 'P', n % 2 === 0 ? 41 : 121, time(n).replace('.000Z', 'Z')),
  );
  // As an analyser sends them, one by one.
  for (const one of chain) expect(await send(one)).toBe(200);
  const { body } = await get<IqcSeriesResponse>(
    'laboratory/iqc/systems/ALT-1?from=2024-05-19&to=2024-05-19',
    await lab(),
  );
  expect(body.runs.map(({ points }) => points.map(({ level }) => level))).toEqual(
    Array.from({ length: 5 }, () => ['N', 'P']),
  );
});
