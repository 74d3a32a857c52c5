import { expect, test } from 'vitest';

import { changesOf } from './month-changes.ts';

const NOW = { testingDays: 15, qcDays: 7, comparedDays: null, cv: 2.914, sd: null, classCv: null, agreement: null };

test('each figure that changed since a month was reported is named, with what it was and what it is', () => {
  const submitted = { ...NOW, testingDays: 30, cv: 3.28, agreement: 98, reportedOn: '2026-11-05' };
  expect(changesOf({ ...NOW, submitted })).toEqual([
    { figure: 'testingDays', was: '30', is: '15' },
    { figure: 'cv', was: '3.28%', is: '2.91%' },
    { figure: 'agreement', was: '98.00%', is: '—' },
  ]);
});

test('of a month as it was reported, and of one that was not, nothing changed', () => {
  expect(changesOf({ ...NOW, submitted: { ...NOW, reportedOn: null } })).toEqual([]);
  expect(changesOf({ ...NOW, submitted: null })).toEqual([]);
});
