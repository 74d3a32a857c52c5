import { expect, test } from 'vitest';

import type { AdmissionInput } from './admit.ts';
import { admit } from './admit.ts';

const clinic = { ownership: 'public', level: 1, region: '510104' } as const;
const passedIn = (level: 'country' | 'agreement' | 'province' | 'city' | 'district', region: string) => ({
  level,
  region,
  passed: true,
});
const scopeOf = (input: AdmissionInput): string | null => admit(input).scope;

test('a small institution without a scope asked for is admitted as widely as its evaluation reaches', () => {
  expect(admit({ institution: clinic, evaluations: [passedIn('city', '5101')] })).toMatchObject({
    admitted: true,
    scope: '5101',
    duty: 'may',
  });
  expect(scopeOf({ institution: clinic, evaluations: [passedIn('city', '5101'), passedIn('province', '51')] })).toBe(
    '51',
  );
  expect(scopeOf({ institution: clinic, evaluations: [passedIn('country', 'CN')] })).toBe('51');
  expect(scopeOf({ institution: clinic, evaluations: [passedIn('agreement', 'AGR:CY')] })).toBe('51');
  expect(scopeOf({ institution: clinic, evaluations: [passedIn('district', '510104')] })).toBeNull();
  expect(scopeOf({ institution: clinic, evaluations: [passedIn('city', '5107')] })).toBeNull();
  expect(scopeOf({ institution: { ...clinic, level: 2 } })).toBe('51');
});

test('a scope asked for is given whole or not at all', () => {
  const evaluations = [passedIn('city', '5101')];
  expect(scopeOf({ scope: '51', institution: clinic, evaluations })).toBeNull();
  expect(scopeOf({ scope: '5101', institution: clinic, evaluations })).toBe('5101');
  expect(scopeOf({ scope: '510104', institution: clinic, evaluations })).toBe('510104');
});

test('no list of a place takes an institution that does not lie in it', () => {
  const taiyuan = { ownership: 'public', level: 3, region: '140106' } as const;
  for (const scope of ['51', '5101', 'AGR:CY']) {
    expect(admit({ scope, institution: taiyuan })).toMatchObject({
      admitted: false,
      duty: null,
      reasons: ['LIST_NOT_ELIGIBLE'],
    });
  }
  expect(admit({ scope: '14', institution: taiyuan })).toMatchObject({ duty: 'must' });
  expect(admit({ scope: 'CN', institution: taiyuan })).toMatchObject({ duty: 'may', scope: 'CN' });
  expect(admit({ scope: 'AGR:CY', institution: clinic })).toMatchObject({ duty: 'may', scope: 'AGR:CY' });
});
