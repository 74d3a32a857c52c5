import { expect, test } from 'vitest';

import { admissionInputFor } from './admission-facts.ts';
import { admit } from './admit.ts';
import { day, entry, outcomeRow, region } from './region.test-support.ts';

const clinic = entry('H1', { code: 'H1', region: '510104', ownership: 'public', level: 1, kind: 'primary' });
const cityCentre = entry('QC-51', { code: 'QC-51', region: '5101', level: 'city' });

test('the passed grades of an organiser, at its level, open its own region to a small institution', () => {
  const small = region((e) => {
    e['institution'] = [clinic];
    e['qc-organisation'] = [cityCentre];
  });
  const input = admissionInputFor(small, 'H1', 'ALT', undefined, day('2025-08-15'));
  expect(input).toEqual({
    institution: { ownership: 'public', level: 1, region: '510104', kind: 'primary' },
    evaluations: [{ level: 'city', region: '5101', passed: true }],
  });
  expect(input && admit(input).scope).toBe('5101');
});

test('only what was published by the day counts, and of it the latest', () => {
  const failed = region((e) => {
    e['institution'] = [clinic];
    e['eqa-outcome'] = [outcomeRow('2024-1'), outcomeRow('2024-2', 'FAIL')];
  });
  const passedOn = (on: string) =>
    admissionInputFor(failed, 'H1', 'ALT', '51', day(on))?.evaluations?.map((e) => e.passed);
  expect(passedOn('2024-05-30')).toEqual([]);
  expect(passedOn('2024-05-31')).toEqual([true]);
  expect(passedOn('2024-11-29')).toEqual([false]);
});

test('an institution that is not registered on the day has no input', () => {
  expect(admissionInputFor(region(), 'H9', 'ALT', '51', day('2025-08-15'))).toBeNull();
  expect(admissionInputFor(region(), 'H1', 'ALT', '51', day('2022-08-15'))).toBeNull();
});
