/** The release 去标识化发布 of a month: made when it is first asked for, of all cities at once, and kept. */
import { cityOf, daysOfMonth, DEFAULT_K, deidentify } from '@fujie/core/privacy';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { institutions } from '@fujie/core/registers';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { ReleaseRow } from './release.query.ts';
import { findReleasedCities, insertRelease, lockReleases } from './release.query.ts';
import { findCasesOfPersons } from './statistics.query.ts';

/** More cases of a city in a month are a file that no spreadsheet opens. */
const MOST = 200_000;

/**
 * The cities of the release of a month. INVARIANT: no case is in two releases; each is of one month and one institution, and all
 * institutions are given to their cities in one transaction, after which the month is closed.
 */
export async function releaseMonth(deps: Deps, month: string): Promise<readonly string[]> {
  const known = await findReleasedCities(deps.db, month);
  if (known.length > 0) return known;
  return deps.worker.tx(async (tx) => {
    await lockReleases(tx);
    const meanwhile = await findReleasedCities(tx, month);
    if (meanwhile.length > 0) return meanwhile;
    const snapshot = deps.registers.current();
    const cities = institutionsByCity(snapshot);
    for (const [city, codes] of cities)
      await insertRelease(tx, month, await releaseOf(tx, snapshot, { month, city, codes }), deps.clock.now());
    return [...cities.keys()];
  });
}

function institutionsByCity(snapshot: RegisterSnapshot): ReadonlyMap<string, readonly string[]> {
  const cities = new Map<string, string[]>();
  for (const code of new Set(snapshot.all(institutions).map(({ row }) => row.code))) {
    const city = cityOf(regionOf(snapshot, code));
    cities.set(city, [...(cities.get(city) ?? []), code]);
  }
  return cities;
}

const regionOf = (snapshot: RegisterSnapshot, code: string): string => snapshot.institution(code)?.region ?? '';

interface Wanted {
  readonly month: string;
  readonly city: string;
  readonly codes: readonly string[];
}

async function releaseOf(
  tx: Queryable,
  snapshot: RegisterSnapshot,
  { month, city, codes }: Wanted,
): Promise<ReleaseRow> {
  const found = await findCasesOfPersons(tx, { ...daysOfMonth(month), institutions: codes }, MOST + 1);
  if (found.length > MOST) throw new HttpProblem('too-large', tooMany(city));
  const cases = found
    .filter(({ item }) => snapshot.item(item)?.sensitive === null)
    .map((row) => ({
      person: row.person_id,
      birthOn: row.birth_on,
      sex: row.sex,
      region: regionOf(snapshot, row.institution),
      day: row.day,
      data: { item: row.item, class: row.class, choice: row.choice, code: row.code },
    }));
  return { city, k: DEFAULT_K, given: deidentify(cases, DEFAULT_K) };
}

const tooMany = (city: string) => ({
  en: `City ${city} has more than ${String(MOST)} cases in this month; they cannot be given as a file.`,
  zh: `${city} 该月病例超过 ${String(MOST)} 条，无法作为文件导出。`,
});
