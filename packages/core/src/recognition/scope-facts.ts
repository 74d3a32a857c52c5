/** From the registers 目录 of regions and agreements 互认协议 to the scopes of recognition 互认范围 as they are on a day (section 2.1). */
import type { Day } from '../kernel/day.ts';
import { addDays, isInForce } from '../kernel/day.ts';
import type { Columns, Entry, RegisterDefinition, RowOf } from '../kernel/register.ts';
import type { AgreementRow, RegionRow } from '../registers/rows.ts';
import * as registers from '../registers/definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { entryAsOf } from '../registers/snapshot.ts';
import type { ScopeName, Scopes } from './scope.ts';
import { createScopes, NATIONAL } from './scope.ts';
import type { CandidateInput } from './types.ts';

/** The scopes that the region and agreement registers name on a day; labels of earlier days are still understood. */
export function scopesOf(snapshot: RegisterSnapshot, day: Day): Scopes {
  const byDay = snapshot.memo('scopes', () => new Map<Day, Scopes>());
  const known = byDay.get(day);
  if (known !== undefined) return known;
  // Between two days on which an entry begins or ends the scopes are the same.
  const since = snapshot.memo('scope-changes', () => changesOf(snapshot)).findLast((change) => change <= day) ?? '';
  const scopes = snapshot.memo(`scopes|${since}`, () => createScopes(namesOn(snapshot, day)));
  byDay.set(day, scopes);
  return scopes;
}

function changesOf(snapshot: RegisterSnapshot): readonly Day[] {
  const entries = [...snapshot.all(registers.regions), ...snapshot.all(registers.agreements)];
  return [...new Set(entries.flatMap(({ from, to }) => (to === null ? [from] : [from, to])))].sort();
}

/** Names that have begun by the day, the latest last, because a later name of a scope replaces an earlier one. */
function namesOn(snapshot: RegisterSnapshot, day: Day): readonly ScopeName[] {
  const regions = begunBy(snapshot, registers.regions, day);
  const nameOf = new Map(regions.map((row) => [row.code, row.nameZh]));
  const agreements = begunBy(snapshot, registers.agreements, day);
  return [
    ...regions.map((row) => ({ code: row.code, prefix: row.markPrefix ?? fullName(row, nameOf) })),
    ...agreements.map(({ code, markPrefix, members }) => ({ code, prefix: markPrefix, members })),
  ].filter(({ prefix }) => prefix !== '');
}

/** Rows that have begun; of a key that is yet to begin the first, since it has no other name. */
function begunBy<C extends Columns>(
  snapshot: RegisterSnapshot,
  definition: RegisterDefinition<C>,
  day: Day,
): readonly RowOf<C>[] {
  return snapshot
    .all(definition)
    .filter((entry) => entry.from <= day || entry === snapshot.versions(definition, entry.key)[0])
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    .map(({ row }) => row);
}

/** Parts of a municipality under which its districts are kept, which nobody writes in an address. */
const NAMELESS = /^(?:市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$/u;

/** The full name of a city or district 全称, the latter after that of its city, as in 北京市西城区. Provinces have a short one. */
function fullName({ code, kind, nameZh }: RegionRow, nameOf: ReadonlyMap<string, string>): string {
  if (kind === 'city') return nameZh;
  if (kind !== 'district') return '';
  const city = nameOf.get(code.slice(0, 4));
  const above = city === undefined || NAMELESS.test(city) ? (nameOf.get(code.slice(0, 2)) ?? '') : city;
  return nameZh.startsWith(above) ? nameZh : `${above}${nameZh}`;
}

/** A region and those that contain it, narrowest first: district, city, province, country. */
export function widening(scope: string): readonly string[] {
  if (scope === NATIONAL) return [NATIONAL];
  if (scope.startsWith('AGR:')) return [scope, NATIONAL];
  return [6, 4, 2]
    .filter((n) => n <= scope.length)
    .map((n) => scope.slice(0, n))
    .concat(NATIONAL);
}

type Agreements = NonNullable<CandidateInput['registry']['agreements']>;

/** Each registered agreement with the period that counts on a day: the one in force on it, else the last that ended before. */
export function agreementsOn(snapshot: RegisterSnapshot, day: Day): Agreements {
  const byDay = snapshot.memo('agreements', () => new Map<Day, Agreements>());
  const known = byDay.get(day);
  if (known !== undefined) return known;
  const agreements: Record<string, Agreements[string]> = {};
  for (const { row } of snapshot.all(registers.agreements)) {
    const entry = entryAsOf(snapshot.versions(registers.agreements, row.code), day);
    if (entry !== null) agreements[row.code] = periodOf(entry);
  }
  byDay.set(day, agreements);
  return agreements;
}

/** The agreement of a scope that is in force on a day, or null. */
export function agreementOn(snapshot: RegisterSnapshot, scope: string, day: Day): Entry<AgreementRow> | null {
  return snapshot.versions(registers.agreements, scope).find((entry) => isInForce(entry, day)) ?? null;
}

/** First and last day, both included, where the register ends with the day after. */
export function periodOf({ from, to }: Entry<AgreementRow>): { readonly from: string; readonly to: string | null } {
  return { from, to: to === null ? null : addDays(to, -1) };
}
