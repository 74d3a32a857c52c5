/**
 * Judges a series of control results 质控规则判定 run by run, over typed arrays: one pass, no object for a point. Rules look back over
 * windows that a corrective action or a new lot restarts; a void result takes no part and breaks nothing.
 */
import { flagOf, flagsOf } from './flags.ts';
import type { RuleSettings } from './rules.ts';

/** Results of one item on one system, in the order of runs and within a run in the order of measurement. */
export interface ControlPoints {
  /** (value − mean) / SD by the target in force when it was measured. */
  readonly z: Float64Array;
  /** Number of levels. */
  readonly levels: number;
  /** Index of the level, from 0. */
  readonly level: Int32Array;
  /** 1: void. */
  readonly isVoid: Uint8Array;
  /** Index of the first point of each run, and at the end the number of points. */
  readonly runStart: Int32Array;
  /** For each run whether windows restart before it: `NO_RESTART`, `OF_SOME` levels, `OF_ALL`. */
  readonly restart: Uint8Array;
  /** The levels whose windows restart before a run, where these are some. */
  readonly restarted: ReadonlyMap<number, ReadonlySet<number>>;
}

export const NO_RESTART = 0;
export const OF_SOME = 1;
export const OF_ALL = 2;

export const ACCEPT = 0;
export const WARNING = 1;
export const REJECT = 2;

export interface PointVerdicts {
  /** Rules for which a point is evidence in the evaluation of its own run (`FLAGS`). */
  readonly flags: Uint32Array;
  /** `ACCEPT`, `WARNING` or `REJECT` for each run. */
  readonly verdict: Uint8Array;
}

/** z is compared as written in decimals; what binary arithmetic adds to it is a hundredth of this. */
const EPSILON = 1e-9;
const S1 = 1 + EPSILON;
const S2 = 2 + EPSILON;
const S2_5 = 2.5 + EPSILON;
const S3 = 3 + EPSILON;
const S3_5 = 3.5 + EPSILON;
const RANGE = 4 + EPSILON;
/** Which level something is found of: none yet, one by its index, several. */
const NONE = -1;
const SEVERAL = -2;

const F_1_2S = flagOf('1_2s', null);
const F_1_2_5S = flagOf('1_2.5s', null);
const F_1_3S = flagOf('1_3s', null);
const F_1_3_5S = flagOf('1_3.5s', null);
const F_2_2S_L = flagOf('2_2s', 'L');
const F_2_2S_W = flagOf('2_2s', 'W');
const F_2OF3_L = flagOf('2of3_2s', 'L');
const F_2OF3_W = flagOf('2of3_2s', 'W');
const F_R_4S = flagOf('R_4s', 'W');
const F_3_1S_L = flagOf('3_1s', 'L');
const F_3_1S_W = flagOf('3_1s', 'W');
const F_4_1S_L = flagOf('4_1s', 'L');
const F_7_T = flagOf('7_T', 'L');

/** A rule that counts results beyond a limit on one side. */
interface CountedRule {
  readonly n: number;
  readonly inLevel: number;
  readonly across: number;
}

const SIDES: readonly CountedRule[] = [
  { n: 6, inLevel: flagOf('6_x', 'L'), across: flagOf('6_x', 'A') },
  { n: 8, inLevel: flagOf('8_x', 'L'), across: flagOf('8_x', 'A') },
  { n: 9, inLevel: flagOf('9_x', 'L'), across: flagOf('9_x', 'A') },
  { n: 10, inLevel: flagOf('10_x', 'L'), across: flagOf('10_x', 'A') },
  { n: 12, inLevel: flagOf('12_x', 'L'), across: flagOf('12_x', 'A') },
];
const SHIFTS: readonly CountedRule[] = [{ n: 4, inLevel: F_4_1S_L, across: flagOf('4_1s', 'A') }];

/** What the helpers of one judgement share. */
interface Judging extends ControlPoints {
  readonly flags: Uint32Array;
  /** Bits of the rules that are tested. */
  readonly active: number;
  /** For each level the first point of its window. */
  readonly from: Int32Array;
  /** Before this point no window reaches. */
  earliest: number;
}

