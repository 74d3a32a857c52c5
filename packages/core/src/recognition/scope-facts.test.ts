import { expect, test } from 'vitest';

import { deriveMark } from './mark.ts';
import { markInputFor } from './facts.ts';
import { day, entry, region } from './region.test-support.ts';
import { scopesOf } from './scope-facts.ts';

const place = (
  code: string,
  nameZh: string,
  kind: string,
  from?: string,
  to?: string,
  markPrefix: string | null = null,
) => entry(code, { code, nameZh, nameEn: null, kind, markPrefix }, from, to);

const PLACES = [
  place('11', '北京市', 'province'),
  place('1101', '市辖区', 'city'),
  place('110102', '西城区', 'district'),
  place('51', '四川省', 'province'),
  place('5107', '绵阳市', 'city'),
  place('510703', '涪城区', 'district'),
];

test('a city and a district without a prefix of their own bear their full names, a province its short one', () => {
  const snapshot = region((e) => {
    e['region'] = PLACES;
  });
  const scopes = scopesOf(snapshot, day('2025-08-15'));
  expect(['51', '5107', '510703', '110102'].map((code) => scopes.labelOf(code))).toEqual([
    '川HR',
    '绵阳市HR',
    '绵阳市涪城区HR',
    '北京市西城区HR',
  ]);
  expect(scopes.scopeOf('绵阳市涪城区HR')).toBe('510703');
});

test('a place bears the name of the day, and labels of earlier days are still understood', () => {
  const renamed = region((e) => {
    e['region'] = [
      place('5107', '绵阳', 'city', '2023-01-01', '2026-01-01'),
      place('5107', '绵阳市', 'city', '2026-01-01'),
    ];
  });
  const before = scopesOf(renamed, day('2025-12-31'));
  const after = scopesOf(renamed, day('2026-01-01'));
  expect([before.labelOf('5107'), after.labelOf('5107')]).toEqual(['绵阳HR', '绵阳市HR']);
  expect([before.scopeOf('绵阳市HR'), after.scopeOf('绵阳HR')]).toEqual([null, '5107']);
  expect(scopesOf(renamed, day('2020-01-01')).labelOf('5107')).toBe('绵阳HR');
  expect(scopesOf(renamed, day('2026-05-01'))).toBe(after);
});

test('a scope that no register names gives no mark, and says so', () => {
  const unknown = region((e) => {
    e['recognition-list-entry'] = [
      entry('L1|H1|ALT|5199', { list: 'L1', institution: 'H1', item: 'ALT', scope: '5199' }, '2023-06-20'),
    ];
  });
  const on = day('2025-08-15');
  expect(deriveMark(markInputFor(unknown, 'H1', 'ALT', '5199', on), undefined, scopesOf(unknown, on))).toEqual({
    mark: null,
    reasons: ['NOT_LISTED'],
  });
});
