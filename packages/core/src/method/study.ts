/**
 * Studies of a laboratory 方法学评价: split samples for items without EQA, POCT against the central laboratory, comparison of methods, verification
 * of precision; judged as one, with each check beside its limit. Source: WS/T 415-2013, WS/T 781-2021 5.3, CLSI EP09 and EP15.
 */
import { isAbove, isAtLeast } from '../estimates/tolerance.ts';
import type { Differences, Line } from './comparison.ts';
import { deming, differencesOf, judgeLevels, leastSquares, passingBablok } from './comparison.ts';
import { DEFAULT_METER, judgeMeter } from './glucose-meter.ts';
import type { PrecisionEstimate } from './precision.ts';
import { estimatePrecision, verifyClaim, verifyTrueness } from './precision.ts';
import { DEFAULT_SPLIT, judgeSplitSamples } from './split-sample.ts';

/** 分割样品比对、床旁与中心实验室比对、血糖仪比对、方法学比对、精密度验证. */
export const STUDY_KINDS = ['split-sample', 'poct', 'glucose-meter', 'comparison', 'precision'] as const;
export type StudyKind = (typeof STUDY_KINDS)[number];

/** Samples that a comparison of methods needs at least (EP09). */
export const COMPARISON_SAMPLES = 40;
/** Days and replicates that a verification of precision needs at least (EP15). */
export const PRECISION_DAYS = 5;
export const PRECISION_REPLICATES = 5;

export interface StudyPair {
  /** The other laboratory, the central one, or the method in use. */
  readonly reference: number;
  readonly test: number;
  readonly haematocrit?: number;
}

export interface StudyData {
  readonly pairs: readonly StudyPair[];
  /** Results of each day, of a precision study. */
  readonly days: readonly (readonly number[])[];
  /** Allowable total error in percent 允许总误差. */
  readonly allowedPercent: number | null;
  /** Decision levels 医学决定水平. */
  readonly levels: readonly number[];
  /** What the maker claims, as CV in percent. */
  readonly claims: { readonly repeatability: number; readonly withinLaboratory: number } | null;
  readonly assigned: { readonly value: number; readonly uncertainty: number } | null;
}

/** One thing that is asked of a study: its figure, the limit, and which side of it is good. */
export interface StudyCheck {
  readonly code:
    | 'samples'
    | 'share'
    | 'share-low'
    | 'share-high'
    | 'bias'
    | 'days'
    | 'replicates'
    | 'repeatability'
    | 'within-laboratory'
    | 'trueness';
  /** The decision level of a bias. */
  readonly at: number | null;
  readonly value: number | null;
  readonly limit: number | null;
  readonly isMet: boolean;
}

export interface StudyOutcome {
  readonly verdict: 'acceptable' | 'not acceptable';
  readonly checks: readonly StudyCheck[];
  /** For each pair: whether it lies inside its limit; null: it does not count. */
  readonly inside: readonly (boolean | null)[];
  readonly lines: readonly ({ readonly kind: 'deming' | 'passing-bablok' | 'least-squares' } & Line)[];
  readonly differences: Differences | null;
  readonly precision: PrecisionEstimate | null;
}

type Drawn = Omit<StudyOutcome, 'verdict' | 'checks'>;
const NONE: Drawn = { inside: [], lines: [], differences: null, precision: null };

/** Judges a study; a figure that cannot be computed of too few data meets nothing. */
export function judgeStudy(kind: StudyKind, data: StudyData): StudyOutcome {
  const { checks, ...rest } = kind === 'precision' ? precisionOf(data) : comparisonOf(kind, data);
  return { verdict: checks.every(({ isMet }) => isMet) ? 'acceptable' : 'not acceptable', checks, ...rest };
}

type Judged = Omit<StudyOutcome, 'verdict'>;

const atLeast = (code: StudyCheck['code'], value: number | null, limit: number): StudyCheck => ({
  ...{ code, at: null, value, limit },
  isMet: value !== null && isAtLeast(value, limit),
});

