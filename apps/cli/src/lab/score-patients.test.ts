import { expect, test } from 'vitest';

import { Alarms, scorePatients } from './score-patients.ts';

const scores = scorePatients({ seed: 1, series: 12 });
const of = (item: string, statistic: string, biasPercent: number) => {
  const found = scores.find(
    (one) => one.item.startsWith(item) && one.statistic === statistic && one.biasPercent === biasPercent,
  );
  if (found === undefined) throw new Error(`${item} ${statistic} is not scored`);
  return found;
};

test('a shift of two percent of sodium is found within two windows by any statistic, and so are five of potassium', () => {
  for (const statistic of ['mean', 'median', 'ewma', 'bull'])
    for (const [item, bias] of [
      ['Na', 2],
      ['K', 5],
    ] as const) {
      const { found, wait } = of(item, statistic, bias);
      expect([item, statistic, found]).toEqual([item, statistic, 1]);
      expect(wait).toBeLessThanOrEqual(60);
    }
});

test('a larger shift is found no later, and of a skewed item a shift of five percent more often than not is missed', () => {
  for (const statistic of ['mean', 'ewma'])
    expect(of('K', statistic, 20).wait ?? Infinity).toBeLessThanOrEqual(of('K', statistic, 5).wait ?? 0);
  expect(of('ALT', 'bull', 5).found).toBeLessThan(0.5);
});

test('good results raise few alarms in a thousand', () => {
  for (const { falseAlarms } of scores) expect(falseAlarms).toBeLessThan(8);
});

test('an alarm that stands when the shift begins has not found it; one that begins again has', () => {
  const wait = (before: readonly boolean[], after: readonly boolean[]) => {
    const alarms = new Alarms();
    const take = (isBeyond: boolean, sinceShift: number | null) =>
      alarms.take({ statistic: 1, side: isBeyond ? 'high' : null }, sinceShift);
    for (const isBeyond of before) take(isBeyond, null);
    for (const [n, isBeyond] of after.entries()) take(isBeyond, n + 1);
    return [alarms.wrong, alarms.wait];
  };
  expect(wait([false, false], [false, true])).toEqual([0, 2]);
  expect(wait([false, true], [true, true])).toEqual([1, null]);
  expect(wait([false, true], [true, false, true])).toEqual([1, 3]);
});
