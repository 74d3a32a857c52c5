/**
 * Series of control results that do not look measured 可疑质控数据, over the months before a day: asked about, never judged. A month alone
 * is too short for it. Source: henan-2025.lab.7#01, national-2022.art.24#02.
 */
import type { Suspicion } from '@fujie/core/iqc';
import { suspicionsOf } from '@fujie/core/iqc';
import type { Day } from '@fujie/core/kernel';
import { addDays, startOfDay } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import type { LotOfSystem } from './iqc-region.query.ts';
import { findLongSeries } from './iqc-region.query.ts';
import type { SystemOf } from './iqc-series.query.ts';

const DAYS = 180;

export interface SuspectedSeries extends LotOfSystem {
  readonly suspicions: readonly Suspicion[];
}

/** Lots and levels of systems with something to ask about, looked at up to a day. */
export async function suspicionsIn(
  db: Queryable,
  systems: readonly SystemOf[],
  end: Day,
): Promise<readonly SuspectedSeries[]> {
  const span = { from: startOfDay(addDays(end, -DAYS)), to: startOfDay(end) };
  return (await findLongSeries(db, systems, span)).flatMap(({ values, z, targetSd, ...lot }) => {
    const suspicions = suspicionsOf({ values, z, targetSd });
    return suspicions.length === 0 ? [] : [{ ...lot, suspicions }];
  });
}
