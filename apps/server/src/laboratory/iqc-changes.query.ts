/** What was changed of rejected runs 失控批的更正, and by which accounts. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { SystemOf } from './iqc-series.query.ts';

export interface ChangeOfRun {
  readonly enteredBy: string;
  /** Who measured what came late; of an analyser's own names, and of a correction, nobody. */
  readonly operator: string | null;
}

const at = (instant: Instant) => sql`to_timestamp(${instant}::float8 / 1000)`;

/**
 * Of the runs of a system that were rejected since an instant, or decided so since another: corrections of a result that was judged in them or
 * that a rule looked back on, whenever they were made, and results that came into them after that.
 */
export async function findChangesOf(
  db: Queryable,
  { institution, system }: SystemOf,
  { measured, decided }: { readonly measured: Instant; readonly decided: Instant },
): Promise<readonly ChangeOfRun[]> {
  return db.query<ChangeOfRun>(sql`
    with recursive rejected as (
      select run, measured_at, results, fired from iqc_run
       where institution = ${institution} and system = ${system} and verdict = 'reject'
         and (measured_at >= ${at(measured)} or decided_at >= ${at(decided)})),
    judged as (
      select unnest(results) as id from rejected
      union
      select e::bigint from rejected, jsonb_array_elements(fired) f, jsonb_array_elements(f -> 'evidence') e),
    corrected as (
      select r.id, r.entered_by from iqc_result r join judged j on j.id = r.id where r.corrects is not null
      union
      select r.id, r.entered_by from iqc_result r join judged j on r.corrects = j.id
      union
      select r.id, r.entered_by from iqc_result r join corrected c on r.corrects = c.id)
    select entered_by as "enteredBy", null as operator from corrected
    union
    select entered_by, case when channel = 'mllp' then null else operator end from iqc_result
     where institution = ${institution} and system = ${system} and run in (select run from rejected) and corrects is null
       and recorded_at > ${at(decided)} and measured_at >= (select min(measured_at) from rejected) - interval '1 day'`);
}
