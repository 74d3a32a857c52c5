/** How well control rules find planted errors 质控规则评分, and how often they reject good runs, beside what their power functions say. */
import type { ControlPoints, MethodError, RuleName, RuleSettings } from '@fujie/core/iqc';
import { customaryRules, judgePoints, NO_RESTART, OF_ALL, powerWithinRun, REJECT, sigmaRules } from '@fujie/core/iqc';

import { createRandom } from '../simulate/random.ts';

export interface ScoreOptions {
  readonly seed: number;
  /** Series for each error. */
  readonly series: number;
}

interface PlantedError extends Required<MethodError> {
  readonly name: string;
  /** SD by which the shift grows at each run: a drift. */
  readonly drift: number;
}

export interface RuleScore {
  readonly rules: string;
  readonly levels: number;
  readonly error: string;
  /** Share of good runs before the error that were rejected. */
  readonly falseRejections: number;
  /** Share of series found at the first run of the error, and by the tenth. */
  readonly first: number;
  readonly tenth: number;
  /** What the power function says of the first run, by rules within the run; null: a drift has none. */
  readonly power: number | null;
}

const GOOD_RUNS = 20;
const BAD_RUNS = 10;
const ERRORS: readonly PlantedError[] = [
  { name: 'shift 1 SD', shift: 1, inflation: 1, drift: 0 },
  { name: 'shift 2 SD', shift: 2, inflation: 1, drift: 0 },
  { name: 'shift 3 SD', shift: 3, inflation: 1, drift: 0 },
  { name: 'scatter × 2', shift: 0, inflation: 2, drift: 0 },
  { name: 'drift 0.3 SD', shift: 0, inflation: 1, drift: 0.3 },
];

const rejecting = (...rules: readonly RuleName[]): RuleSettings => ({
  rules,
  warnings: [],
  gate: 'none',
  r4s: 'strict',
});
const SETS: readonly (readonly [RuleSettings, levels: number])[] = [
  [rejecting('1_2s'), 2],
  [rejecting('1_3s'), 2],
  [rejecting(...sigmaRules(5, 2).rules), 2],
  [customaryRules(2), 2],
  [rejecting('1_3s'), 3],
  [customaryRules(3), 3],
];

/** Plants each error after twenty good runs, judges by each set of rules, and compares. */
export function scoreRules({ seed, series }: ScoreOptions): readonly RuleScore[] {
  return SETS.flatMap(([settings, levels]) => {
    const power = powerWithinRun(settings, { levels });
    const rules = settings.rules.filter((rule) => !settings.warnings.includes(rule)).join('/');
    return ERRORS.map((error): RuleScore => {
      const { verdict } = judgePoints(planted(seed, series, levels, error), settings);
      let [wrong, first, tenth] = [0, 0, 0];
      for (let at = 0; at < verdict.length; at += GOOD_RUNS + BAD_RUNS) {
        const bad = at + GOOD_RUNS;
        for (let run = at; run < bad; run += 1) if (verdict[run] === REJECT) wrong += 1;
        if (verdict[bad] === REJECT) first += 1;
        if (verdict.subarray(bad, bad + BAD_RUNS).includes(REJECT)) tenth += 1;
      }
      return {
        ...{ rules, levels, error: error.name, first: first / series, tenth: tenth / series },
        falseRejections: wrong / (series * GOOD_RUNS),
        power: error.drift === 0 ? power(error) : null,
      };
    });
  });
}

/** The same life for all sets of rules with as many levels. */
function planted(
  seed: number,
  series: number,
  levels: number,
  { name, shift, inflation, drift }: PlantedError,
): ControlPoints {
  const random = createRandom(`control/${String(seed)}/${String(levels)}/${name}`);
  const runs = GOOD_RUNS + BAD_RUNS;
  const count = series * runs * levels;
  const z = new Float64Array(count);
  for (let point = 0; point < count; point += 1) {
    const since = (Math.floor(point / levels) % runs) - GOOD_RUNS;
    const own = random.gaussian();
    z[point] = since < 0 ? own : shift + drift * (since + 1) + inflation * own;
  }
  return {
    z,
    levels,
    level: new Int32Array(count).map((_, point) => point % levels),
    isVoid: new Uint8Array(count),
    runStart: new Int32Array(series * runs + 1).map((_, run) => run * levels),
    restart: new Uint8Array(series * runs).map((_, run) => (run % runs === 0 ? OF_ALL : NO_RESTART)),
    restarted: new Map(),
  };
}
