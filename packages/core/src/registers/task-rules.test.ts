import { expect, test } from 'vitest';

import { authorityTaskFaults, qualityTaskFaults } from './task-rules.ts';

test.each([
  [{ year: 2026, target: 'VTE' }, []],
  [{ year: null, target: null }, []],
  [{ year: 2026, target: null }, ['target']],
  [{ year: null, target: 'VTE' }, ['year']],
])('a target is named by year and code together: %j', (row, columns) => {
  expect(qualityTaskFaults(row).map(({ column }) => column)).toEqual(columns);
});

test.each([
  [{ holder: 'centre', centre: 'QC' }, []],
  [{ holder: 'authority', centre: null }, []],
  [{ holder: 'centre', centre: null }, ['centre']],
  [{ holder: 'authority', centre: 'QC' }, ['centre']],
])('a centre is named where a centre holds the task, and nowhere else: %j', (row, columns) => {
  expect(authorityTaskFaults(row).map(({ column }) => column)).toEqual(columns);
});