function comparisonOf(kind: StudyKind, data: StudyData): Judged {
  const { pairs, allowedPercent, levels } = data;
  const drawn = {
    ...NONE,
    differences: differencesOf(pairs),
    lines: [
      ...lineOf('deming', deming(pairs)),
      ...lineOf('passing-bablok', passingBablok(pairs)),
      ...lineOf('least-squares', leastSquares(pairs)),
    ],
  };
  if (kind === 'glucose-meter') {
    const judged = judgeMeter(
      pairs.map(({ reference, test, ...rest }) => ({ laboratory: reference, meter: test, ...rest })),
    );
    return {
      ...drawn,
      checks: [
        atLeast('samples', judged.n, DEFAULT_METER.minimum),
        atLeast('share', judged.sharePercent, DEFAULT_METER.sharePercent),
        // Each band by itself: many good results at high concentrations must not hide bad ones at low ones.
        ...(
          [
            ['share-low', judged.lowPercent],
            ['share-high', judged.highPercent],
          ] as const
        ).flatMap(([code, value]) => (value === null ? [] : atLeast(code, value, DEFAULT_METER.sharePercent))),
      ],
      inside: judged.pairs.map(({ isCounted, isWithin }) => (isCounted ? isWithin : null)),
    };
  }
  if (kind === 'comparison') {
    const [line] = drawn.lines;
    const judged =
      line === undefined || allowedPercent === null
        ? []
        : judgeLevels(line, levels, { type: 'pct', percent: allowedPercent });
    const biases = judged.map(({ level, bias, allowed }): StudyCheck => ({
      ...{ code: 'bias', at: level, value: bias, limit: allowed },
      isMet: !isAbove(Math.abs(bias), allowed),
    }));
    const missing: StudyCheck = { code: 'bias', at: null, value: null, limit: null, isMet: false };
    return {
      ...drawn,
      checks: [atLeast('samples', pairs.length, COMPARISON_SAMPLES), ...(biases.length === 0 ? [missing] : biases)],
      inside: pairs.map(() => null),
    };
  }
  const judged = judgeSplitSamples(pairs, allowedPercent ?? 0);
  return {
    ...drawn,
    checks: [
      atLeast('samples', pairs.length, DEFAULT_SPLIT.minimum),
      atLeast('share', judged.sharePercent, DEFAULT_SPLIT.sharePercent),
    ],
    inside: judged.samples.map(({ isInside }) => isInside),
  };
}

function lineOf(kind: StudyOutcome['lines'][number]['kind'], line: Line | null): StudyOutcome['lines'] {
  return line === null ? [] : [{ kind, slope: line.slope, intercept: line.intercept }];
}

function precisionOf({ days, claims, assigned }: StudyData): Judged {
  const held = days.filter((day) => day.length > 0);
  const precision = estimatePrecision(days);
  const replicates = held.length === 0 ? 0 : Math.min(...held.map((day) => day.length));
  const enough = [
    atLeast('days', held.length, PRECISION_DAYS),
    atLeast('replicates', replicates, PRECISION_REPLICATES),
  ];
  const claimed = (code: StudyCheck['code'], sd: number | null, df: number, cv: number | undefined): StudyCheck[] => {
    if (cv === undefined) return [];
    if (sd === null || precision === null) return [{ code, at: null, value: null, limit: null, isMet: false }];
    const { limit, verdict } = verifyClaim(sd, df, (Math.abs(precision.mean) * cv) / 100);
    return [{ code, at: null, value: sd, limit, isMet: verdict === 'verified' }];
  };
  const trueness = (): StudyCheck[] => {
    if (assigned === null || precision === null) return [];
    const { bias, high, verdict } = verifyTrueness(precision, assigned);
    return [
      {
        code: 'trueness',
        at: assigned.value,
        value: bias,
        limit: high - assigned.value,
        isMet: verdict === 'verified',
      },
    ];
  };
  return {
    ...NONE,
    precision,
    checks: [
      ...enough,
      ...claimed(
        'repeatability',
        precision?.repeatability ?? null,
        precision?.repeatabilityDf ?? 1,
        claims?.repeatability,
      ),
      ...claimed(
        'within-laboratory',
        precision?.withinLaboratory ?? null,
        precision?.withinLaboratoryDf ?? 1,
        claims?.withinLaboratory,
      ),
      ...trueness(),
    ],
  };
}
