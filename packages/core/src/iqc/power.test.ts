import { describe, expect, test } from 'vitest';

import { normals, seeded } from './iqc.test-support.ts';
import { judgePoints, REJECT } from './judge-points.ts';
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

/** Results until the first rejection on average, of one result a run, counted over many series that each begin anew. */
function averageRunLength(settings: RuleSettings, seed: number): number {
  const [trials, length] = [1500, 1000];
  const { verdict } = judgePoints(
    {
      z: normals(seed, trials * length),
      level: new Uint8Array(trials * length),
      isVoid: new Uint8Array(trials * length),
      runStart: new Int32Array(trials * length + 1).map((_, run) => run),
      restart: new Uint32Array(trials * length).map((_, run) => (run % length === 0 ? 1 : 0)),
    },
    settings,
  );
  let [seen, signals] = [0, 0];
  for (let trial = 0; trial < trials; trial += 1) {
    const at = verdict.subarray(trial * length, (trial + 1) * length).indexOf(REJECT);
    seen += at < 0 ? length : at + 1;
    if (at >= 0) signals += 1;
  }
  return seen / signals;
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
    expect(Math.abs(averageRunLength(rejecting('1_3s', '2of3_2s'), 7) / 225.44 - 1)).toBeLessThan(0.06);
    expect(Math.abs(averageRunLength(rejecting('1_3s', '8_x'), 8) / 152.73 - 1)).toBeLessThan(0.06);
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
  test('is that of the worst shift', () => {
    const { shift, perResult } = worstShift(4, powerWithinRun(rejecting('1_3s'), { levels: 2 }));
    expect([Math.round(shift * 10) / 10, percent(perResult)]).toEqual([2.2, 4.77]);
  });
});
