import { expect, test } from 'vitest';

import { CHECK_SHEET_POINTS, pointsNotMet } from './check-sheet.ts';

// henan-2025.mq.5#08
test('only what was looked at and met is met', () => {
  const all = Object.fromEntries(CHECK_SHEET_POINTS.map((point) => [point, true]));
  expect(pointsNotMet(all)).toEqual([]);
  expect(pointsNotMet({ ...all, critical: false, events: 'yes' })).toEqual(['critical', 'events']);
  expect(pointsNotMet({})).toEqual(CHECK_SHEET_POINTS);
});
