/**
 * Robust mean and standard deviation 稳健统计 of laboratories. Source: ISO 13528 annex C, ISO 5725-5; the Q method and the Hampel estimator
 * by general knowledge of ISO 13528, not by its printed text.
 */
import { median } from '../kernel/robust.ts';
import { normalQuantile } from './distributions.ts';
import { momentsOf } from './moments.ts';

/** Makes the median absolute deviation of normal values their standard deviation, as ISO 13528 rounds it. */
const MAD_E = 1.483;

/** MADe: 1.483 times the median absolute deviation. */
export function madE(values: readonly number[]): number {
  const centre = median(values);
  return MAD_E * median(values.map((value) => Math.abs(value - centre)));
}

export interface RobustOptions {
  /**
   * `convergence`: until nothing changes; `three-figures`: until the third significant figure of both is the same twice, as the standard
   * allows. The two can differ by more than one percent of the deviation.
   */
  readonly stop: 'convergence' | 'three-figures';
}

export interface RobustEstimate {
  readonly n: number;
  /** Robust mean x*. */
  readonly mean: number;
  /** Robust standard deviation s*. */
  readonly sd: number;
  /** Standard uncertainty of the robust mean: 1.25 s* / √n. */
  readonly uncertainty: number;
  readonly iterations: number;
}

const MAX_ITERATIONS = 5000;
const CONVERGED = 1e-12;

/** Algorithm A 算法 A; null where more than half of the values are alike, so that it has no scale to begin with, and of fewer than two values. */
export function algorithmA(
  values: readonly number[],
  options: RobustOptions = { stop: 'convergence' },
): RobustEstimate | null {
  const n = values.length;
  let mean = median(values);
  let sd = madE(values);
  if (n < 2 || sd === 0) return null;
  let iterations = 0;
  while (iterations < MAX_ITERATIONS) {
    iterations += 1;
    const [from, to] = [mean - 1.5 * sd, mean + 1.5 * sd];
    const drawn = momentsOf(values.map((value) => Math.min(Math.max(value, from), to)));
    const [nextMean, nextSd] = [drawn.mean ?? mean, 1.134 * (drawn.sd ?? 0)];
    const isSettled =
      options.stop === 'convergence'
        ? hardlyDiffers(nextMean, mean) && hardlyDiffers(nextSd, sd)
        : nextMean.toPrecision(3) === mean.toPrecision(3) && nextSd.toPrecision(3) === sd.toPrecision(3);
    [mean, sd] = [nextMean, nextSd];
    if (isSettled) break;
  }
  return { n, mean, sd, uncertainty: uncertaintyOf(sd, n), iterations };
}

function hardlyDiffers(value: number, before: number): boolean {
  return Math.abs(value - before) <= CONVERGED * Math.abs(value);
}

/** Standard uncertainty of a robust mean of n values. */
export function uncertaintyOf(sd: number, n: number): number {
  return (1.25 * sd) / Math.sqrt(n);
}

/** Robust standard deviation by the Q method Q 法, from all differences of pairs: it needs no mean and stands half of the values alike. */
export function qMethod(values: readonly number[]): number {
  const differences: number[] = [];
  for (const [i, value] of values.entries())
    for (const other of values.slice(0, i)) differences.push(Math.abs(value - other));
  if (differences.length === 0) return 0;
  differences.sort((a, b) => a - b);
  // Differences that are the same as written in decimals are the same.
  const alike = 1e-12 * Math.max(...values.map(Math.abs));
  // Middles of the steps of the distribution of differences, joined by lines from the origin.
  const knots: [x: number, share: number][] = [[0, 0]];
  let reached = 0;
  let zero = 0;
  for (let i = 0; i < differences.length;) {
    const x = differences[i] ?? 0;
    // What is too far apart to be told as a number is alike with nothing: each step goes on.
    let next = i + 1;
    while (next < differences.length && (differences[next] ?? Infinity) - x <= alike) next += 1;
    const share = next / differences.length;
    if (x <= alike) zero = share;
    else knots.push([x, (reached + share) / 2]);
    reached = share;
    i = next;
  }
  const wanted = 0.25 + 0.75 * zero;
  let [fromX, fromShare] = [0, 0];
  for (const [x, share] of knots) {
    if (share >= wanted && share > fromShare) {
      const at = fromX + ((x - fromX) * (wanted - fromShare)) / (share - fromShare);
      return at / (Math.SQRT2 * normalQuantile(0.625 + 0.375 * zero));
    }
    [fromX, fromShare] = [x, share];
  }
  return fromX / (Math.SQRT2 * normalQuantile(0.625 + 0.375 * zero));
}

/** Hampel's estimate of location Hampel 估计: the root nearest the median, for a given scale; what lies beyond 4.5 of them counts nothing. */
export function hampelLocation(values: readonly number[], scale: number): number {
  const centre = median(values);
  if (scale <= 0) return centre;
  const sum = (x: number): number => values.reduce((total, value) => total + psi((value - x) / scale), 0);
  // Between the places where a value enters another piece of psi, the sum is a line: each piece has at most one root.
  const knots = values.flatMap((value) => KNEES.map((knee) => value - knee * scale)).sort((a, b) => a - b);
  let best = centre;
  let distance = Infinity;
  for (const [i, to] of knots.entries()) {
    const from = knots[i - 1] ?? to;
    const [low, high] = [sum(from), sum(to)];
    const root =
      low === 0 ? from : high === 0 ? to : low > 0 !== high > 0 ? from + ((to - from) * low) / (low - high) : null;
    // Where nothing counts, the sum is nothing as well.
    if (root === null || !values.some((value) => Math.abs(value - root) < 4.5 * scale)) continue;
    if (Math.abs(root - centre) < distance) [best, distance] = [root, Math.abs(root - centre)];
  }
  return best;
}

const KNEES = [-4.5, -3, -1.5, 1.5, 3, 4.5] as const;

function psi(u: number): number {
  const size = Math.abs(u);
  const weight = size <= 1.5 ? size : size <= 3 ? 1.5 : size <= 4.5 ? 4.5 - size : 0;
  return u < 0 ? -weight : weight;
}

/** Normalised interquartile range 标准化四分位距: 0.7413 (Q3 − Q1), quantiles between the values that enclose them (type 7). */
export function normalisedIqr(values: readonly number[]): number {
  return 0.7413 * (quantile(values, 0.75) - quantile(values, 0.25));
}

/** The quantile of type 7: linear between the order statistics. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const from = sorted[low] ?? 0;
  return from + (place - low) * ((sorted[low + 1] ?? from) - from);
}
