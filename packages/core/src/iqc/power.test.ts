import { describe, expect, test } from 'vitest';

import { normalCdf } from '../estimates/index.ts';
import { seeded } from './iqc.test-support.ts';
import { judgeRuns } from './judge-runs.ts';
import { powerWithinRun, simulatePower } from './power.ts';
import type { RuleName, RuleSettings } from './rules.ts';
import { largestRun, worstShift } from './run-size.ts';

const rejecting = (...rules: readonly RuleName[]): RuleSettings => ({
  rules,
  warnings: [],
  gate: 'none',
  r4s: 'strict',
});
const percent = (share: number): number => Math.round(share * 10_000) / 100;

/**
 * Results until the first rejection on average, of one result a run, in control: exactly, by the Markov chain of what the rules can look
 * back on. A result lies between two of the limits; what was before it is told by as many results as the longest rule needs.
 */
function averageRunLength(rules: readonly RuleName[], limits: readonly number[], window: number): number {
  const edges = [-Infinity, ...limits, Infinity];
  const regions = edges.slice(1).map((to, index) => {
    const from = edges[index] ?? 0;
    const z = from === -Infinity ? to - 1 : to === Infinity ? from + 1 : (from + to) / 2;
    return { z, share: normalCdf(to) - normalCdf(from) };
  });
  const isRejected = (past: readonly number[]): boolean =>
    judgeRuns(
      past.map((z) => ({ results: [{ level: '1', z }] })),
      rejecting(...rules),
    ).at(-1)?.verdict === 'reject';
  const steps = new Map<string, readonly (readonly [to: string, share: number])[]>();
  const stepsFrom = (past: readonly number[]): readonly (readonly [string, number])[] =>
    regions.flatMap(({ z, share }) => {
      const now = [...past, z];
      return isRejected(now) ? [] : [[JSON.stringify(now.slice(Math.max(0, now.length - window + 1))), share] as const];
    });
  let [alive, length] = [new Map([['[]', 1]]), 0];
  for (let left = 1; left > 1e-9; left = [...alive.values()].reduce((sum, share) => sum + share, 0)) {
    length += left;
    const next = new Map<string, number>();
    for (const [past, share] of alive) {
      const own = steps.get(past) ?? stepsFrom(JSON.parse(past) as number[]);
      steps.set(past, own);
      for (const [to, part] of own) next.set(to, (next.get(to) ?? 0) + share * part);
    }
    alive = next;
  }
  return length;
}

describe('published points', () => {
  // Champ and Woodall, Exact results for Shewhart control charts with supplementary runs rules, Technometrics 1987;29:393-399, table 1.
  test.each([
    [0, 370.4],
    [1, 43.9],
    [2, 6.3],
    [3, 2],
  ])('1_3s alone, shifted by %d SD: one in %d results', (shift, length) => {
    expect(1 / powerWithinRun(rejecting('1_3s'), { levels: 1 })({ shift })).toBeCloseTo(length, 1);
  });
  test('1_3s with 2of3_2s, in control: one in 225.44; with 8_x one in 152.73', () => {
    expect(averageRunLength(['1_3s'], [-3, 3], 1)).toBeCloseTo(370.4, 2);
    expect(averageRunLength(['1_3s', '2of3_2s'], [-3, -2, 2, 3], 3)).toBeCloseTo(225.44, 2);
    expect(averageRunLength(['1_3s', '8_x'], [-3, 0, 3], 8)).toBeCloseTo(152.73, 2);
  });
  // Westgard: with two controls 1_2s rejects nine good runs of a hundred, which is why it only warns.
  test('1_2s with two controls rejects 9 % of good runs', () => {
    expect(Math.round(100 * powerWithinRun(rejecting('1_2s'), { levels: 2 })({ shift: 0 }))).toBe(9);
  });
});

describe('a power function', () => {
  test('of good runs is the false rejection', () => {
    const good = (levels: number, ...rules: readonly RuleName[]): number =>
      percent(powerWithinRun(rejecting(...rules), { levels })({ shift: 0 }));
    expect([good(2, '1_2s'), good(2, '1_3s'), good(3, '1_3s'), good(2, '1_3s', '2_2s', 'R_4s')]).toEqual([
      8.89, 0.54, 0.81, 0.72,
    ]);
  });
  test('rises with the shift and with the scatter, and falls with the gate', () => {
    const power = powerWithinRun(rejecting('1_3s', '2_2s', 'R_4s'), { levels: 2 });
    const shifts = [0, 1, 2, 3, 4].map((shift) => power({ shift }));
    expect([...shifts].sort((a, b) => a - b)).toEqual(shifts);
    expect(power({ shift: 0, inflation: 2 })).toBeGreaterThan(power({ shift: 0 }));
    const gated = powerWithinRun({ ...rejecting('4_1s'), gate: '1_2s' }, { levels: 2, replicates: 2 });
    expect(gated({ shift: 1 })).toBeLessThan(
      powerWithinRun(rejecting('4_1s'), { levels: 2, replicates: 2 })({ shift: 1 }),
    );
  });
  test('simulated agrees with the exact one, and looking back finds more', () => {
    const rules = rejecting('1_3s', '2_2s', 'R_4s', '4_1s');
    const simulated = (runs: number): number =>
      simulatePower(rules, { levels: 2, runs, trials: 4000 }, { shift: 2 }, seeded(5));
    expect(Math.abs(simulated(1) - powerWithinRun(rules, { levels: 2 })({ shift: 2 }))).toBeLessThan(0.04);
    expect(simulated(2)).toBeGreaterThan(simulated(1));
  });
});

describe('the run size of MaxE(Nuf) = 1', () => {
  test.each([
    [3, [2, 3, 3]],
    [4, [20, 38, 37]],
    [5, [210, 474, 485]],
    [6, [2786, 7845, 9026]],
  ] as const)('at sigma %d', (sigma, expected) => {
    const sets = [
      powerWithinRun(rejecting('1_3s'), { levels: 2 }),
      powerWithinRun(rejecting('1_3s', '2_2s', 'R_4s'), { levels: 2 }),
      powerWithinRun(rejecting('1_3s'), { levels: 3 }),
    ];
    expect(sets.map((power) => largestRun(sigma, power))).toEqual(expected);
  });
  test('is nothing where the bias alone exceeds the allowable error', () => {
    const power = powerWithinRun(rejecting('1_3s'), { levels: 2 });
    expect([0, -1, NaN].map((sigma) => largestRun(sigma, power))).toEqual([0, 0, 0]);
  });
  test('is that of the worst shift', () => {
    const { shift, perResult } = worstShift(4, powerWithinRun(rejecting('1_3s'), { levels: 2 }));
    expect([Math.round(shift * 10) / 10, percent(perResult)]).toEqual([2.2, 4.77]);
  });
});
