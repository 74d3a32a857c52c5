/** Points of power functions 功效函数 that are published, beside what is computed here: one rejection in so many runs. */
import type { RuleName } from '@fujie/core/iqc';
import { powerWithinRun } from '@fujie/core/iqc';

export interface PublishedPoint {
  readonly rule: RuleName;
  readonly levels: number;
  /** In SD. */
  readonly shift: number;
  /** Runs for one rejection, on average. */
  readonly published: number;
  readonly computed: number;
  readonly source: string;
}

const CHAMP_WOODALL = 'Champ and Woodall, Technometrics 1987;29:393';
const WESTGARD = 'Westgard et al., Clin Chem 1981;27:493: 9 % of runs';

const POINTS: readonly (readonly [RuleName, levels: number, shift: number, published: number, source: string])[] = [
  ['1_3s', 1, 0, 370.4, CHAMP_WOODALL],
  ['1_3s', 1, 1, 43.9, CHAMP_WOODALL],
  ['1_3s', 1, 2, 6.3, CHAMP_WOODALL],
  ['1_3s', 1, 3, 2, CHAMP_WOODALL],
  ['1_2s', 2, 0, 100 / 9, WESTGARD],
];

/** Each point with what the power function says. */
export function publishedPoints(): readonly PublishedPoint[] {
  return POINTS.map(([rule, levels, shift, published, source]) => {
    const power = powerWithinRun({ rules: [rule], warnings: [], gate: 'none', r4s: 'strict' }, { levels });
    return { rule, levels, shift, published, computed: 1 / power({ shift }), source };
  });
}
