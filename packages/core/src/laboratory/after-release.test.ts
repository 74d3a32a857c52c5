import { expect, test } from 'vitest';

import type { Day, Instant } from '../kernel/day.ts';
import { controlledAfterRelease } from './after-release.ts';

const at = (text: string): Instant => Date.parse(`2024-05-${text}:00+08:00`) as Instant;
const released = (time: string) => ({ item: 'K', day: `2024-05-${time.slice(0, 2)}` as Day, at: at(time) });
const runs = (...times: string[]) => times.map((time) => ({ item: 'K', at: at(time) }));

// CNAS-CL02 7.3.7.2: control at least once on each day of use, before results go out.
test.each([
  ['run before', ['10T07:30'], []],
  ['run at the same minute', ['10T08:00'], []],
  ['run within the 24 hours before', ['09T08:01'], []],
  ['run exactly 24 hours before and again after', ['09T08:00', '10T08:01'], ['2024-05-10']],
  ['run afterwards only', ['10T16:00', '10T09:00'], ['2024-05-10']],
  ['run on the next day only: that is a day without control', ['11T07:00'], []],
  ['not run at all', [], []],
])('control %s', (_, times, days) => {
  const found = controlledAfterRelease([released('10T08:00')], runs(...times));
  expect(found.map(({ day }) => day)).toEqual(days);
});

test('tells the first run after the release', () => {
  const [found] = controlledAfterRelease([released('10T08:00')], runs('10T16:00', '10T09:00'));
  expect(found?.controlledAt).toBe(at('10T09:00'));
});

test('of another item is no control of this one, neither before nor after', () => {
  const other = runs('10T07:30', '10T09:00').map((run) => ({ ...run, item: 'Na' }));
  expect(controlledAfterRelease([released('10T08:00')], other)).toEqual([]);
  expect(controlledAfterRelease([released('10T08:00')], [...other, ...runs('10T16:00')])).toMatchObject([
    { item: 'K', controlledAt: at('10T16:00') },
  ]);
});
