/**
 * The draw 随机抽取, as anybody can repeat it from what is published:
 *
 * 1. The lists as one line of JSON (`listsText`); its SHA-256 is the digest of the lists.
 * 2. Each of two custodians keeps 32 bytes of chance (64 hexadecimal digits) and publishes the SHA-256 of
 *    `fujie-draw/1|commitment|DIGEST|PLACE|SHARE` before anything is drawn (PLACE is 1 or 2).
 * 3. The seed is the SHA-256 of `fujie-draw/1|seed|DIGEST|SHARE 1|SHARE 2|PUBLIC VALUE`; without a public value that is empty. It is
 *    entered after both commitments, which are older than the day from which it is known, and before either share is revealed.
 * 4. A party has as many tickets as its weight: the SHA-256 of `SEED|party|CODE|NUMBER`, numbers from 1. Its smallest ticket ranks it in
 *    its stratum, and the quota is taken from the top: a draw without replacement, with chances as the weights.
 * 5. The teams are formed stratum by stratum, in that order. The ticket of an inspector for a party is the SHA-256 of
 *    `SEED|inspector|PARTY|CODE`; who has fewer teams so far comes first, then the smaller ticket. For each specialty that nobody chosen
 *    has yet the first who has it is taken, then the first of all until the team is full. Who has a conflict is never looked at.
 * 6. A replacement is the same again, in the order in which replacements were made, without whom or what was replaced.
 *
 * Texts are compared by their code units. Source: national-2022.art.26#02.
 */
import type { Digest, DrawLists, DrawnTeam, DrawOutcome, Inspector, Party, Replacement } from './types.ts';

const FORM = 'fujie-draw/1';

/** The lists as one text, the same in whatever order they were handed in. */
export function listsText({ draw, quotas, parties, inspectors, conflicts, team }: DrawLists): string {
  return JSON.stringify([
    FORM,
    draw,
    Object.entries(quotas).sort(([a], [b]) => compare(a, b)),
    [...parties].sort(byCode).map(({ code, name, stratum, weight }) => [code, name, stratum, weight]),
    [...inspectors].sort(byCode).map(({ code, name, specialties }) => [code, name, [...specialties].sort(compare)]),
    conflicts
      .map(({ inspector, party }) => [inspector, party] as const)
      .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1])),
    [team.size, [...team.specialties].sort(compare)],
  ]);
}

/** What a custodian publishes before the draw 承诺. */
export function commitmentOf(digest: Digest, lists: string, place: number, share: string): Promise<string> {
  return digest(`${FORM}|commitment|${lists}|${String(place)}|${share}`);
}

/** The seed 种子, of which no custodian alone decides a bit. */
export function seedOf(
  digest: Digest,
  lists: string,
  shares: readonly [string, string],
  publicValue: string,
): Promise<string> {
  return digest(`${FORM}|seed|${lists}|${shares[0]}|${shares[1]}|${publicValue}`);
}

/** Parties and teams by a seed, with the replacements made since in their order. */
export async function drawTeams(
  digest: Digest,
  lists: DrawLists,
  seed: string,
  replacements: readonly Replacement[] = [],
): Promise<DrawOutcome> {
  const ranked = await rankParties(digest, lists.parties, seed);
  const strata = Object.keys(lists.quotas).sort(compare);
  const drawn = strata.flatMap((stratum) => topOf(ranked, stratum, lists.quotas[stratum] ?? 0));
  let teams: readonly DrawnTeam[] = [];
  for (const party of drawn) teams = [...teams, await teamFor(digest, lists, seed, party, { teams })];
  let gone: readonly Replacement[] = [];
  for (const replacement of replacements) {
    gone = [...gone, replacement];
    teams = await replaced(digest, lists, seed, { ranked, teams, gone });
  }
  return { teams };
}

interface Standing {
  readonly ranked: readonly Party[];
  readonly teams: readonly DrawnTeam[];
  /** What was replaced so far, the last of them now. */
  readonly gone: readonly Replacement[];
}

