/** Standing in external quality assessment 室间质评 on a day: conditions M3 to M5 (sections 2.2 and 2.4). */
import type { RecognitionParameters } from './parameters.ts';
import type { Scopes } from './scope.ts';
import { narrowness } from './scope.ts';
import type { EqaResult, MarkInput, Outcome } from './types.ts';

export interface EqaStanding {
  /** M3: the latest known outcome with an organiser that counts is a failure. */
  readonly isFailedLatest: boolean;
  /** M4: an organiser that serves the scope is among the institution's rounds. */
  readonly isServed: boolean;
  /** M5: empty if one serving organiser satisfies the profile, otherwise what the narrowest one lacks. */
  readonly reasons: readonly string[];
  /** The organiser on which `reasons` rest. */
  readonly organiser: string | null;
}

/** What the rounds of one organiser come to. */
export interface OrganiserStanding {
  readonly organiser: string;
  readonly serves: boolean;
  /** Larger for narrower regions. */
  readonly narrowness: number;
  /** Rounds whose grades are published, whether or not the institution took part. */
  readonly known: number;
  readonly latest: Outcome | null;
  /** Passes among the latest three known rounds. */
  readonly passes: number;
  readonly tookPartLastYear: boolean;
}

/** Walks the rounds of the organiser that stands at `index`, without sorting: three places are enough. */
function standingOf(
  input: MarkInput,
  index: number,
  organiser: string,
  previousYear: number,
  scopes: Scopes,
): OrganiserStanding {
  const day = input.date;
  let known = 0;
  let first: EqaResult | null = null;
  let second: EqaResult | null = null;
  let third: EqaResult | null = null;
  let tookPartLastYear = false;
  for (let i = index; i < input.eqa.length; i++) {
    const round = input.eqa[i];
    if (round?.organiser !== organiser) continue;
    if (round.year === previousYear && round.closed <= day && round.outcome !== 'ABSENT') tookPartLastYear = true;
    if (round.published === undefined || round.published === null || round.published > day) continue;
    known += 1;
    if (isLater(round, first)) {
      third = second;
      second = first;
      first = round;
    } else if (isLater(round, second)) {
      third = second;
      second = round;
    } else if (isLater(round, third)) third = round;
  }
  const passes =
    (first?.outcome === 'PASS' ? 1 : 0) + (second?.outcome === 'PASS' ? 1 : 0) + (third?.outcome === 'PASS' ? 1 : 0);
  const region = input.eqa[index]?.region ?? '';
  return {
    organiser,
    serves: scopes.contains(region, input.scope),
    narrowness: narrowness(region),
    known,
    latest: first?.outcome ?? null,
    passes,
    tookPartLastYear,
  };
}

/** Of two rounds that closed on one day the one published later is the later one, and of these the later entry. */
function isLater(round: EqaResult, than: EqaResult | null): boolean {
  if (than === null || round.closed !== than.closed) return than === null || round.closed > than.closed;
  return (round.published ?? '') >= (than.published ?? '');
}

/** Standings with every organiser, in the order in which they first appear. */
export function organiserStandings(input: MarkInput, scopes: Scopes): readonly OrganiserStanding[] {
  const previousYear = Number(input.date.slice(0, 4)) - 1;
  const standings: OrganiserStanding[] = [];
  for (let i = 0; i < input.eqa.length; i++) {
    const organiser = input.eqa[i]?.organiser;
    if (organiser === undefined || standings.some((standing) => standing.organiser === organiser)) continue;
    standings.push(standingOf(input, i, organiser, previousYear, scopes));
  }
  return standings;
}

/** M5a to M5d of one organiser, or what `latest` asks in their place. */
export function profileReasons(
  standing: OrganiserStanding,
  profile: RecognitionParameters['eqaProfile'],
): readonly string[] {
  if (profile === 'latest') {
    if (standing.latest === 'PASS') return [];
    if (standing.latest === null) return ['EQA_INSUFFICIENT_ROUNDS'];
    return standing.latest === 'FAIL' ? ['EQA_LATEST_FAILED'] : ['EQA_LATEST_ABSENT'];
  }
  const reasons: string[] = [];
  if (!standing.tookPartLastYear) reasons.push('EQA_NO_PREV_YEAR');
  if (standing.known < 2) {
    reasons.push('EQA_INSUFFICIENT_ROUNDS');
    return reasons;
  }
  if (standing.latest === 'ABSENT') reasons.push('EQA_LATEST_ABSENT');
  if (standing.passes < 2) reasons.push('EQA_TWO_OF_THREE_NOT_MET');
  return reasons;
}

/** The standing on which the mark of a scope rests. */
export function eqaStanding(input: MarkInput, parameters: RecognitionParameters, scopes: Scopes): EqaStanding {
  const profile = parameters.eqaProfileOfScope[input.scope] ?? parameters.eqaProfile;
  let isFailedLatest = false;
  let chosen: OrganiserStanding | null = null;
  let reasons: readonly string[] = [];
  for (const standing of organiserStandings(input, scopes)) {
    if (standing.latest === 'FAIL' && (standing.serves || parameters.failBlocks === 'all-scopes'))
      isFailedLatest = true;
    if (!standing.serves || (chosen !== null && reasons.length === 0)) continue;
    const own = profileReasons(standing, profile);
    if (chosen === null || own.length === 0 || standing.narrowness > chosen.narrowness) {
      chosen = standing;
      reasons = own;
    }
  }
  // A failed latest round is said once, by M3.
  if (isFailedLatest) reasons = reasons.filter((reason) => reason !== 'EQA_LATEST_FAILED');
  return { isFailedLatest, isServed: chosen !== null, reasons, organiser: chosen?.organiser ?? null };
}
