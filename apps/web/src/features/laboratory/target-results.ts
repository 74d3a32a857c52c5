/** Results of a lot as the form of its target 靶值 lists them, and the target of a new lot as it is taken. */
import { farFromMedian } from '@fujie/core/kernel';
import type { IqcPerformanceResponse, IqcResult, IqcRun, IqcTargetEntry } from '@fujie/wire/contracts';

type Listed = Pick<IqcResult, 'id' | 'value' | 'purpose' | 'isVoid'>;

/** A result that a target may be made of; `isOutlier` 疑似离群: somebody may leave it out. */
type Candidate<T> = T & { readonly isOutlier: boolean };

/** Results in control that count, those that may be outliers first. What is out of control is left out by itself. */
export function candidatesOf<T extends Listed>(
  results: readonly T[],
  runs: readonly Pick<IqcRun, 'verdict' | 'fired' | 'points'>[],
): readonly Candidate<T>[] {
  const out = new Set(runs.flatMap(outOf));
  const own = results.filter(
    ({ id, value, purpose, isVoid }) => !isVoid && value !== null && purpose !== 'temporary' && !out.has(id),
  );
  const outliers = farFromMedian(own.map(({ value }) => value ?? 0)).flatMap(({ index }) => own[index] ?? []);
  return [
    ...outliers.map((one) => ({ ...one, isOutlier: true })),
    ...own.filter((one) => !outliers.includes(one)).map((one) => ({ ...one, isOutlier: false })),
  ];
}

/** Evidence, in the run itself, of a rule that rejected it 失控点. */
function outOf({ verdict, fired, points }: Pick<IqcRun, 'verdict' | 'fired' | 'points'>): readonly number[] {
  if (verdict !== 'reject') return [];
  const evidence = fired.flatMap((one) => (one.isRejecting ? one.evidence : []));
  return evidence.filter((id) => points.some(({ result }) => result === id));
}

type Change = Pick<
  IqcPerformanceResponse['lotChanges'][number],
  'product' | 'newLot' | 'level' | 'oldLot' | 'outliers'
>;

/** What is sent where the target proposed for a new lot is taken: the server computes it, without the outliers, so that its n stands. */
export function takenTarget(
  system: string,
  { product, newLot: lot, level, oldLot, outliers }: Change,
  words: { readonly reason: string; readonly outlier: string },
): IqcTargetEntry {
  return {
    ...{ system, product, lot, level, kind: 'provisional', reason: words.reason },
    ...(oldLot === null ? {} : { spread: 'old-lot' }),
    ...(outliers.length === 0 ? {} : { exclude: outliers.map(({ result }) => ({ result, reason: words.outlier })) }),
  };
}
