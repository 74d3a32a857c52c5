/**
 * Which return of a laboratory counts, and the screening of those of a round for ones that are alike 雷同筛查: it is made with each version of the
 * grades and kept, so that what somebody looked into stays what it was. Source: national-2022.art.25#01.
 */
import type { CollusionPair, LaboratoryReturn, Participant, RoundInput, RoundScore } from '@fujie/core/eqa';
import { DEFAULT_COLLUSION, groupsOf, screenCollusion } from '@fujie/core/eqa';
import { groupBy } from '@fujie/core/kernel';

import type { ScreeningRow } from './eqa-after.query.ts';
import type { ReturnRow, RoundRow } from './eqa.query.ts';

/** What counts of each laboratory: its last return in time; where there is none, a late one. */
export function countedReturn(versions: readonly ReturnRow[]): ReturnRow | null {
  const submitted = versions.filter(({ submittedMs }) => submittedMs !== null);
  return submitted.find(({ isLate }) => !isLate) ?? submitted[0] ?? null;
}

export function statusOf(counted: ReturnRow | null): Participant['status'] {
  if (counted === null) return 'not participating';
  return counted.isLate ? 'late' : 'submitted';
}

/** Compares each two returns; pairs name the laboratories in the order of their codes. */
export function screen(
  { items, participants }: Pick<RoundRow, 'items'> & Pick<RoundInput, 'participants'>,
  returns: readonly ReturnRow[],
  scores: readonly Pick<RoundScore, 'institution' | 'item' | 'cells'>[],
): Omit<ScreeningRow, 'version'> {
  const units = new Map(items.map(({ item, unit }) => [item, unit]));
  const unacceptable = new Set(
    scores.flatMap(({ institution, item, cells }) =>
      cells.flatMap(({ sample, verdict }) => (verdict === 'unacceptable' ? [`${institution}|${item}|${sample}`] : [])),
    ),
  );
  const counted = [...groupBy(returns, ({ institution }) => institution).values()]
    .flatMap((versions) => countedReturn(versions) ?? [])
    .sort((a, b) => (a.institution < b.institution ? -1 : 1));
  const sent = new Map(participants.map(({ institution, variant }) => [institution, { variant }]));
  const read = counted.map((one) => ({ ...returnOf(one, units, unacceptable), ...sent.get(one.institution) }));
  const pairs: readonly CollusionPair[] = screenCollusion(read, DEFAULT_COLLUSION).filter(
    ({ isForReview }) => isForReview,
  );
  return { settings: DEFAULT_COLLUSION, laboratories: read.length, pairs };
}

function returnOf(
  one: ReturnRow,
  units: ReadonlyMap<string, string | null>,
  unacceptable: ReadonlySet<string>,
): LaboratoryReturn {
  const instrument = one.results.find((row) => row.instrument !== null)?.instrument ?? null;
  return {
    laboratory: one.institution,
    results: one.results.map(({ item, sample, reported, ...means }) => {
      const unit = units.get(item) ?? null;
      return {
        ...{ item: `${item}|${sample}`, reported, peers: groupsOf(means, new Map()).map(({ key }) => key) },
        isUnacceptable: unacceptable.has(`${one.institution}|${item}|${sample}`),
        ...(unit === null ? {} : { unit }),
      };
    }),
    ...(instrument === null ? {} : { instrument }),
    ...(one.submittedBy === null ? {} : { submitter: one.submittedBy }),
    ...(one.address === null ? {} : { address: one.address }),
    ...(one.submittedMs === null ? {} : { returnedAt: one.submittedMs }),
  };
}
