import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import type { Instant } from '../kernel/day.ts';
import { must } from '../kernel/result.ts';
import { parseInstant } from '../kernel/day.ts';
import { measure, medianOf } from './measure.ts';
import type { CriticalCase, Done } from './types.ts';

const at = (time: string): Instant => must(parseInstant(`${time}+08:00`));
const done = (time: string, over: Partial<Done> = {}): Done => ({
  at: at(time),
  outcome: 'done',
  isLate: false,
  ...over,
});
let count = 0;
const critical = (over: Partial<CriticalCase> = {}): CriticalCase => ({
  id: (count += 1),
  setting: 'inpatient',
  isVoid: false,
  isClosed: false,
  isClean: false,
  isAccurate: null,
  appearedAt: at('2026-09-10T08:00:00'),
  notified: null,
  received: null,
  reached: null,
  acted: null,
  rechecked: null,
  released: [],
  ...over,
});
const after = (minutes: number): CriticalCase =>
  critical({
    received: { ...done('2026-09-10T08:00:00'), at: (at('2026-09-10T08:00:00') + minutes * 60_000) as Instant },
  });

const shares = (indicator: Parameters<typeof measure>[0], cases: readonly CriticalCase[]): string => {
  const { value, numerator, denominator, unknown } = measure(indicator, cases);
  return `${String(numerator.length)}/${String(denominator.length)} ?${String(unknown.length)} = ${String(value)}`;
};

describe('the minutes from appearing to receiving', () => {
  test('of an even count are the mean of the middle two', () => {
    expect(shares('minutes-inpatient', [after(20), after(3), after(8), after(5)])).toBe('4/4 ?0 = 6.5');
    expect([[], [4], [1, 9], [1, 2, 9]].map(medianOf)).toEqual([null, 4, 5, 2]);
  });
  test('are not known of what nobody received, or received before it appeared', () => {
    expect(shares('minutes-inpatient', [after(3), critical(), after(-1)])).toBe('1/3 ?2 = 3');
  });
  test('are counted for inpatients, outpatients and emergencies apart, and not for what was withdrawn', () => {
    const cases = [after(3), { ...after(5), setting: 'outpatient' as const }, { ...after(9), isVoid: true }];
    expect(shares('minutes-inpatient', cases)).toBe('1/1 ?0 = 3');
    expect(shares('minutes-outpatient', cases)).toBe('1/1 ?0 = 5');
    expect(shares('minutes-emergency', cases)).toBe('0/0 ?0 = null');
  });
});

// core-systems.14#08
test('of a specimen that was sent out counts once, where it is owed: reporting of who tested, treating of who sent it', () => {
  const [received, acted] = [done('2026-09-10T08:05:00'), done('2026-09-10T09:00:00')];
  const reporting = critical({ part: 'reporting', notified: received, received });
  const treating = critical({ part: 'treating', received, acted });
  const both = [reporting, treating];
  expect([shares('minutes-inpatient', both), shares('reported-in-time', both), shares('read-back', both)]).toEqual([
    ...['1/1 ?0 = 5', '1/1 ?0 = 1', '1/1 ?0 = 1'],
  ]);
  expect([shares('same-day', both), shares('handled-in-time', both), shares('rechecked', both)]).toEqual([
    ...['1/1 ?0 = 1', '1/1 ?0 = 1', '0/1 ?0 = 0'],
  ]);
  // Each closes its own loop.
  expect(shares('complete', both)).toBe('0/2 ?0 = 0');
});

test('an inpatient is handled the same day until 24:00', () => {
  const received = done('2026-09-10T23:50:00');
  const handled = (time: string): CriticalCase => critical({ received, acted: done(time) });
  expect(shares('same-day', [handled('2026-09-10T23:59:59'), handled('2026-09-11T00:00:00')])).toBe('1/2 ?0 = 0.5');
  expect(shares('same-day', [critical({ received }), critical()])).toBe('0/1 ?0 = 0');
});

test('an inpatient is handled within 24 hours until the last of them, whatever the date', () => {
  const received = done('2026-09-10T23:50:00');
  const handled = (time: string): CriticalCase => critical({ received, acted: done(time) });
  const cases = [handled('2026-09-11T00:10:00'), handled('2026-09-11T23:50:00'), handled('2026-09-11T23:50:01')];
  expect(shares('within-24-hours', cases)).toBe('2/3 ?0 = 0.6666666666666666');
  expect(shares('same-day', cases)).toBe('0/3 ?0 = 0');
  expect(shares('within-24-hours', [critical({ received }), critical()])).toBe('0/1 ?0 = 0');
});

