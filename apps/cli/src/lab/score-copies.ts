/**
 * How well copied returns of EQA 雷同结果 are found, kind by kind: written off as they are, or with some of them altered; and what is told beside such a
 * pair, each sign planted alone.
 */
import type { CollusionPair, CollusionSign, LaboratoryReturn } from '@fujie/core/eqa';
import { COLLUSION_SIGNS, evaluateRound, groupsOf, screenCollusion } from '@fujie/core/eqa';
import type { Day } from '@fujie/core/kernel';

import type { EqaPart, EqaSeries } from '../simulate/eqa-series.ts';
import { COPIERS, eqaSeries } from '../simulate/eqa-series.ts';
import type { World } from '../simulate/world.ts';

/** As it stands; with three of fifteen results altered; with every last figure changed; only two mistakes; with one sign beside it. */
export type CopyKind = 'copied-returns' | 'copied-altered' | 'copied-shifted' | 'copied-mistakes' | CollusionSign;

export interface CopyScore {
  readonly detector: CopyKind;
  readonly planted: number;
  readonly found: number;
  /** Told of others, or of the pair where it was not planted. */
  readonly falseAlarms: number;
}

const ALTERED = 3;
const MISTAKES = 2;
const HOUR = 3_600_000;

type Returned = NonNullable<EqaPart['returned']>;
type ReturnedResult = Returned['results'][number];

/** Scores over regions of as many seeds, as they stand on a day. */
export function scoreCopies(world: World, seeds: readonly number[], today: Day): readonly CopyScore[] {
  const [from, to] = COPIERS.map((role) => world.code(role)) as [string, string];
  const regions = seeds.map((seed) => eqaSeries(seed, world, today));
  const told = (kind: CopyKind, pairs: readonly (readonly string[])[]): CopyScore => ({
    ...{ detector: kind, planted: seeds.length },
    found: pairs.filter((own) => own.includes(`${from} ${to}`)).length,
    falseAlarms: pairs.flat().filter((pair) => pair !== `${from} ${to}`).length,
  });
  const alter = (institution: string, { reported }: ReturnedResult, place: number): string =>
    institution === to && place < ALTERED ? altered(reported) : reported;
  // Each sign planted alone, and none of them: what is told of each of these.
  const plants = [...COLLUSION_SIGNS, null].map((sign) => ({
    sign,
    told: regions.flatMap((rounds) =>
      rounds.filter((round) => isCopied(round, from, to)).map((round) => signsOf(planted(round, { from, to }, sign))),
    ),
  }));
  return [
    told(
      'copied-returns',
      regions.map((rounds) => rounds.flatMap(({ parts }) => alike(parts))),
    ),
    told(
      'copied-altered',
      regions.map((rounds) => rounds.flatMap(({ parts }) => alike(parts, alter))),
    ),
    told(
      'copied-shifted',
      regions.map((rounds) =>
        rounds.flatMap((round) => alike(isCopied(round, from, to) ? rewritten(round, to, shifted).parts : round.parts)),
      ),
    ),
    told(
      'copied-mistakes',
      regions.map((rounds) =>
        rounds.flatMap((round) =>
          isCopied(round, from, to) ? namesOf(screened({ round: mistaken(round, { from, to }), by: own })) : [],
        ),
      ),
    ),
    ...COLLUSION_SIGNS.map((sign): CopyScore => {
      const count = (wanted: boolean): number =>
        plants
          .filter((one) => (one.sign === sign) === wanted)
          .flatMap((one) => one.told)
          .filter((signs) => signs.includes(sign)).length;
      return { detector: sign, planted: seeds.length, found: count(true), falseAlarms: count(false) };
    }),
  ];
}

/** With another last digit. */
export function altered(reported: string): string {
  return reported.replace(/\d$/, (last) => (last === '7' ? '8' : '7'));
}

/** With its last figure one up; after a nine, one down. */
function shifted({ reported }: ReturnedResult): string {
  return reported.replace(/\d$/, (last) => (last === '9' ? '8' : String(Number(last) + 1)));
}

const own = (institution: string): string => institution;

/** The round with what one laboratory returned written anew. */
function rewritten(
  round: EqaSeries,
  institution: string,
  write: (result: ReturnedResult, place: number) => string,
): EqaSeries {
  const parts = round.parts.map((part): EqaPart => {
    if (part.institution !== institution || part.returned === null) return part;
    const results = part.returned.results.map((row, place) => ({ ...row, reported: write(row, place) }));
    return { ...part, returned: { ...part.returned, results } };
  });
  return { ...round, parts };
}

/** Two results of the copied round wrong, and the same in both; all others of the second 4 percent off those that it copied. */
function mistaken(round: EqaSeries, { from, to }: Pair): EqaSeries {
  const wrong = ({ reported }: ReturnedResult): string =>
    `${reported.replace(/^\d/, (first) => (first === '9' ? '5' : '9'))}1`;
  const measured = ({ reported }: ReturnedResult, place: number): string => {
    const decimals = reported.split('.')[1]?.length ?? 0;
    return (Number(reported) * (place % 2 === 0 ? 1.04 : 0.96)).toFixed(decimals);
  };
  const ofSource = rewritten(round, from, (row, place) => (place < MISTAKES ? wrong(row) : row.reported));
  return rewritten(ofSource, to, (row, place) => (place < MISTAKES ? wrong(row) : measured(row, place)));
}

