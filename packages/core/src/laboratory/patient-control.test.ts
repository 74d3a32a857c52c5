import { describe, expect, test } from 'vitest';

import { normalQuantile } from '../estimates/distributions.ts';
import { FEWEST_LEARNT, followControl, learnControl, PATIENT_STATISTICS } from './patient-control.ts';

/** Normal results in an order that looks random and is the same each time. */
const results = (count: number, mean = 140, sd = 4): readonly number[] =>
  Array.from({ length: count }, (_, i) => mean + sd * normalQuantile(((i * 0.618_033_988_75) % 1) * 0.998 + 0.001));

describe('patients’ results as control', () => {
  test('need two hundred results to learn from', () => {
    expect(learnControl(results(FEWEST_LEARNT - 1), 'mean', 0.01)).toBeNull();
    expect(learnControl(results(FEWEST_LEARNT), 'mean', 0.01)).not.toBeNull();
  });

  test.each(PATIENT_STATISTICS)('by %s have limits with few false alarms, and find a larger bias', (kind) => {
    const learnt = learnControl(results(1500), kind, 0.01);
    if (learnt === null) throw new Error('nothing learnt');
    expect(learnt.limits.low).toBeLessThan(140.5);
    expect(learnt.limits.high).toBeGreaterThan(139.5);
    expect(learnt.falseAlarmRate).toBeLessThan(0.08);
    const [small, , large] = learnt.detection;
    expect(large?.found).toBe(large?.starts);
    expect(large?.average ?? Infinity).toBeLessThanOrEqual(small?.average ?? Infinity);
    const shifted = results(60).map((value) => value * 1.1);
    expect(followControl(shifted, learnt).at(-1)).toMatchObject({ isAlarm: true });
  });

  test('of the very ill count as the limit of truncation', () => {
    const learnt = learnControl(results(600), 'mean', 0.01);
    if (learnt === null) throw new Error('nothing learnt');
    const one = [...results(19), 900];
    expect(followControl(one, learnt)).toMatchObject([{ index: 19, isAlarm: false }]);
  });
});