test('what was told is accurate unless it was corrected, taken back or denied later; what nobody was told of is neither', () => {
  const told = (isAccurate: boolean | null, isVoid = false) => critical({ isAccurate, isVoid });
  expect(shares('accurate', [told(true), told(true), told(false), told(null)])).toBe('2/3 ?0 = 0.6666666666666666');
  // Told and then withdrawn needs no notification any more, and was told wrongly.
  expect(shares('accurate', [told(true), told(false, true), told(null, true)])).toBe('1/2 ?0 = 0.5');
});

test('a chain without read-back is reported, and neither received nor complete', () => {
  const cases = [critical({ notified: done('2026-09-10T08:05:00') })];
  expect(shares('reported-in-time', cases)).toBe('1/1 ?0 = 1');
  expect(shares('read-back', cases)).toBe('0/1 ?0 = 0');
  expect(shares('complete', cases)).toBe('0/1 ?0 = 0');
  expect(shares('minutes-inpatient', cases)).toBe('0/1 ?1 = null');
});

test('what is closed late or with a flaw is closed and not complete', () => {
  const closed = critical({ isClosed: true, isClean: true });
  expect(shares('complete', [closed, critical({ isClosed: true })])).toBe('1/2 ?0 = 0.5');
});

test('outpatients count as reached only if they were', () => {
  const outpatient = (outcome: string | null): CriticalCase =>
    critical({ setting: 'outpatient', reached: outcome === null ? null : done('2026-09-10T09:00:00', { outcome }) });
  const cases = [outpatient('reached'), outpatient('present'), outpatient('exhausted'), outpatient(null), critical()];
  expect(shares('reached', cases)).toBe('2/4 ?0 = 0.5');
});

test('handled in time and rechecked are shares of what was received and handled', () => {
  const received = done('2026-09-10T08:05:00');
  const acted = done('2026-09-10T08:20:00');
  const cases = [
    critical({ received, acted, rechecked: done('2026-09-10T20:00:00', { outcome: 'rechecked' }) }),
    critical({
      received,
      acted: { ...acted, isLate: true },
      rechecked: done('2026-09-10T20:00:00', { outcome: 'none' }),
    }),
    critical({ received }),
  ];
  expect(shares('handled-in-time', cases)).toBe('1/3 ?0 = 0.3333333333333333');
  expect(shares('rechecked', cases)).toBe('1/2 ?0 = 0.5');
});

test('what somebody was released from is not known to be done, and neither failed nor left out', () => {
  const notified = done('2026-09-10T08:05:00');
  const received = done('2026-09-10T08:09:00');
  const acted = done('2026-09-10T09:00:00');
  // Told, read back, and the patient died before anybody acted; another of whom nobody knows why it was left.
  const died = critical({ notified, received, released: ['acted', 'rechecked', 'whole'] });
  const left = critical({ notified, received });
  const treated = critical({ notified, received, acted, isClosed: true, isClean: true });
  const cases = [died, left, treated];
  expect(shares('reported-in-time', cases)).toBe('3/3 ?0 = 1');
  expect(shares('same-day', cases)).toBe('1/3 ?1 = 0.3333333333333333');
  expect(shares('handled-in-time', cases)).toBe('1/3 ?1 = 0.3333333333333333');
  expect(shares('complete', cases)).toBe('1/3 ?1 = 0.3333333333333333');
  // Repeats on the same specimen count once (CL-14): raised twice is none of its own, reported or not.
  expect(shares('reported-in-time', [treated, critical({ isVoid: true })])).toBe('1/1 ?0 = 1');
});

describe('the published vectors', () => {
  const rows = (name: string): readonly string[][] =>
    readFileSync(new URL(`../../fixtures/laboratory/${name}.csv`, import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
  test('count each specimen and item once, those reported, and those reported within the limit, which is included', () => {
    const [limit, required, notified, timely, cl14, cl15] = (rows('critical_values_expected')[0] ?? []).map(Number);
    const first = new Map<string, CriticalCase>();
    for (const [sample = '', item = '', , available = '', acknowledged = ''] of rows('critical_values')) {
      const received = acknowledged === '' ? null : done(acknowledged);
      const isLate = received !== null && received.at - at(available) > (limit ?? 0) * 60_000;
      const told = received === null ? null : { ...received, isLate };
      const one = critical({ appearedAt: at(available), received, notified: told });
      if (!first.has(`${sample}|${item}`)) first.set(`${sample}|${item}`, one);
    }
    const cases = [...first.values()];
    const inTime = measure('reported-in-time', cases);
    const told = measure('minutes-inpatient', cases);
    const percent = (part: number): number => Math.round((part / cases.length) * 10_000) / 100;
    expect([cases.length, told.numerator.length, inTime.numerator.length]).toEqual([required, notified, timely]);
    expect([percent(told.numerator.length), percent(inTime.numerator.length)]).toEqual([cl14, cl15]);
  });
});
