/**
 * What a recalled lot 召回批号 may have affected, so that it is reviewed: results that name it, and those of systems that used it while they name no
 * lot of its product. Source: national-2022.art.22#01, henan-2025.lab.2#04.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { formatInstant, startOfDay } from '@fujie/core/kernel';
import { timesOfUse } from '@fujie/core/laboratory';
import type { RegisterSnapshot, TestSystemRow } from '@fujie/core/registers';
import { instruments, testSystems } from '@fujie/core/registers';
import type { AffectedResults } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import type { OfLot, UsedOn } from './affected.query.ts';
import { findAffected } from './affected.query.ts';
import { namedItem } from './resources.ts';

/** When systems used a lot, from the register of lots in use; of a period where one is given. */
export function usedOn(
  snapshot: RegisterSnapshot,
  of: OfLot,
  span: { readonly from: Day; readonly to: Day | null } | null = null,
): readonly UsedOn[] {
  return timesOfUse(snapshot, of, span).map(({ item, system, from, to }) => {
    const known = snapshot.nameOf(testSystems, `${of.institution}|${system}`, from);
    return {
      ...{ item, elsewhere: known === null ? [] : instrumentNames(snapshot, known, from).elsewhere },
      ...{ from: startOfDay(from), to: to === null ? null : startOfDay(to) },
    };
  });
}

export async function affectedResults(
  { registers }: Pick<Deps, 'registers'>,
  db: Queryable,
  of: OfLot,
): Promise<AffectedResults> {
  const snapshot = registers.current();
  const rows = await findAffected(db, of, usedOn(snapshot, of));
  return {
    ...{ institution: namedInstitution(snapshot, of.institution), product: of.product, lot: of.lot },
    ...{ named: rows[0]?.named ?? 0, inUse: rows[0]?.inUse ?? 0 },
    results: rows.map(({ id, report, item, reportedMs, status, isNamed }) => ({
      ...{ id, report, item: namedItem(snapshot, item ?? ''), status, isNamed },
      reportedAt: reportedMs === null ? null : formatInstant(reportedMs as Instant),
    })),
  };
}

/** Codes and names of the instrument of a system, and of those by which its institution measures the same item elsewhere. */
export function instrumentNames(
  snapshot: RegisterSnapshot,
  { institution, item, instrument: own }: Pick<TestSystemRow, 'institution' | 'item' | 'instrument'>,
  day: Day,
): { readonly own: readonly string[]; readonly elsewhere: readonly string[] } {
  const namesOf = (code: string): readonly string[] => {
    const name = snapshot.nameOf(instruments, `${institution}|${code}`, day)?.nameZh;
    return name === undefined ? [code] : [code, name];
  };
  const ownNames = namesOf(own);
  const others = snapshot.testSystems(institution, item, day).filter(({ instrument }) => instrument !== own);
  const elsewhere = others.flatMap(({ instrument }) => namesOf(instrument));
  return { own: ownNames, elsewhere: elsewhere.filter((one) => !ownNames.includes(one)) };
}
