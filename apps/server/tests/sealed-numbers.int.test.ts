/** Numbers of loops that are sealed 保密闭环: between ordinary ones, also where there are none yet. Source: henan-2025.mq.11#04, core-systems.ae#04. */
import { randomUUID } from 'node:crypto';

import { expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { openLoop } from '../src/platform/loops/loops.ts';
import { adverseEventsOf } from './adverse-events-fixture.ts';
import { sharedRegion } from './recognition-fixture.ts';

const region = sharedRegion();
const { report, loopOf } = adverseEventsOf(region);

/** More than there is room for behind one ordinary number. */
const REPORTS = 24;

async function openOrdinary(): Promise<number> {
  const facts = { titleZh: '疑', titleEn: 'Doubt', rule: 'IN_BULK', person: 'x', count: 5, answers: 'office' };
  const opened = await region.db.tx((tx) =>
    openLoop(region.deps, tx, {
      ...{ definition: 'loops/closure-doubt', subject: randomUUID(), unit: 'H2', department: null, personId: null },
      ...{ occurredAt: region.clock.now(), by: { id: 'platform', name: '平台', role: 'platform' }, facts },
    }),
  );
  return opened?.id ?? 0;
}

test('of a new installation none is an ordinary one, nor takes one to come', async () => {
  expect(await region.db.query(sql`select from loop`)).toEqual([]);
  const numbers = [];
  for (let n = 0; n < REPORTS; n += 1) numbers.push(await loopOf((await report()).event));
  expect(new Set(numbers).size).toBe(REPORTS);
  const ordinary = await openOrdinary();
  expect(numbers.filter((number) => (number - ordinary) % 16 === 0)).toEqual([]);
  // In the order of the numbers stands nothing of the order in which they were reported.
  expect(numbers.toSorted((a, b) => a - b)).not.toEqual(numbers);
  for (let n = 0; n < REPORTS; n += 1) numbers.push(await loopOf((await report()).event));
  expect(new Set(numbers).size).toBe(2 * REPORTS);
  expect(numbers.filter((number) => (number - ordinary) % 16 === 0)).toEqual([]);
});