/** Judges every run of a series by the settings. */
export function judgePoints(points: ControlPoints, settings: RuleSettings): PointVerdicts {
  const { z, levels, level, isVoid, runStart, restart, restarted } = points;
  const active = flagsOf(settings.rules);
  const rejecting = flagsOf(settings.rules.filter((rule) => !settings.warnings.includes(rule)));
  const isGated = settings.gate === '1_2s';
  const isRange = settings.r4s === 'range';
  const sides = SIDES.filter(({ inLevel, across }) => (active & (inLevel | across)) !== 0);
  const shifts = SHIFTS.filter(({ inLevel, across }) => (active & (inLevel | across)) !== 0);
  const leastAlike = sides[0]?.n ?? Infinity;
  const leastShifted = shifts[0]?.n ?? Infinity;
  const isTrended = (active & F_7_T) !== 0;
  const isOpposed = (active & F_R_4S) !== 0;
  const isThrice = (active & F_3_1S_W) !== 0;
  const runs = runStart.length - 1;
  const flags = new Uint32Array(z.length);
  const verdict = new Uint8Array(Math.max(runs, 0));

  // Of each level: results in a row beyond a limit, above it counted up and below it counted down.
  const side = new Int32Array(levels);
  const past1 = new Int32Array(levels);
  const trend = new Int32Array(levels);
  const last = new Float64Array(levels).fill(NaN);
  const before1 = new Int32Array(levels);
  const before2 = new Int32Array(levels);
  const judging: Judging = { ...points, flags, active, from: new Int32Array(levels), earliest: 0 };
  // The last run in which a level was measured.
  const measuredIn = new Int32Array(levels).fill(-1);
  // Results of the last whole runs of which all lie beyond a limit on one side, counted as above; after a new lot of one level, whose older
  // results no longer stand in the way, they may be more.
  let runsOnSide = 0;
  let runsPast1 = 0;
  let isPartial = false;

  for (let run = 0; run < runs; run += 1) {
    const start = runStart[run] as number;
    const end = runStart[run + 1] as number;
    if (restart[run] !== NO_RESTART) {
      const some = restart[run] === OF_ALL ? null : restarted.get(run);
      judging.earliest = start;
      for (let own = 0; own < levels; own += 1) {
        if (some !== null && some?.has(own) !== true) {
          if ((measuredIn[own] as number) >= 0)
            judging.earliest = Math.min(judging.earliest, judging.from[own] as number);
          continue;
        }
        side[own] = past1[own] = trend[own] = before1[own] = before2[own] = 0;
        last[own] = NaN;
        judging.from[own] = start;
      }
      isPartial = judging.earliest < start;
      if (!isPartial) runsOnSide = runsPast1 = 0;
    }
    let usable = 0;
    let seen = 0;
    let above2 = NONE;
    let below2 = NONE;
    let lowest = Infinity;
    let highest = -Infinity;
    let fired = 0;
    for (let point = start; point < end; point += 1) {
      if (isVoid[point] === 1) continue;
      const value = z[point] as number;
      const own = level[point] as number;
      const isRepeated = measuredIn[own] === run;
      if (!isRepeated) seen += 1;
      measuredIn[own] = run;
      usable += 1;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;

      const magnitude = value < 0 ? -value : value;
      let found = 0;
      let sign = 0;
      if (magnitude > S2) {
        sign = value < 0 ? -1 : 1;
        if (sign > 0) above2 = above2 === NONE || above2 === own ? own : SEVERAL;
        else below2 = below2 === NONE || below2 === own ? own : SEVERAL;
        found = F_1_2S;
        if (magnitude > S2_5) found |= F_1_2_5S;
        if (magnitude > S3) found |= F_1_3S;
        if (magnitude > S3_5) found |= F_1_3_5S;
        if (before1[own] === sign) {
          found |= F_2_2S_L | F_2OF3_L;
          if (isRepeated) markBack(judging, point, start, 1, F_2_2S_L | F_2OF3_L);
        } else if (before2[own] === sign) {
          found |= F_2OF3_L;
          if (isRepeated) markSecondBack(judging, point, start, F_2OF3_L);
        }
      }
      before2[own] = before1[own] as number;
      before1[own] = sign;

      const beyond = magnitude > S1 ? extended(past1[own] as number, value) : 0;
      past1[own] = beyond;
      if (beyond >= 3 || beyond <= -3) {
        found |= F_3_1S_L;
        if (isRepeated) markBack(judging, point, start, 2, F_3_1S_L);
        if (beyond >= 4 || beyond <= -4) {
          found |= F_4_1S_L;
          if (isRepeated) markBack(judging, point, start, 3, F_4_1S_L);
        }
      }
      const onSide = magnitude > EPSILON ? extended(side[own] as number, value) : 0;
      side[own] = onSide;
      if (onSide >= leastAlike || onSide <= -leastAlike)
        for (const { n, inLevel } of sides)
          if (onSide >= n || onSide <= -n) {
            found |= inLevel;
            if (isRepeated) markBack(judging, point, start, n - 1, inLevel);
          }
      if (isTrended) {
        const step = value - (last[own] as number);
        const steps = step > EPSILON || step < -EPSILON ? extended(trend[own] as number, step) : 0;
        trend[own] = steps;
        last[own] = value;
        if (steps >= 6 || steps <= -6) {
          found |= F_7_T;
          if (isRepeated) markBack(judging, point, start, 6, F_7_T);
        }
      }
      found &= active;
      if (found !== 0) {
        flags[point] = (flags[point] as number) | found;
        fired |= found;
      }
    }
    if (seen !== 0) {
      runsOnSide = lowest > EPSILON || highest < -EPSILON ? lengthened(runsOnSide, usable, lowest) : 0;
      runsPast1 = lowest > S1 || highest < -S1 ? lengthened(runsPast1, usable, lowest) : 0;
    }
    if (isGated && above2 === NONE && below2 === NONE) {
      flags.fill(0, start, end);
      continue;
    }
    // Two levels beyond 2 SD on one side.
    if (above2 === SEVERAL) fired |= mark(judging, start, end, F_2_2S_W | F_2OF3_W, S2, Infinity);
    if (below2 === SEVERAL) fired |= mark(judging, start, end, F_2_2S_W | F_2OF3_W, -Infinity, -S2);
    if (isOpposed && highest - lowest > RANGE)
      fired |= isRange ? markRange(judging, start, end) : markOpposites(judging, start, end);
    if (seen !== 0) {
      if (runsPast1 !== 0 && isThrice && seen >= 3) fired |= mark(judging, start, end, F_3_1S_W, -Infinity, Infinity);
      if (runsPast1 >= leastShifted || runsPast1 <= -leastShifted || (isPartial && runsPast1 !== 0))
        fired |= markAcross(judging, run, S1, shifts);
      if (runsOnSide >= leastAlike || runsOnSide <= -leastAlike || (isPartial && runsOnSide !== 0))
        fired |= markAcross(judging, run, EPSILON, sides);
    }
    if (fired !== 0) verdict[run] = (fired & rejecting) !== 0 ? REJECT : WARNING;
  }
  return { flags, verdict };
}

