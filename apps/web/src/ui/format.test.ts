import { describe, expect, test } from 'vitest';

import { lastDayBefore, msOf, showDay, showInterval, showRate, showTime, splitAge } from './format.ts';

describe('times', () => {
  test('an instant in UTC is shown on the Chinese clock', () => {
    expect(showTime('2024-05-19T23:30:00Z')).toBe('2024-05-20 07:30');
    expect(showDay('2024-05-19T23:30:00Z')).toBe('2024-05-20');
  });
  test('what is not a time is shown as it came', () => {
    expect(showTime('unknown')).toBe('unknown');
    expect(showTime(null)).toBeNull();
    expect([lastDayBefore('2026-03-01'), lastDayBefore(null)]).toEqual(['2026-02-28', null]);
    expect(msOf('unknown')).toBeNull();
  });
});

describe('ages', () => {
  test.each([
    [0.5, 'minutes', 30],
    [1, 'hours', 1],
    [47.9, 'hours', 47],
    [48, 'days', 2],
    [167.5, 'days', 6],
  ] as const)('%d hours are shown in %s', (hours, unit, count) => {
    expect(splitAge(hours)).toEqual({ unit, count });
  });
});

describe('rates and intervals', () => {
  test('no denominator, no rate (decision specification 6.1)', () => {
    expect(showRate(null)).toBeNull();
    expect(showRate(0)).toBe('0.0%');
    expect(showRate(0.9234)).toBe('92.3%');
  });
  test('half-open intervals keep their side', () => {
    expect(showInterval(3.5, 5.3, null)).toBe('3.5–5.3');
    expect(showInterval(null, 40, null)).toBe('≤ 40');
    expect(showInterval(60, null, null)).toBe('≥ 60');
    expect(showInterval(null, null, '阴性')).toBe('阴性');
  });
});
