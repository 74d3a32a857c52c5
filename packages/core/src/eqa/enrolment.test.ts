import { expect, test } from 'vitest';

import { enrolmentState, mayWithdraw, requestState } from './enrolment.ts';

const window = { opensAt: 10_000, closesAt: 20_000 };

test('laboratories may ask from the opening until the second at which it closes, that second included', () => {
  const states = [9_999, 10_000, 20_999, 21_000].map((now) => enrolmentState(window, now));
  expect(states).toEqual(['not yet', 'open', 'open', 'closed']);
  expect(enrolmentState(null, 15_000)).toBe('none');
});

test('a request waits until it is answered, and is over once it is withdrawn', () => {
  expect(requestState([])).toBe('waiting');
  expect(requestState(['refused'])).toBe('refused');
  expect(requestState(['accepted'])).toBe('accepted');
  expect(requestState(['accepted', 'withdrawn'])).toBe('withdrawn');
});

test('what waits or was granted is taken back until the window closes', () => {
  expect(mayWithdraw('accepted', window, 20_999)).toBe(true);
  expect(mayWithdraw('waiting', window, 21_000)).toBe(false);
  expect(mayWithdraw('refused', window, 15_000)).toBe(false);
});
