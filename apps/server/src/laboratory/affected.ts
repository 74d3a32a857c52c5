/**
 * What a recalled lot 召回批号 may have affected, so that it is reviewed: results that name it, and those of systems that used it while they name no
 * lot of its product. Source: national-2022.art.22#01, henan-2025.lab.2#04.
 */
import type { Instant } from '@fujie/core/kernel';
import { formatInstant, startOfDay } from '@fujie/core/kernel';
import { reagentUses, testSystems } from '@fujie/core/registers';
import type { AffectedResults } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { findAffected } from './affected.query.ts';
import { namedItem } from './resources.ts';

export async function affectedResults(
  { registers }: Pick<Deps, 'registers'>,
  db: Queryable,
  of: { readonly institution: string; readonly product: string; readonly lot: string },
): Promise<AffectedResults> {
  const snapshot = registers.current();
  const used = snapshot.all(reagentUses).flatMap(({ row, from, to }) => {
    if (row.institution !== of.institution || row.product !== of.product || row.lot !== of.lot) return [];
    const item = snapshot.nameOf(testSystems, `${of.institution}|${row.system}`, from)?.item;
    return item === undefined ? [] : [{ item, from: startOfDay(from), to: to === null ? null : startOfDay(to) }];
  });
  const rows = await findAffected(db, of, used);
  return {
    ...{ institution: namedInstitution(snapshot, of.institution), product: of.product, lot: of.lot },
    ...{ named: rows[0]?.named ?? 0, inUse: rows[0]?.inUse ?? 0 },
    results: rows.map(({ id, report, item, reportedMs, status, isNamed }) => ({
      ...{ id, report, item: namedItem(snapshot, item ?? ''), status, isNamed },
      reportedAt: reportedMs === null ? null : formatInstant(reportedMs as Instant),
    })),
  };
}