/** Marks up to `count` usable points of a point's level before it in the run: replicates are in a row. */
function markBack(
  { level, isVoid, flags, active }: Judging,
  point: number,
  start: number,
  count: number,
  wanted: number,
): void {
  let left = count;
  for (let other = point - 1; other >= start && left > 0; other -= 1) {
    if (level[other] !== level[point] || isVoid[other] === 1) continue;
    flags[other] = (flags[other] ?? 0) | (wanted & active);
    left -= 1;
  }
}

/** Marks the usable point of a point's level that lies two before it, if it is of the same run. */
function markSecondBack({ level, isVoid, flags, active }: Judging, point: number, start: number, wanted: number): void {
  let passed = 0;
  for (let other = point - 1; other >= start; other -= 1) {
    if (level[other] !== level[point] || isVoid[other] === 1) continue;
    passed += 1;
    if (passed < 2) continue;
    flags[other] = (flags[other] ?? 0) | (wanted & active);
    return;
  }
}

/** Marks usable points of a run between two values, both outside. */
function mark(
  { z, isVoid, flags, active }: Judging,
  start: number,
  end: number,
  wanted: number,
  above: number,
  below: number,
): number {
  const bits = wanted & active;
  for (let point = start; point < end && bits !== 0; point += 1) {
    const value = z[point] ?? 0;
    if (isVoid[point] !== 1 && value > above && value < below) flags[point] = (flags[point] ?? 0) | bits;
  }
  return bits;
}

