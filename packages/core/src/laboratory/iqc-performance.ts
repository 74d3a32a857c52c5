/**
 * How good a test system is 检测系统性能: sigma of each level by each allowable error that is named, with the bias that EQA shows, the rules it
 * asks for and how long a run may be. Source: WS/T 641 (outline), CLSI C24, Westgard sigma rules.
 */
import type { BiasEstimator, QualityGoalIndex, SigmaAdvice } from '../iqc/index.ts';
import { biasOf, largestRun, powerWithinRun, qualityGoalIndex, sigmaMetric, sigmaRules } from '../iqc/index.ts';
import type { TargetProposal } from '../iqc/targets.ts';
import { newLotTarget } from '../iqc/targets.ts';
import { momentsOf } from '../estimates/moments.ts';
import { isAbove } from '../estimates/tolerance.ts';
import type { Moments } from '../estimates/moments.ts';
import type { Instant } from '../kernel/day.ts';
import type { FarValue } from '../kernel/robust.ts';
import { farFromMedian } from '../kernel/robust.ts';
import type { Criterion } from '../eqa/limits.ts';
import type { AllowedHere } from './allowable.ts';
import { allowedAt } from './allowable.ts';

export interface LevelScatter {
  /** Of its results in control: where the allowable error is read. */
  readonly mean: number;
  readonly product: string;
  readonly lot: string;
  readonly level: string;
  /** Results in control. */
  readonly n: number;
  readonly cvPercent: number;
}

/** An allowable error and where it is from: set by the laboratory itself, of the register, or of a round of EQA. */
export interface AllowedError {
  readonly source: 'own' | 'register' | 'eqa';
  readonly nameZh: string;
  readonly nameEn: string | null;
  readonly criterion: Criterion;
}

export const BIAS_ESTIMATORS: readonly BiasEstimator[] = ['mean', 'median', 'root-mean-square'];

export interface LevelSigma extends LevelScatter, SigmaAdvice {
  /** Its place among the allowable errors. */
  readonly allowed: number;
  /** What that allows at the mean of the level, and by which of its parts. */
  readonly allowedHere: AllowedHere;
  readonly estimator: BiasEstimator;
  /** Percent; null: no round shows one, and sigma is that without a bias. */
  readonly bias: number | null;
  readonly sigma: number;
  readonly qgi: QualityGoalIndex | null;
  /** Patients' results between controls that keep unreliable results below one; null where one run alone does not find the error. */
  readonly runSize: number | null;
}

/** Fewer results than this say too little of the scatter. */
const FEWEST = 20;
const MOST_IN_RUN = 4;
/** A longer run is no run. */
const LONGEST_RUN = 10_000;

/** Sigma of each level by each allowable error and each way of taking the bias from those of rounds. */
export function sigmasOf(
  levels: readonly LevelScatter[],
  {
    allowed,
    biases,
    levelsInRun,
  }: { readonly allowed: readonly AllowedError[]; readonly biases: readonly number[]; readonly levelsInRun: number },
): readonly LevelSigma[] {
  const power = memoPower();
  return levels
    .filter(({ n }) => n >= FEWEST)
    .flatMap((level) =>
      allowed.flatMap(({ criterion }, place) =>
        BIAS_ESTIMATORS.flatMap((estimator): readonly LevelSigma[] => {
          const bias = biasOf(biases, estimator);
          const allowedHere = allowedAt(criterion, level.mean);
          const sigma = allowedHere && sigmaMetric(allowedHere.percent, bias ?? 0, level.cvPercent);
          if (allowedHere === null || sigma === null) return [];
          const advice = sigmaRules(sigma, levelsInRun);
          const qgi = isAbove(6, sigma) && bias !== null ? qualityGoalIndex(bias, level.cvPercent) : null;
          return [
            {
              ...level,
              ...advice,
              allowed: place,
              allowedHere,
              estimator,
              bias,
              sigma,
              qgi,
              runSize: power(sigma, advice, levelsInRun),
            },
          ];
        }),
      ),
    );
}

