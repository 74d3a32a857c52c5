import { expect, test } from 'vitest';

import { kindOfItem, kindOfReport } from './kinds.ts';

test.each([
  ['laboratory', 'chemistry', 'laboratory'],
  ['laboratory', 'poct', 'laboratory'],
  ['laboratory', 'pathology', 'pathology'],
  ['examination', 'radiology', 'imaging'],
  ['examination', 'ct', 'imaging'],
  ['examination', 'mr', 'imaging'],
  ['examination', 'nuclear-medicine', 'imaging'],
  ['examination', 'ultrasound', 'ultrasound'],
  ['examination', 'electrophysiology', 'electrocardiogram'],
  ['examination', 'pathology', 'pathology'],
  ['examination', 'endoscopy', 'other'],
] as const)('an item of kind %s and category %s is %s', (kind, category, found) => {
  expect(kindOfItem({ kind, category })).toBe(found);
});

test.each([
  [false, ['LAB'], 'laboratory'],
  [false, ['RUS'], 'laboratory'],
  [true, ['RAD'], 'imaging'],
  [true, ['unknown', 'CUS'], 'ultrasound'],
  [true, ['EC'], 'electrocardiogram'],
  [true, ['SP'], 'pathology'],
  [true, [], 'other'],
] as const)('of a report that is an examination (%s) with sections %j it is %s', (isExamination, sections, found) => {
  expect(kindOfReport(isExamination, sections)).toBe(found);
});
