import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { ControlRun } from '../iqc/index.ts';
import { customaryRules, judgeInstant, judgeRuns } from '../iqc/index.ts';
import type { Instant } from '../kernel/day.ts';
import type { SeriesResult, SeriesTarget } from './series.ts';
import { instantOf, judgeSeries } from './series.ts';

const MINUTE = 60_000;
const measured = fc.record({
  run: fc.nat({ max: 14 }),
  product: fc.constantFrom('P', 'P', 'P', 'Q'),
  lot: fc.constantFrom('A', 'A', 'A', 'B'),
  level: fc.constantFrom('1', '2'),
  tenths: fc.integer({ min: -36, max: 36 }),
  isVoid: fc.constantFrom(false, false, false, false, true),
});
/** A result each ten minutes; what bears the number of a run belongs to it, whenever it was measured. */
const results = fc.array(measured, { minLength: 1, maxLength: 50 }).map((all) =>
  all.map(({ run, tenths, ...one }, at): SeriesResult => ({
    ...{ ...one, id: 1000 + at, run: `R${String(run)}`, value: 100 + tenths / 10, reading: '' },
    ...{
      measuredAt: (at * 10 * MINUTE) as Instant,
      purpose: run === 14 ? 'temporary' : run === 13 ? 'parallel' : 'routine',
    },
  })),
);
const targets = fc
  .array(
    fc.record({
      product: fc.constantFrom('P', 'Q'),
      lot: fc.constantFrom('A', 'B'),
      level: fc.constantFrom('1', '2'),
      mean: fc.constantFrom(100, 100.5),
      sd: fc.constantFrom(1, 0.8),
      validFrom: fc.nat({ max: 300 }).map((minutes) => (minutes * MINUTE) as Instant),
    }),
    { maxLength: 12 },
  )
  .map((all) => all.toSorted((a, b) => a.validFrom - b.validFrom).map((one, id): SeriesTarget => ({ ...one, id })));
const restarts = fc.array(
  fc.nat({ max: 500 }).map((minutes) => (minutes * MINUTE) as Instant),
  { maxLength: 3 },
);

/** The verdicts of the routine runs, each result looked for anew. */
function simply(all: readonly SeriesResult[], of: readonly SeriesTarget[], at: readonly Instant[]) {
  const names = [...new Set(all.filter(({ purpose }) => purpose === 'routine').map(({ run }) => run))];
  const zOf = ({ product, lot, level, value, measuredAt }: SeriesResult): number | null => {
    const target = of.findLast(
      (one) => one.product === product && one.lot === lot && one.level === level && one.validFrom <= measuredAt,
    );
    return target === undefined ? null : ((value ?? 0) - target.mean) / target.sd;
  };
  const levelOf = ({ product, level }: SeriesResult): string => `${product}|${level}`;
  const lotOf = (one: SeriesResult): string => `${levelOf(one)}|${one.lot}`;
  const fit = names.map((name) => all.filter((one) => one.run === name && zOf(one) !== null));
  const begun = names.map((name) => all.find(({ run }) => run === name)?.measuredAt ?? 0);
  const lots = new Map<string, ReadonlySet<string>>();
  const runs = fit.map((own, index): ControlRun => {
    const usable = own.filter(({ isVoid }) => !isVoid);
    const changed = [...new Set(usable.map(levelOf))].flatMap((level) => {
      const now = new Set(usable.filter((one) => levelOf(one) === level).map(lotOf));
      const known = lots.get(level);
      lots.set(level, now);
      const either = [...now, ...(known ?? [])];
      return known === undefined ? [] : either.filter((lot) => !now.has(lot) || !known.has(lot));
    });
    const since = begun[index - 1] ?? -Infinity;
    return {
      results: own.map((one) => ({ level: lotOf(one), z: zOf(one) ?? 0, isVoid: one.isVoid })),
      restarts: at.some((one) => one > since && one <= (begun[index] ?? 0)) ? 'all' : changed,
    };
  });
  return judgeRuns(runs, customaryRules(2)).map(({ verdict, usable, fired }, index) => {
    const name = names[index];
    const own = all.filter(({ run }) => run === name);
    const [good, warned, out] = (['in control', 'warning', 'out of control'] as const).map((status) =>
      own.flatMap(({ id }) => (statusOf(all, zOf).get(id) === status ? [id] : [])),
    ) as [number[], number[], number[]];
    const ruled = usable === 0 ? 'unjudged' : verdict;
    const isQuiet = ruled === 'unjudged' && good.length > 0;
    const byInstant = { scope: 'L', error: null };
    return {
      run: name,
      verdict:
        ruled === 'reject' || out.length > 0
          ? 'reject'
          : ruled === 'warning' || warned.length > 0
            ? 'warning'
            : isQuiet
              ? 'accept'
              : ruled,
      fired: [
        ...(usable === 0 ? [] : fired).map(({ evidence, ...one }) => ({
          ...one,
          evidence: evidence.map(({ run, result }) => fit[run]?.[result]?.id),
        })),
        ...(warned.length === 0 ? [] : [{ ...byInstant, rule: 'SI_n2s', isRejecting: false, evidence: warned }]),
        ...(out.length === 0 ? [] : [{ ...byInstant, rule: 'SI_n3s', isRejecting: true, evidence: out }]),
      ],
    };
  });
}

/** What the instant method says of each result of a lot without a target. */
function statusOf(all: readonly SeriesResult[], zOf: (one: SeriesResult) => number | null): Map<number, string> {
  const lotOf = ({ product, lot, level }: SeriesResult): string => `${product}|${lot}|${level}`;
  const fit = all.filter((one) => !one.isVoid && one.purpose !== 'temporary' && zOf(one) === null);
  return new Map(
    [...new Set(fit.map(lotOf))].flatMap((lot) => {
      const own = fit.filter((one) => lotOf(one) === lot);
      const found = judgeInstant(own.map(({ value }) => value ?? 0));
      return own.map(({ id }, at) => [id, found[at]?.status ?? ''] as const);
    }),
  );
}

test('a series judged in arrays has the verdicts and the evidence of its runs judged one by one', () => {
  fc.assert(
    fc.property(results, targets, restarts, (all, of, at) => {
      const series = { results: all, targets: of, restarts: at };
      const judged = judgeSeries(series, { kind: 'quantitative', settings: customaryRules(2) });
      const routine = judged.filter(({ purpose }) => purpose === 'routine');
      expect(routine.map(({ run, verdict, fired }) => ({ run, verdict, fired }))).toEqual(simply(all, of, at));
      for (const { run, levels, points } of judged) {
        const own = all.filter((one) => one.run === run);
        expect(points.map(({ result }) => result)).toEqual(own.map(({ id }) => id));
        const found = instantOf(series);
        const isFound = (id: number) => /control|warning/.test(found.get(id)?.status ?? '');
        const judged = own.filter(
          ({ id, isVoid, purpose }, place) =>
            !isVoid && (points[place]?.z !== null || (purpose === 'routine' && isFound(id))),
        );
        expect(levels).toBe(new Set(judged.map((one) => `${one.product}|${one.level}`)).size);
      }
    }),
    { numRuns: 300 },
  );
});