function memoPower(): (sigma: number, advice: SigmaAdvice, levelsInRun: number) => number | null {
  const known = new Map<string, ReturnType<typeof powerWithinRun>>();
  const sizes = new Map<string, number>();
  return (sigma, { rules, designs }, levelsInRun) => {
    const levels = levelsInRun >= 3 ? 3 : 2;
    const design = designs.find(({ n, r }) => r === 1 && n <= MOST_IN_RUN);
    if (design === undefined || sigma <= 0) return null;
    const key = `${rules.join(' ')}|${String(design.n)}`;
    const power =
      known.get(key) ??
      powerWithinRun({ rules, warnings: [], gate: 'none', r4s: 'strict' }, { levels, replicates: design.n / levels });
    known.set(key, power);
    // Told of the tenth of sigma below: each takes a while.
    const tenth = Math.floor(sigma * 10 + 1e-9) / 10;
    const size = sizes.get(`${key}|${String(tenth)}`) ?? Math.min(LONGEST_RUN, largestRun(tenth, power));
    sizes.set(`${key}|${String(tenth)}`, size);
    return size;
  };
}

/** A result of a lot, for the change to a new one. */
export interface LotResult {
  readonly id: number;
  readonly product: string;
  readonly lot: string;
  readonly level: string;
  readonly value: number;
  readonly measuredAt: Instant;
}

/** An old lot beside a new one that has no target yet 新旧批号平行检测. */
export interface ControlLotChange {
  readonly product: string;
  readonly level: string;
  readonly oldLot: string | null;
  readonly newLot: string;
  readonly from: Instant;
  /** Figures of the old lot since the new one is measured. */
  readonly old: Moments;
  readonly proposal: TargetProposal;
  /** Those that may be outliers 疑似离群值: they stay in until somebody leaves them out, and says why; the proposal is that without them. */
  readonly outliers: readonly (FarValue & { readonly result: number })[];
}

/** Lots measured without a target, each with the lot of the same product and level that has one, and the target it may get. */
export function controlLotChanges(
  results: readonly LotResult[],
  targets: readonly {
    readonly product: string;
    readonly lot: string;
    readonly level: string;
    readonly mean: number;
    readonly sd: number;
  }[],
): readonly ControlLotChange[] {
  const targetOf = (lot: Pick<LotResult, 'product' | 'lot' | 'level'>) =>
    targets.findLast((one) => one.product === lot.product && one.lot === lot.lot && one.level === lot.level);
  const fresh = new Map<string, LotResult[]>();
  for (const result of results) {
    if (targetOf(result) !== undefined) continue;
    const key = JSON.stringify([result.product, result.lot, result.level]);
    fresh.set(key, [...(fresh.get(key) ?? []), result]);
  }
  return [...fresh.values()].flatMap((own): readonly ControlLotChange[] => {
    const [first] = own;
    if (first === undefined) return [];
    const { product, level, lot: newLot, measuredAt: from } = first;
    const before = targets.findLast((one) => one.product === product && one.level === level);
    const beside = results.filter(
      (one) => one.product === product && one.level === level && one.lot === before?.lot && one.measuredAt >= from,
    );
    const oldCv = before === undefined || before.mean === 0 ? null : (100 * before.sd) / Math.abs(before.mean);
    const values = own.map(({ value }) => value);
    const outliers = farFromMedian(values);
    const left = new Set(outliers.map(({ index }) => index));
    const basis = values.map((value, index) => ({ value, isExcluded: left.has(index) }));
    const kept = values.filter((_, index) => !left.has(index));
    const proposal = oldCv === null ? ownTarget(kept) : newLotTarget(basis, oldCv);
    return [
      {
        ...{ product, level, newLot, from, proposal, oldLot: before?.lot ?? null },
        old: momentsOf(beside.map(({ value }) => value)),
        outliers: outliers.map((one) => ({ ...one, result: own[one.index]?.id ?? 0 })),
      },
    ];
  });
}

const ownTarget = (values: readonly number[]): TargetProposal => ({
  ...momentsOf(values),
  stage: 'provisional',
  isTooFew: values.length < FEWEST,
});
