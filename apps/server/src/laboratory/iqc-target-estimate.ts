/**
 * Mean and SD of a target 靶值: as they are given, or of the results in control of its lot, at least twenty for a cumulative or fixed one; each
 * result that is left out is told with its reason. Source: henan-2025.lab.7#01, WS/T 641 (outline).
 */
import { cvOf } from '@fujie/core/estimates';
import { cumulativeTarget, DEFAULT_TARGET_SETTINGS, newLotTarget, shortLivedTarget, weightedCv } from '@fujie/core/iqc';
import type { TargetProposal } from '@fujie/core/iqc';
import type { Instant } from '@fujie/core/kernel';
import type { LeftOut, ResultForTarget } from '@fujie/core/laboratory';
import { FEWEST_FOR_CV, targetBasis } from '@fujie/core/laboratory';
import type { IqcTargetEntry } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import { unfitField } from '../platform/http/problems.ts';
import { findCumulative } from './iqc-month.query.ts';
import { findTargets } from './iqc.query.ts';

/** Results of which a target can be told that is there for the time being. */
const FEWEST = 3;
const { initial: EXPECTED, newLot: OF_NEW_LOT } = DEFAULT_TARGET_SETTINGS;
const SINCE = 0 as Instant;

interface Estimate {
  readonly mean: string;
  readonly sd: string;
  readonly n: number;
}

interface LotSoFar {
  readonly institution: string;
  readonly validFrom: Instant;
  /** Those that are not void, in the order of measurement. */
  readonly results: readonly ResultForTarget[];
  /** When the first target of the laboratory's own came into force; null: it has none. */
  readonly since: Instant | null;
}

/** The estimate that a target rests on, with what is left out of it. */
export async function computeTarget(
  tx: Queryable,
  { institution, validFrom, results, since }: LotSoFar,
  entry: IqcTargetEntry,
): Promise<Estimate & { readonly excluded: LeftOut[] }> {
  const { exclude = [] } = entry;
  for (const { result } of exclude)
    if (!results.some(({ id, purpose }) => id === result && purpose !== 'temporary'))
      throw unfitField(
        'exclude',
        `result ${String(result)} is none of this lot`,
        `结果 ${String(result)} 不属于该批号`,
      );
  const byHand = given(entry);
  if (byHand !== null) return { ...byHand, excluded: [...exclude] };
  // One for the time being begins the lot anew: all of its results are initial.
  const { kept, leftOut, initial, months } = targetBasis(results, {
    excluded: exclude,
    since: isLasting(entry.kind) ? since : null,
  });
  const short =
    entry.spread === 'earlier-lots' ? await shortLived(tx, { institution, until: validFrom }, entry, kept) : null;
  const beside = entry.spread === 'old-lot' ? await besideOldLot(tx, institution, entry, kept) : null;
  const { n, mean, sd } = short ?? beside ?? cumulativeTarget(initial, months);
  const excluded = [...leftOut, ...(short?.removed ?? [])];
  mustBeEnough(entry, n, excluded.length);
  if (mean === null || sd === null || !(sd > 0))
    throw unfitField(
      'mean',
      `the ${String(n)} results in control are all alike, so that they have no SD: measure on, or give mean and sd`,
      `${String(n)} 个在控结果完全相同，无法计算标准差：请继续检测，或直接填写均值与标准差`,
    );
  return { mean: String(mean), sd: String(sd), n, excluded };
}

const isLasting = (kind: IqcTargetEntry['kind']): boolean => kind === 'cumulative' || kind === 'fixed';

function mustBeEnough({ kind, spread }: IqcTargetEntry, n: number, leftOut: number): void {
  const lasts = isLasting(kind);
  const fewest = lasts ? EXPECTED : spread === 'old-lot' ? OF_NEW_LOT : FEWEST;
  if (n >= fewest) return;
  const what = lasts ? `a ${kind} target needs ${String(fewest)}` : `at least ${String(fewest)} are needed`;
  const whatZh = lasts
    ? `${kind === 'fixed' ? '固定' : '累积'}靶值至少需 ${String(fewest)} 个`
    : `至少需 ${String(fewest)} 个（通常 ${String(EXPECTED)} 个）`;
  throw unfitField(
    lasts ? 'kind' : 'mean',
    `only ${String(n)} results in control are on record (${String(leftOut)} left out); ${what}: measure on, ${lasts ? 'or set a provisional one' : 'or give mean and sd'}`,
    `仅有 ${String(n)} 个在控结果（另有 ${String(leftOut)} 个不计入），${whatZh}：请继续检测，${lasts ? '或先设暂定靶值' : '或直接填写均值与标准差'}`,
  );
}

/** Of short-lived material 短效期质控品: the SD from the weighted CV of earlier lots; what lies beyond 3 SD is left out, and recorded as such. */
async function shortLived(
  tx: Queryable,
  { institution, until }: { readonly institution: string; readonly until: Instant },
  { system, product, lot, level }: IqcTargetEntry,
  kept: readonly ResultForTarget[],
): Promise<{
  readonly n: number;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly removed: readonly LeftOut[];
}> {
  const lots = await findCumulative(tx, { institution, from: SINCE, to: until }, [system]);
  const earlier = lots.filter(
    (one) => one.product === product && one.level === level && one.lot !== lot && one.n >= FEWEST_FOR_CV,
  );
  const cv = weightedCv(
    earlier.map(({ n, mean: centre, sd: own }) => ({ n, cvPercent: own === null ? null : cvOf(centre, own) })),
  );
  if (cv === null || !(cv > 0))
    throw unfitField(
      'spread',
      'no earlier lot of this product and level has results enough on this system: compute the SD from the results of the lot, or give it',
      '该检测系统上同一质控品、同一水平没有结果足够的既往批号：请由本批号结果计算标准差，或直接填写',
    );
  const target = shortLivedTarget(
    kept.map(({ value }) => value),
    cv,
  );
  const removed = kept.flatMap(({ id, value }) =>
    target.removed.includes(value) ? [{ result: id, reason: '超出均值 ±3s（短效期质控品）' }] : [],
  );
  return { ...target, removed };
}

/** Of a new lot 新批号: its own mean, and the CV of the target of the lot before it until it has results enough for an SD of its own. */
async function besideOldLot(
  tx: Queryable,
  institution: string,
  { system, product, lot, level }: IqcTargetEntry,
  kept: readonly ResultForTarget[],
): Promise<Pick<TargetProposal, 'n' | 'mean' | 'sd'>> {
  const old = (await findTargets(tx, institution, [system])).findLast(
    (one) => one.product === product && one.level === level && one.lot !== lot,
  );
  const cv = old === undefined ? null : cvOf(Number(old.mean), Number(old.sd));
  if (cv === null)
    throw unfitField(
      'spread',
      'no other lot of this product and level has a target on this system: compute the SD from the results of the lot, or give it',
      '该检测系统上同一质控品、同一水平没有已设靶值的旧批号：请由本批号结果计算标准差，或直接填写',
    );
  return newLotTarget(
    kept.map(({ value }) => ({ value, isExcluded: false })),
    cv,
  );
}

function given({ mean, sd, spread }: IqcTargetEntry): Estimate | null {
  if (mean === undefined && sd === undefined) return null;
  if (spread !== undefined)
    throw unfitField('spread', 'mean and SD are given: nothing is computed', '已直接填写均值与标准差：不再计算');
  if (mean === undefined || sd === undefined)
    throw unfitField(mean === undefined ? 'mean' : 'sd', 'mean and sd are given together', '均值与标准差须同时填写');
  return { mean: String(mean), sd: String(sd), n: 0 };
}
