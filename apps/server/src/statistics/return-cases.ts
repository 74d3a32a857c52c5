/**
 * Typical cases 典型案例 of weekly returns: each is a row of the release of the city, so that nothing of a person gets in by what somebody
 * writes. Whatever its hospital, any row may be told of: that one is told of says nothing of where it happened.
 * Source: taiyuan-2024.7.4#03, GB/T 39725-2020.
 */
import { dayOf } from '@fujie/core/kernel';
import { cityOf, lastReleasable } from '@fujie/core/privacy';
import type { ReturnCasesResponse, TypicalCase } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { unfitField } from '../platform/http/problems.ts';
import { releaseMonth } from './release.ts';
import type { CaseFacts, ReleaseRow } from './release.query.ts';
import { findReleases } from './release.query.ts';
import { countyOfUnit } from './return-units.ts';

const MOST = 200;

/** Names a row of a release. */
export interface CaseRef {
  readonly month: string;
  readonly city: string;
  readonly row: number;
}

type Needs = Pick<Deps, 'db' | 'registers'>;
type Row = NonNullable<ReleaseRow['given']>['rows'][number];

/** The cases of the own city in the last release, one of those that are alike. */
export async function casesFor(deps: Deps, actor: Actor): Promise<ReturnCasesResponse> {
  const month = lastReleasable(dayOf(deps.clock.now()));
  await releaseMonth(deps, month);
  const unit = actor.institution ?? '';
  const city = cityOf(deps.registers.current().institution(unit)?.region ?? actor.region ?? '');
  const rows = await shownRows(deps, deps.db, month, city);
  const places = new Map<string, { readonly row: number; readonly one: Row; alike: number }>();
  for (const [row, one] of rows.entries()) {
    const key = JSON.stringify(one);
    const known = places.get(key);
    if (known === undefined) places.set(key, { row, one, alike: 1 });
    else known.alike += 1;
  }
  const cases = [...places.values()].filter(({ one }) => one.data.choice !== null).slice(0, MOST);
  await deps.audit.record({
    ...{ actor, action: 'statistics:deidentified', outcome: 'done' },
    detail: { month, cities: [city], rows: cases.length },
  });
  return { month, cases: cases.map(({ row, one, alike }) => ({ ...caseOf(deps, month, row, one), alike })) };
}

/** The rows of a release as it may be given today: one with an item that has become sensitive since is not given any more. */
async function shownRows(
  { registers }: Pick<Deps, 'registers'>,
  db: Queryable,
  month: string,
  city: string,
): Promise<readonly Row[]> {
  const rows = (await findReleases(db, month, [city])).flatMap(({ given }) => given?.rows ?? []);
  const snapshot = registers.current();
  const isSafe = rows.every(({ data }) => (snapshot.item(data.item)?.sensitive ?? null) === null);
  return isSafe ? rows : [];
}

function caseOf({ registers }: Pick<Deps, 'registers'>, month: string, row: number, one: Row): TypicalCase {
  const { age, sex, region, time, data } = one;
  const { item, class: verdict, choice, code }: CaseFacts = data;
  const known = registers.current().item(item);
  return {
    ...{ month, row, age, sex, region, time, verdict, choice, code },
    item: { code: item, nameZh: known?.nameZh ?? item, nameEn: known?.nameEn ?? null },
  };
}

/** What of these cases may be shown, by their names. */
export async function findCases(
  deps: Needs,
  wanted: readonly CaseRef[],
): Promise<(ref: CaseRef) => TypicalCase | null> {
  const releases = new Map<string, readonly Row[]>();
  for (const { month, city } of wanted)
    if (!releases.has(`${month}|${city}`))
      releases.set(`${month}|${city}`, await shownRows(deps, deps.db, month, city));
  return ({ month, city, row }) => {
    const one = releases.get(`${month}|${city}`)?.[row];
    return one === undefined ? null : caseOf(deps, month, row, one);
  };
}

/** The case that a unit tells of; refused if the release of its city has no such row. */
export async function refOf(
  deps: Needs,
  unit: string,
  { month, row }: { readonly month: string; readonly row: number },
): Promise<CaseRef> {
  const region = countyOfUnit(unit) ?? deps.registers.current().institution(unit)?.region ?? '';
  const ref = { month, city: cityOf(region), row };
  if ((await findCases(deps, [ref]))(ref) === null)
    throw unfitField(
      'typical',
      'the release of your city has no such case: choose one of those that are offered',
      '本市去标识化发布中没有该病例，请从所列病例中选择',
    );
  return ref;
}
