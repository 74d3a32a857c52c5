import { must, parseInstant } from '@fujie/core/kernel';
import { describe, expect, test } from 'vitest';

import { againAt, AT_ONCE, tellAt } from './timing.ts';

const at = (text: string) => must(parseInstant(`2026-03-${text}+08:00`));
const NIGHT = { ...AT_ONCE, quietFrom: 22 * 60, quietTo: 7 * 60 };

describe('somebody is told', () => {
  test('at once, unless something else was chosen', () => {
    expect(tellAt(at('02T10:03'), AT_ONCE, 4)).toBe(at('02T10:03'));
  });

  test('after the quiet hours, across midnight, and at once of what harms life', () => {
    expect(tellAt(at('02T21:59'), NIGHT, 2)).toBe(at('02T21:59'));
    expect(tellAt(at('02T22:00'), NIGHT, 2)).toBe(at('03T07:00'));
    expect(tellAt(at('03T06:59'), NIGHT, 2)).toBe(at('03T07:00'));
    expect(tellAt(at('03T07:00'), NIGHT, 2)).toBe(at('03T07:00'));
    expect(tellAt(at('02T23:00'), NIGHT, 1)).toBe(at('02T23:00'));
  });

  test('bundled every so many minutes or once a day, and not in the quiet hours either', () => {
    expect(tellAt(at('02T10:03'), { ...AT_ONCE, digestMinutes: 30 }, 3)).toBe(at('02T10:30'));
    expect(tellAt(at('02T10:30'), { ...AT_ONCE, digestMinutes: 30 }, 3)).toBe(at('02T10:30'));
    expect(tellAt(at('02T10:03'), { ...AT_ONCE, digestAt: 8 * 60 }, 3)).toBe(at('03T08:00'));
    expect(tellAt(at('02T21:45'), { ...NIGHT, digestMinutes: 60 }, 3)).toBe(at('03T07:00'));
  });
});

test('what failed is tried again at growing distances and given up in the end', () => {
  const now = at('02T10:00');
  expect([1, 2, 3, 11].map((attempts) => ((againAt(now, attempts) ?? 0) - now) / 1000)).toEqual([30, 60, 120, 3600]);
  expect(againAt(now, 12)).toBeNull();
});
