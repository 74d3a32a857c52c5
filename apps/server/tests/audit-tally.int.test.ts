/** Entries of the audit that are counted 审计计数: what happens again and again is one entry at once, and one with its number. */
import { afterEach, expect, test, vi } from 'vitest';

import { createTally } from '../src/platform/audit/tally.ts';
import { PUBLIC_ACTOR } from '../src/platform/auth/permissions.ts';
import { sql } from '../src/platform/db/database.ts';
import { sharedRegion } from './recognition-fixture.ts';

const region = sharedRegion();
afterEach(() => {
  vi.useRealTimers();
});

test('what is only counted is on record within the hour, and then a new hour begins', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const tally = createTally(region.deps);
  const note = (detail: { n: number }) =>
    tally.note('a', { actor: PUBLIC_ACTOR, action: 'peer:connect', subject: 'tally', outcome: 'refused', detail });
  const told = async () =>
    (
      await region.db.query<{ detail: object }>(sql`select detail from audit_event where subject = 'tally' order by id`)
    ).map(({ detail }) => detail);
  await note({ n: 1 });
  for (const n of [2, 3]) await note({ n });
  expect(await told()).toEqual([{ n: 1 }]);
  await vi.advanceTimersByTimeAsync(3_600_000);
  vi.useRealTimers();
  await expect.poll(told).toEqual([{ n: 1 }, { n: 3, count: 2 }]);
  await note({ n: 4 });
  expect(await told()).toEqual([{ n: 1 }, { n: 3, count: 2 }, { n: 4 }]);
  await tally.close();
  expect(await told()).toHaveLength(3);
});