function isCopied({ parts }: EqaSeries, from: string, to: string): boolean {
  const reported = (code: string) =>
    parts
      .find(({ institution }) => institution === code)
      ?.returned?.results.map((row) => row.reported)
      .join(' ');
  return reported(from) !== undefined && reported(from) === reported(to);
}

interface Planted {
  readonly round: EqaSeries;
  /** Who submitted it, and from where. */
  readonly by: (institution: string, sign: CollusionSign) => string;
}

interface Pair {
  readonly from: string;
  readonly to: string;
}

/** The round with a copy that shows nothing but the one sign: from the same model, by others, elsewhere, a day later, nothing wrong. */
function planted(round: EqaSeries, { from, to }: Pair, sign: CollusionSign | null): Planted {
  const source = round.parts.find(({ institution }) => institution === from)?.returned ?? null;
  const wrong = sign === 'shared-mistakes' ? (source?.results[0]?.item ?? null) : null;
  const results = (source?.results ?? []).map((row) =>
    row.item === wrong ? { ...row, reported: (2 * Number(row.reported)).toFixed(3) } : row,
  );
  const parts = round.parts.map((part): EqaPart => {
    if (source === null) return part;
    if (part.institution === from) return { ...part, returned: { ...source, results } };
    if (part.institution !== to) return part;
    const at = (source.at + (sign === 'minutes-apart' ? HOUR / 15 : 26 * HOUR)) as Returned['at'];
    const instrument = sign === 'other-instrument' ? '演示型 IMMU300' : null;
    return {
      ...part,
      returned: { at, results: results.map((row) => (instrument === null ? row : { ...row, instrument })) },
    };
  });
  const by = (institution: string, wanted: CollusionSign): string =>
    institution === to && sign === wanted ? from : institution;
  return { round: { ...round, parts }, by };
}

/** What is told of the pairs that somebody should look at. */
function signsOf(plant: Planted): readonly CollusionSign[] {
  return screened(plant).flatMap(({ signs }) => signs);
}

const namesOf = (pairs: readonly CollusionPair[]): readonly string[] =>
  pairs.map(({ laboratories }) => laboratories.join(' '));

/** Pairs of a round that somebody should look at, by its grades. */
function screened({ round, by }: Planted): readonly CollusionPair[] {
  const { items, samples, targets, parts } = round;
  const { scores } = evaluateRound({
    ...{ items, samples, excluded: [], ungraded: [], decisions: [] },
    known: targets.map((one) => ({
      ...{ ...one, variant: 'A', group: null, kind: 'reference' as const, experts: null, accepted: null },
    })),
    participants: parts.map(({ institution, items: own, returned }) => ({
      ...{ institution, items: own, excused: [], variant: 'A', results: returned?.results ?? [] },
      status: returned === null ? 'not participating' : 'submitted',
    })),
  });
  const unacceptable = new Set(
    scores.flatMap(({ institution, item, cells }) =>
      cells.flatMap(({ sample, verdict }) => (verdict === 'unacceptable' ? [`${institution}|${item}|${sample}`] : [])),
    ),
  );
  const returns = returnsOf(parts).map((one) => ({
    ...one,
    ...{ submitter: by(one.laboratory, 'same-submitter'), address: by(one.laboratory, 'same-address') },
    results: one.results.map((row) => ({ ...row, isUnacceptable: unacceptable.has(`${one.laboratory}|${row.item}`) })),
  }));
  return screenCollusion(returns).filter(({ isForReview }) => isForReview);
}

function returnsOf(parts: EqaSeries['parts']): readonly LaboratoryReturn[] {
  return parts.flatMap(({ institution, returned }) =>
    returned === null
      ? []
      : {
          ...{ laboratory: institution, returnedAt: returned.at },
          ...{ instrument: returned.results[0]?.instrument ?? institution },
          results: returned.results.map(({ item, sample, reported, unit, ...means }) => ({
            ...{ item: `${item}|${sample}`, reported, peers: groupsOf(means, new Map()).map(({ key }) => key) },
            ...(unit === null ? {} : { unit }),
          })),
        },
  );
}

/** Pairs of a round that somebody should look at; `reportedOf` may alter what was returned. */
export function alike(
  parts: EqaSeries['parts'],
  reportedOf: (institution: string, result: ReturnedResult, place: number) => string = (_, { reported }) => reported,
): readonly string[] {
  const changed = parts.map(({ returned, ...part }) => ({
    ...part,
    returned:
      returned === null
        ? null
        : {
            ...returned,
            results: returned.results.map((row, place) => ({
              ...row,
              reported: reportedOf(part.institution, row, place),
            })),
          },
  }));
  return screenCollusion(returnsOf(changed))
    .filter(({ isForReview }) => isForReview)
    .map(({ laboratories }) => laboratories.join(' '));
}
