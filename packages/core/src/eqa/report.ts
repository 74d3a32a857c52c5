/**
 * The periodic report of an organiser of EQA 室间质评定期报告: what rounds of a period showed, by round, item and laboratory, with failures and how
 * far they are put right; and when it is due. Source: henan-2025.lab.8#05, lab.15#03, which say regularly and in time: the days are the owner's.
 */
import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import type { Interval } from '../organisation/recurring.ts';
import { dueAgain } from '../organisation/recurring.ts';
import type { RoundOutcome } from './evaluate-round.ts';

/** How a laboratory returned 回报情况. */
export const RETURNED = ['in-time', 'late', 'missing'] as const;
export type Returned = (typeof RETURNED)[number];

/** How far a failure is put right 整改情况; `none`: no rectification was opened, or it was taken back. */
export const RECTIFIED = ['none', 'open', 'closed'] as const;
export type Rectified = (typeof RECTIFIED)[number];

/** A round that was closed or published in the period, or whose grades were corrected since they were reported. */
export interface ReportedRound {
  readonly round: string;
  readonly nameZh: string;
  readonly closesOn: Day;
  /** Null: its grades are not published by the end of the period. */
  readonly publishedOn: Day | null;
  /** When its grades were corrected last 成绩更正; null: they stand as they were first published. */
  readonly correctedOn: Day | null;
  readonly participants: readonly { readonly institution: string; readonly returned: Returned }[];
  readonly scores: readonly { readonly institution: string; readonly item: string; readonly outcome: RoundOutcome }[];
}

interface Passed {
  /** Grades that are a pass or a failure; who returned nothing is counted apart. */
  readonly graded: number;
  readonly passed: number;
  readonly absent: number;
}

export interface ReportedFailure {
  readonly round: string;
  readonly item: string;
  readonly outcome: 'FAIL' | 'ABSENT';
  readonly rectified: Rectified;
}

/** What a report says in figures; it names laboratories by their codes. */
export interface EqaReportFigures {
  readonly rounds: readonly (Omit<ReportedRound, 'participants' | 'scores' | 'correctedOn'> & {
    /** Not there: it was made before corrections were told apart. */
    readonly correctedOn?: Day | null;
    readonly enrolled: number;
    readonly inTime: number;
    readonly late: readonly string[];
    readonly missing: readonly string[];
  })[];
  readonly items: readonly (Passed & { readonly item: string })[];
  readonly institutions: readonly (Passed & {
    readonly institution: string;
    readonly failures: readonly ReportedFailure[];
  })[];
}

/** Sums up the rounds of a period; `rectified` tells how far the failure of a laboratory in an item of a round is put right. */
export function eqaReport(
  rounds: readonly ReportedRound[],
  rectified: (of: { readonly round: string; readonly item: string; readonly institution: string }) => Rectified,
): EqaReportFigures {
  const scores = rounds.flatMap(({ round, scores: own }) => own.map((score) => ({ ...score, round })));
  const institutions = rounds.flatMap(({ participants }) => participants.map(({ institution }) => institution));
  return {
    rounds: rounds.map(({ participants, scores: _, ...round }) => {
      const who = (returned: Returned) =>
        participants.flatMap((one) => (one.returned === returned ? [one.institution] : [])).sort();
      const inTime = who('in-time').length;
      return { ...round, enrolled: participants.length, inTime, late: who('late'), missing: who('missing') };
    }),
    items: namesOf(scores.map(({ item }) => item)).map((item) => ({
      item,
      ...countOf(scores.filter((score) => score.item === item)),
    })),
    institutions: namesOf(institutions).map((institution) => {
      const own = scores.filter((score) => score.institution === institution);
      const failures = own.flatMap(({ round, item, outcome }) =>
        outcome === 'FAIL' || outcome === 'ABSENT'
          ? [{ round, item, outcome, rectified: rectified({ round, item, institution }) }]
          : [],
      );
      return { institution, ...countOf(own), failures };
    }),
  };
}

const namesOf = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

function countOf(scores: readonly { readonly outcome: RoundOutcome }[]): Passed {
  const count = (outcome: RoundOutcome) => scores.filter((score) => score.outcome === outcome).length;
  return { graded: count('PASS') + count('FAIL'), passed: count('PASS'), absent: count('ABSENT') };
}

/** What a reader of these laboratories alone is shown: the figures of all, and of laboratories only theirs. */
export function reportFor(figures: EqaReportFigures, isShown: (institution: string) => boolean): EqaReportFigures {
  return {
    ...figures,
    rounds: figures.rounds.map((round) => ({
      ...round,
      late: round.late.filter(isShown),
      missing: round.missing.filter(isShown),
    })),
    institutions: figures.institutions.filter(({ institution }) => isShown(institution)),
  };
}

export interface ReportInterval extends Interval {
  /** Days from the publication of grades with a failure until it is reported. */
  readonly problems: number;
}

/**
 * By when an organiser reports, once it is to be asked for: at an interval, and sooner once a failure was published that stands in no report;
 * null: not yet. Where nobody was asked in time, as long is given as otherwise.
 */
export function reportDue(
  { last, problem }: { readonly last: Day | null; readonly problem: Day | null },
  { problems, ...interval }: ReportInterval,
  today: Day,
): Day | null {
  const regular = dueAgain(last, interval, today);
  if (problem === null) return regular;
  const due = addDays(problem, problems);
  const sooner = due < today ? addDays(today, problems) : due;
  return regular === null || sooner < regular ? sooner : regular;
}
