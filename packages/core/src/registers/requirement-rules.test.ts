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
  const none = { levelClasses: null, classMaxCv: null };
  expect(requirementFaults({ maxCv, maxSd, sdBelow, ...none }).map(({ column }) => column)).toEqual(columns);
});

// WS/T 406-2024: 6.0 % of blood counts that are low, 4.5 % of the others.
test.each([
  [4.5, ['low'], 6, []],
  [4.5, [], null, []],
  [4.5, ['low'], null, ['classMaxCv half-of-classes']],
  [4.5, null, 6, ['levelClasses half-of-classes']],
  [null, ['low'], 6, ['maxCv half-of-classes']],
  [4.5, ['lowest'], 6, ['levelClasses unknown-class']],
])('a requirement of CV %s, of the classes %j %s, has the faults %j', (maxCv, levelClasses, classMaxCv, faults) => {
  const found = requirementFaults({ maxCv, maxSd: null, sdBelow: null, levelClasses, classMaxCv });
  expect(found.map(({ column, code }) => `${column} ${code}`)).toEqual(faults);
});