async function replaced(
  digest: Digest,
  lists: DrawLists,
  seed: string,
  { ranked, teams, gone }: Standing,
): Promise<readonly DrawnTeam[]> {
  const now = gone.at(-1);
  const old = teams.find(({ party }) => party === now?.party);
  if (now === undefined || old === undefined) return teams;
  const others = teams.filter((team) => team !== old);
  const excluded = gone.flatMap(({ party, inspector }) =>
    party === old.party && inspector !== null ? [inspector] : [],
  );
  if (now.inspector !== null) {
    if (!old.inspectors.includes(now.inspector)) return teams;
    const party = ranked.find(({ code }) => code === old.party);
    if (party === undefined) return teams;
    const kept = old.inspectors.filter((code) => code !== now.inspector);
    const team = await teamFor(digest, lists, seed, party, { teams: others, kept, excluded });
    return teams.map((one) => (one === old ? team : one));
  }
  const passed = gone.flatMap(({ party, inspector }) => (inspector === null ? [party] : []));
  const next = ranked.find(
    ({ code, stratum }) =>
      stratum === old.stratum && !passed.includes(code) && !teams.some(({ party }) => party === code),
  );
  if (next === undefined) return others;
  const team = await teamFor(digest, lists, seed, next, { teams: others });
  return teams.map((one) => (one === old ? team : one));
}

async function rankParties(digest: Digest, parties: readonly Party[], seed: string): Promise<readonly Party[]> {
  const tickets = await Promise.all(
    parties.map(async (party) => {
      const numbers = Array.from({ length: party.weight }, (_, index) => String(index + 1));
      const own = await Promise.all(numbers.map((number) => digest(`${seed}|party|${party.code}|${number}`)));
      return { party, ticket: own.sort(compare)[0] ?? '' };
    }),
  );
  return tickets
    .filter(({ ticket }) => ticket !== '')
    .sort((a, b) => compare(a.ticket, b.ticket) || byCode(a.party, b.party))
    .map(({ party }) => party);
}

function topOf(ranked: readonly Party[], stratum: string, count: number): readonly Party[] {
  return ranked.filter((party) => party.stratum === stratum).slice(0, count);
}

interface Forming {
  readonly teams: readonly DrawnTeam[];
  readonly kept?: readonly string[];
  readonly excluded?: readonly string[];
}

async function teamFor(
  digest: Digest,
  { inspectors, conflicts, team }: DrawLists,
  seed: string,
  party: Party,
  { teams, kept = [], excluded = [] }: Forming,
): Promise<DrawnTeam> {
  const free = inspectors.filter(
    ({ code }) =>
      !kept.includes(code) &&
      !excluded.includes(code) &&
      !conflicts.some((conflict) => conflict.inspector === code && conflict.party === party.code),
  );
  const loadOf = (code: string): number => teams.filter((one) => one.inspectors.includes(code)).length;
  const tickets = await Promise.all(
    free.map(async (inspector) => ({
      inspector,
      load: loadOf(inspector.code),
      ticket: await digest(`${seed}|inspector|${party.code}|${inspector.code}`),
    })),
  );
  const ranked = tickets
    .sort((a, b) => a.load - b.load || compare(a.ticket, b.ticket) || byCode(a.inspector, b.inspector))
    .map(({ inspector }) => inspector);
  const chosen: Inspector[] = inspectors.filter(({ code }) => kept.includes(code));
  const missing: string[] = [];
  for (const specialty of [...team.specialties].sort(compare)) {
    const has = (one: Inspector): boolean => one.specialties.includes(specialty);
    if (chosen.some(has)) continue;
    const first = ranked.find((one) => has(one) && !chosen.includes(one));
    if (first === undefined || chosen.length >= team.size) missing.push(specialty);
    else chosen.push(first);
  }
  chosen.push(...ranked.filter((one) => !chosen.includes(one)).slice(0, Math.max(0, team.size - chosen.length)));
  const codes = chosen.map(({ code }) => code);
  return {
    party: party.code,
    stratum: party.stratum,
    inspectors: [...codes.filter((code) => kept.includes(code)), ...codes.filter((code) => !kept.includes(code))],
    missing: { specialties: missing, places: Math.max(0, team.size - chosen.length) },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byCode(a: { readonly code: string }, b: { readonly code: string }): number {
  return compare(a.code, b.code);
}
