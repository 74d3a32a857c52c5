import { expect, test } from 'vitest';

import { byFit } from './best-fit.ts';

const BREATH = { names: ['UBT13', '碳13尿素呼气试验'] };
const UREA = { names: ['UREA', '尿素', 'Urea'] };
const NITROGEN = { names: ['BUN', '尿素氮'] };

test.each([
  ['尿素', [UREA, NITROGEN, BREATH]],
  [' urea ', [UREA, BREATH, NITROGEN]],
  ['ub', [BREATH, NITROGEN, UREA]],
  ['', [BREATH, NITROGEN, UREA]],
])('what was meant by %j stands first, and the others as they stood', (typed, expected) => {
  expect([BREATH, NITROGEN, UREA].toSorted(byFit(typed))).toEqual(expected);
});
