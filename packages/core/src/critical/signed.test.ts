import { expect, test } from 'vitest';

import { signedBy } from './signed.ts';

test.each([
  [['T1'], ['T2'], 'two'],
  [['T1'], ['T1'], 'one'],
  [['T1'], [' T1 '], 'one'],
  [['T1'], [], 'one'],
  [[], ['T2'], 'one'],
  [['T1', 'T2'], [], 'two'],
  [['T1', 'T2'], ['T1'], 'two'],
  [[], [], null],
  [[''], [], null],
] as const)('a report whose testers are %j and reviewers %j is signed by %s', (testers, reviewers, signed) => {
  expect(signedBy({ testers, reviewers, hasOthers: false })).toBe(signed);
});

test.each([
  [['T1'], 'unclear'],
  [['T1', 'T2'], 'two'],
  [[], null],
] as const)('beside somebody without a number, one of %j is not said to be alone: %s', (testers, signed) => {
  expect(signedBy({ testers, reviewers: [], hasOthers: true })).toBe(signed);
});
