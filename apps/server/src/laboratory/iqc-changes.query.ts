/** What was changed of rejected runs 失控批的更正: results, targets and rules, and by which accounts. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { SystemOf } from './iqc-series.query.ts';

export interface ChangeOfRun {
  readonly enteredBy: string;
  /** Who measured what came late; of an analyser's own names, and of a correction, nobody. */
  readonly operator: string | null;
}

/** Since when runs were measured, or decided. */
export interface Since {
  readonly measured: Instant;
  readonly decided: Instant;
}

const at = (instant: Instant) => sql`to_timestamp(${instant}::float8 / 1000)`;

/**
 * Of the runs of a system that were rejected since an instant, or decided so since another: corrections of a result that was judged in them or
 * that a rule looked back on, whenever they were made, results that came into them after that, and targets of their lots that were set after it.
 */
export async function findChangesOf(
  db: Queryable,
  { institution, system }: SystemOf,
  { measured, decided }: Since,
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
       and recorded_at > ${at(decided)} and measured_at >= (select min(measured_at) from rejected) - interval '1 day'
    union
    select approved_by, null from iqc_target
     where institution = ${institution} and system = ${system} and recorded_at >= ${at(decided)}
       and (product, lot, level) in (select r.product, r.lot, r.level from iqc_result r join judged j on j.id = r.id)`);
}

/**
 * The accounts that changed the control rules 质控规则 by which such runs were rejected, or what is expected of their lots by word; none where
 * the verdicts that stand rest on the same ones.
 */
export async function findRuleChangers(
  db: Queryable,
  { institution, system }: SystemOf,
  { measured, decided }: Since,
): Promise<readonly string[]> {
  const rows = await db.query<{ by: string }>(sql`
    with rejected as (
      select run, version, rules, results from iqc_run
       where institution = ${institution} and system = ${system} and verdict = 'reject'
         and (measured_at >= ${at(measured)} or decided_at >= ${at(decided)})),
    changed as (
      select 'test-system' as register, ${`${institution}|${system}`} as key
       where exists (select 1 from rejected o join iqc_run v on v.institution = ${institution} and v.system = ${system}
          and v.run = o.run and v.version > o.version and v.rules <> o.rules)
      union
      select 'control-material', concat_ws('|', r.institution, r.product, r.lot, r.level)
        from iqc_result r join (select unnest(results) as id from rejected) o on o.id = r.id
        join register_entry m on m.register = 'control-material' and m.key = concat_ws('|', r.institution, r.product, r.lot, r.level)
       where r.value is null group by 2 having count(distinct m.data ->> 'expected') > 1),
    entry as (
      select e.* from register_entry e join changed c on c.register = e.register and c.key = e.key)
    select recorded_by as by from entry where recorded_at >= ${at(decided)}
    union
    select v.recorded_by from entry e join register_revision v on v.revision = e.superseded_by_revision
     where e.superseded_at >= ${at(decided)}
    union
    -- Whoever changed the rules last did so since, should the clock of the database be behind.
    (select recorded_by from entry where register = 'test-system' order by id desc limit 1)`);
  return rows.map(({ by }) => by);
}
