import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { ControlRun } from './judge-runs.ts';
import { judgeRuns, LONGEST_WINDOW } from './judge-runs.ts';
import { naively } from './naive.test-support.ts';
import type { RuleSettings } from './rules.ts';
import { RULES } from './rules.ts';

/** Tenths, so that every limit is met exactly. */
const z = fc.integer({ min: -40, max: 40 }).map((tenths) => tenths / 10);
const run = fc
  .array(fc.record({ level: fc.constantFrom('1', '2', '3'), z, isVoid: fc.constant(false) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((results): ControlRun => ({ results }));
const restarted = fc
  .tuple(run, fc.constantFrom<ControlRun['restarts']>('all', ['1'], ['2', '3'], [], []))
  .map(([one, restarts]): ControlRun => ({ ...one, ...(restarts === undefined ? {} : { restarts }) }));
const series = fc.array(restarted, { minLength: 1, maxLength: 24 });
const settings: fc.Arbitrary<RuleSettings> = fc.record({
  rules: fc.subarray([...RULES], { minLength: 1 }),
  warnings: fc.subarray([...RULES]),
  gate: fc.constantFrom('none', '1_2s'),
  r4s: fc.constantFrom('strict', 'range'),
});
const mapped = (runs: readonly ControlRun[], of: (value: number) => number): readonly ControlRun[] =>
  runs.map((one) => ({ ...one, results: one.results.map((result) => ({ ...result, z: of(result.z) })) }));
const verdicts = (runs: readonly ControlRun[], by: RuleSettings) =>
  judgeRuns(runs, by).map(({ verdict, fired }) => ({ verdict, fired }));

test('every rule fires where it does as printed, and names the same points', () => {
  // Mostly on one side, so that long rules are met; some results void, some windows restarted.
  const leaning = fc
    .record({ level: fc.constantFrom('1', '2', '3'), tenths: fc.integer({ min: -6, max: 34 }), isVoid: fc.boolean() })
    .map(({ level, tenths, isVoid }) => ({ level, z: tenths / 10, isVoid: isVoid && tenths % 3 === 0 }));
  const drifting = fc.array(
    fc.tuple(
      fc.array(leaning, { maxLength: 4 }),
      fc.constantFrom<ControlRun['restarts']>('all', ['1'], ['2', '3'], [], [], [], []),
    ),
    { minLength: 1, maxLength: 24 },
  );
  const shaped = drifting.map((runs) =>
    runs.map(([results, restarts]): ControlRun => ({ results, ...(restarts === undefined ? {} : { restarts }) })),
  );
  fc.assert(
    fc.property(fc.oneof(shaped, series), settings, (runs, by) => {
      const ours = judgeRuns(runs, by).map(({ flags }) => {
        const places = new Map<string, number[]>();
        for (const [place, own] of flags.entries())
          for (const { rule, scope } of own) {
            const key = `${rule}${scope === null ? '' : `@${scope}`}`;
            places.set(key, [...(places.get(key) ?? []), place]);
          }
        return [...places].map(([key, at]) => `${key} ${at.join(' ')}`).sort();
      });
      expect(ours).toEqual(naively(runs, by));
    }),
    { numRuns: 1500 },
  );
});

test('the mirror image of a series has the same verdicts and evidence', () => {
  fc.assert(
    fc.property(series, settings, (runs, by) => {
      expect(
        verdicts(
          mapped(runs, (value) => -value),
          by,
        ),
      ).toEqual(verdicts(runs, by));
    }),
  );
});

test('shift and scale of values with their target change nothing', () => {
  fc.assert(
    fc.property(
      series,
      settings,
      fc.integer({ min: 1, max: 9999 }),
      fc.integer({ min: -9999, max: 9999 }),
      (runs, by, scale, shift) => {
        const [sd, mean] = [scale / 1000, shift / 100];
        const measured = mapped(runs, (value) => (Number((mean + value * sd).toPrecision(12)) - mean) / sd);
        expect(verdicts(measured, by)).toEqual(verdicts(runs, by));
      },
    ),
  );
});

test('the order of levels within a run changes nothing but places', () => {
  fc.assert(
    fc.property(series, settings, (runs, by) => {
      const levels = ['3', '1', '2'];
      const sorted = runs.map((one) => ({
        ...one,
        results: [...one.results].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level)),
      }));
      const rules = (of: readonly ControlRun[]) =>
        judgeRuns(of, by).map(({ verdict, fired }) => [verdict, fired.map(({ rule, scope }) => [rule, scope])]);
      expect(rules(sorted)).toEqual(rules(runs));
    }),
  );
});

test('after a restart of everything a series is judged as if it began there', () => {
  fc.assert(
    fc.property(series, series, settings, (before, [first, ...after], by) => {
      const rest = [{ ...(first ?? { results: [] }), restarts: 'all' as const }, ...after];
      const whole = judgeRuns([...before, ...rest], by).slice(before.length);
      const alone = judgeRuns(rest, by);
      expect(whole.map(({ verdict, flags }) => [verdict, flags])).toEqual(
        alone.map(({ verdict, flags }) => [verdict, flags]),
      );
    }),
  );
});

test('how many levels were measured before changes nothing', () => {
  const many = { results: Array.from({ length: 40 }, (_, level) => ({ level: `before ${String(level)}`, z: 0 })) };
  fc.assert(
    fc.property(series, settings, ([first, ...after], by) => {
      const rest = [{ ...(first ?? { results: [] }), restarts: 'all' as const }, ...after];
      const [, ...later] = judgeRuns([many, ...rest], by);
      expect(later.map(({ verdict, flags }) => [verdict, flags])).toEqual(
        judgeRuns(rest, by).map(({ verdict, flags }) => [verdict, flags]),
      );
    }),
  );
});

test('void results are as if they had not been measured', () => {
  fc.assert(
    fc.property(series, settings, fc.infiniteStream(fc.boolean()), (runs, by, stream) => {
      const marked = runs.map((one) => ({
        ...one,
        results: one.results.map((result) => ({ ...result, isVoid: stream.next().value === true })),
      }));
      const without = marked.map((one) => ({ ...one, results: one.results.filter(({ isVoid }) => !isVoid) }));
      expect(judgeRuns(marked, by).map(({ verdict }) => verdict)).toEqual(
        judgeRuns(without, by).map(({ verdict }) => verdict),
      );
    }),
  );
});

test('a run needs no more of its past than the longest window of each level', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(z, z), { minLength: LONGEST_WINDOW + 1, maxLength: 40 }), settings, (pairs, by) => {
      const runs = pairs.map(([one, other]): ControlRun => ({
        results: [
          { level: '1', z: one },
          { level: '2', z: other },
        ],
      }));
      const cut = judgeRuns(runs.slice(-LONGEST_WINDOW), by).at(-1);
      const whole = judgeRuns(runs, by).at(-1);
      expect([cut?.verdict, cut?.flags]).toEqual([whole?.verdict, whole?.flags]);
    }),
  );
});
