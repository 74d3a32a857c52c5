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
    [0.5, 1, 'minutes', 30],
    [1, 0, 'hours', 1],
    [47.9, 2, 'hours', 47],
    [48, 2, 'days', 2],
    // From one evening to the eighth morning after it.
    [167.5, 7, 'days', 7],
  ] as const)('%d hours over %d midnights are shown in %s', (hours, days, unit, count) => {
    expect(splitAge(hours, days)).toEqual({ unit, count });
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
