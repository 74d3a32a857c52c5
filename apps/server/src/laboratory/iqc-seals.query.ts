/** Measurements of control material with their seals 封签, as they stand in the database. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { SystemOf } from './iqc-series.query.ts';
import type { NewResult } from './iqc.query.ts';

export interface SealedRow extends NewResult {
  readonly id: number;
  readonly seal: Buffer | null;
}

/** The number of the first measurement that was sealed; those before it are from before there were seals. Null: there is none. */
export async function findFirstSealed(db: Queryable): Promise<number | null> {
  const rows = await db.query<{ id: number }>(
    sql`select id from iqc_result where seal is not null order by id limit 1`,
  );
  return rows[0]?.id ?? null;
}

/** All that is on record of systems since an instant, corrected or not, from the first that was sealed. */
export async function findSealed(
  db: Queryable,
  systems: readonly SystemOf[],
  since: Instant,
  first: number,
): Promise<readonly SealedRow[]> {
  return db.query<SealedRow>(sql`
    select r.id, r.seal, r.institution, r.system, r.product, r.lot, r.level, r.value::text, r.reading,
           extract(epoch from r.measured_at)::float8 * 1000 as "measuredAt", r.run, r.purpose, r.operator, r.reagent_lot as "reagentLot",
           r.calibrator_lot as "calibratorLot", r.channel, r.key, r.repeat_of as "repeatOf", r.corrects, r.void as "isVoid", r.reason,
           r.late as "isLate", r.entered_by as "enteredBy", r.entered_name as "enteredName",
           extract(epoch from r.recorded_at)::float8 * 1000 as "recordedAt"
      from unnest(${systems.map(({ institution }) => institution)}::text[], ${systems.map(({ system }) => system)}::text[]) s (institution, system)
      join iqc_result r using (institution, system)
     where r.measured_at >= to_timestamp(${since}::float8 / 1000) and (r.seal is not null or r.id > ${first})`);
}
