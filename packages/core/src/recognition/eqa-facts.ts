/** From registers 目录 to the rounds of external quality assessment 室间质评 that count for an institution and item. */
import type { Day } from '../kernel/day.ts';
import * as registers from '../registers/definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import type { EqaResult } from './types.ts';

/**
 * The rounds of each organiser with which the institution has a grade for the item, from its first on. A round after that
 * without a grade of it is `ABSENT`: rounds count whether or not the institution took part (section 2.4). Earlier ones do
 * not: whoever was not enrolled yet has too few rounds, and has missed none. An organiser serves where it does on the day.
 */
export function eqaResultsFor(
  snapshot: RegisterSnapshot,
  institution: string,
  item: string,
  day: Day,
): readonly EqaResult[] {
  const results = snapshot.memoPair('eqa', institution, item, () => roundsOf(snapshot, institution, item));
  const moving = snapshot.memo('moving-organisers', () => movingOrganisers(snapshot));
  if (moving.size === 0) return results;
  return results.map((result) =>
    moving.has(result.organiser)
      ? {
          ...result,
          region: snapshot.nameOf(registers.qcOrganisations, result.organiser, day)?.region ?? result.region,
        }
      : result,
  );
}

/** Organisers whose entry has changed, so that their region may depend on the day. */
function movingOrganisers(snapshot: RegisterSnapshot): ReadonlySet<string> {
  const seen = new Set<string>();
  const moving = new Set<string>();
  for (const { row } of snapshot.all(registers.qcOrganisations)) {
    if (seen.has(row.code)) moving.add(row.code);
    seen.add(row.code);
  }
  return moving;
}

function roundsOf(snapshot: RegisterSnapshot, institution: string, item: string): readonly EqaResult[] {
  const outcomes = snapshot.eqaOutcomes(institution, item);
  const outcomeOf = new Map(outcomes.map((row) => [`${row.organiser}|${row.round}`, row.outcome]));
  return [...new Set(outcomes.map((row) => row.organiser))].flatMap((code) => {
    const organiser = snapshot.nameOf(registers.qcOrganisations, code);
    if (organiser === null) return [];
    const rounds = snapshot.eqaRounds(code, item).map((round): EqaResult => ({
      organiser: code,
      region: organiser.region,
      round: round.round,
      year: round.year,
      closed: round.closedOn,
      published: round.publishedOn,
      outcome: outcomeOf.get(`${code}|${round.round}`) ?? 'ABSENT',
    }));
    const first = rounds
      .filter(({ round }) => outcomeOf.has(`${code}|${round}`))
      .reduce<string | null>(
        (earliest, { closed }) => (earliest === null || closed < earliest ? closed : earliest),
        null,
      );
    return first === null ? [] : rounds.filter(({ closed }) => closed >= first);
  });
}