/** Marks what lies beyond 2 SD and has something of another level beyond 2 SD on the other side. */
function markOpposites({ z, level, isVoid, flags }: Judging, start: number, end: number): number {
  let bits = 0;
  for (let point = start; point < end; point += 1) {
    const value = z[point] ?? 0;
    if (isVoid[point] === 1 || (value <= S2 && value >= -S2)) continue;
    for (let other = start; other < end; other += 1) {
      const opposite = z[other] ?? 0;
      if (isVoid[other] === 1 || level[other] === level[point]) continue;
      if (value > 0 ? opposite >= -S2 : opposite <= S2) continue;
      flags[point] = (flags[point] ?? 0) | F_R_4S;
      bits = F_R_4S;
      break;
    }
  }
  return bits;
}

/** Marks the two results of different levels that lie farthest apart, if that is more than 4 SD. */
function markRange({ z, level, isVoid, flags }: Judging, start: number, end: number): number {
  const widthOf = (point: number, other: number): number =>
    isVoid[point] === 1 || isVoid[other] === 1 || level[other] === level[point] ? 0 : (z[point] ?? 0) - (z[other] ?? 0);
  let widest = 0;
  for (let point = start; point < end; point += 1)
    for (let other = start; other < end; other += 1) widest = Math.max(widest, widthOf(point, other));
  if (widest <= 4 + EPSILON) return 0;
  // Pairs that are equally wide are evidence alike.
  for (let point = start; point < end; point += 1)
    for (let other = start; other < end; other += 1) {
      if (widthOf(point, other) < widest - EPSILON) continue;
      flags[point] = (flags[point] ?? 0) | F_R_4S;
      flags[other] = (flags[other] ?? 0) | F_R_4S;
    }
  return F_R_4S;
}

/** Tests the smallest sets of the last whole runs with so many results: all beyond the limit on one side, and of two levels at least. */
function markAcross(judging: Judging, run: number, limit: number, rules: readonly CountedRule[]): number {
  const { z, level, isVoid, runStart, from, earliest } = judging;
  let isAbove: boolean | null = null;
  let bits = 0;
  let count = 0;
  let only = NONE;
  let next = 0;
  for (let at = run; at >= 0 && next < rules.length; at -= 1) {
    const end = runStart[at + 1] as number;
    if (end <= earliest) break;
    for (let point = runStart[at] as number; point < end; point += 1) {
      const own = level[point] as number;
      if (isVoid[point] === 1 || point < (from[own] as number)) continue;
      const value = z[point] as number;
      isAbove ??= value > 0;
      if (isAbove ? value <= limit : value >= -limit) next = rules.length;
      count += 1;
      only = only === NONE || only === own ? own : SEVERAL;
    }
    for (let rule = rules[next]; rule !== undefined && count >= rule.n; rule = rules[next]) {
      if (only === SEVERAL) bits |= rule.across;
      next += 1;
    }
  }
  return bits === 0 ? 0 : mark(judging, runStart[run] ?? 0, runStart[run + 1] ?? 0, bits, -Infinity, Infinity);
}

/** One more in a row on the side of a value: counted up above, down below. */
function extended(count: number, value: number): number {
  if (value > 0) return count > 0 ? count + 1 : 1;
  return count < 0 ? count - 1 : -1;
}

/** So many more on the side of a value. */
function lengthened(count: number, by: number, value: number): number {
  if (value > 0) return count > 0 ? count + by : by;
  return count < 0 ? count - by : -by;
}
