import { expect, test } from 'vitest';

import { requirementFaults } from './row-rules.ts';

// WS/T 403-2024, table A.1: a CV, an SD (no. 39), or an SD below a concentration and a CV from it on (no. 82).
test.each([
  [4, null, null, []],
  [null, 0.02, null, []],
  [null, null, null, []],
  [7.5, 0.42, 5.5, []],
  [7.5, 0.42, null, ['sdBelow']],
  [7.5, null, 5.5, ['maxSd']],
  [null, 0.42, 5.5, ['maxCv']],
  [null, null, 5.5, ['maxSd']],
])('a requirement of CV %s, SD %s below %s has its faults at %j', (maxCv, maxSd, sdBelow, columns) => {
  expect(requirementFaults({ maxCv, maxSd, sdBelow }).map(({ column }) => column)).toEqual(columns);
});
