import { expect, test } from 'vitest';

import { isToReview } from './alert-rules.ts';

const LIMITS = { dismissed: 50, wrong: 20, minimum: 10 };

// henan-2025.mq.23#11: improvement follows monitoring; the shares are local.
test.each([
  ['five of ten are borne', { fired: 10, dismissed: 5, wrong: 0 }, false],
  ['six of ten are not', { fired: 10, dismissed: 6, wrong: 0 }, true],
  ['nine alerts say nothing yet', { fired: 9, dismissed: 9, wrong: 9 }, false],
  ['two wrong of ten are borne', { fired: 10, dismissed: 2, wrong: 2 }, false],
  ['three wrong of ten are not', { fired: 10, dismissed: 3, wrong: 3 }, true],
  ['none were told', { fired: 0, dismissed: 0, wrong: 0 }, false],
])('%s', (_, counts, expected) => {
  expect(isToReview(counts, LIMITS)).toBe(expected);
});
