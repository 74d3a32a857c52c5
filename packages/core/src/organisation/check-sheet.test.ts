import { expect, test } from 'vitest';

import { CHECK_SHEET_POINTS, GREEN_CHANNEL_LINKS, pointsNotMet } from './check-sheet.ts';

// henan-2025.mq.5#08
test('only what was looked at and met is met', () => {
  const all = Object.fromEntries(CHECK_SHEET_POINTS.map((point) => [point, true]));
  expect(pointsNotMet(CHECK_SHEET_POINTS, all)).toEqual([]);
  expect(pointsNotMet(CHECK_SHEET_POINTS, { ...all, critical: false, events: 'yes' })).toEqual(['critical', 'events']);
  expect(pointsNotMet(CHECK_SHEET_POINTS, {})).toEqual(CHECK_SHEET_POINTS);
});

// henan-2023.t20.3#01
test('the green channel has eleven links, of which each is looked at', () => {
  expect(GREEN_CHANNEL_LINKS).toHaveLength(11);
  const all = Object.fromEntries(GREEN_CHANNEL_LINKS.map((link) => [link, true]));
  expect(pointsNotMet(GREEN_CHANNEL_LINKS, { ...all, transfer: false })).toEqual(['transfer']);
});
