/** Critical values 危急值 as they are stored, and what is looked up of a person only once a result may be critical. */
import type { Side, Setting } from '@fujie/core/critical';
import type { Day, Instant } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { raw, sql } from '../platform/db/database.ts';
import { PART, resourceIn } from '../platform/db/document-parts.ts';

export interface CriticalValueRow {
  readonly loopId: number;
  readonly unit: string;
  readonly department: string | null;
  readonly personId: number | null;
  readonly setting: Setting;
  readonly resultId: string;
  readonly reportId: string | null;
  readonly item: string;
  readonly name: string;
  readonly value: string;
  readonly unitOf: string | null;
  readonly side: Side;
  readonly threshold: string | null;
  readonly uncertain: readonly string[];
  readonly appearedAt: Instant;
}

export async function insertCriticalValue(tx: Queryable, row: CriticalValueRow): Promise<void> {
  await tx.query(sql`
    insert into critical_value (loop_id, unit, department, person_id, setting, result_id, report_id, item, name, value, unit_of, side, threshold, uncertain, appeared_at)
    values (${row.loopId}, ${row.unit}, ${row.department}, ${row.personId}, ${row.setting}, ${row.resultId}, ${row.reportId}, ${row.item}, ${row.name},
      ${row.value}, ${row.unitOf}, ${row.side}, ${row.threshold}, ${row.uncertain}, to_timestamp(${row.appearedAt}::float8 / 1000))`);
}

/** What a corrected result says in place of what it said. */
export async function correctCriticalValue(
  tx: Queryable,
  loop: number,
  row: Pick<CriticalValueRow, 'value' | 'unitOf' | 'side' | 'threshold' | 'uncertain'>,
): Promise<void> {
  await tx.query(sql`
    update critical_value set value = ${row.value}, unit_of = ${row.unitOf}, side = ${row.side}, threshold = ${row.threshold}, uncertain = ${row.uncertain}
    where loop_id = ${loop}`);
}

/** Loops of critical values that these results raised, by result. */
export async function findRaised(tx: Queryable, results: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.query<{ loop_id: number; result_id: string }>(
    sql`select loop_id, result_id from critical_value where result_id = any(${results}::text[])`,
  );
  return new Map(rows.map(({ result_id, loop_id }) => [result_id, loop_id]));
}

/** Whether a person had a critical value of an item since an instant, other than of one loop's subject. */
export async function hadCritical(tx: Queryable, person: number, item: string, since: Instant): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from critical_value v join loop l on l.id = v.loop_id
    where v.person_id = ${person} and v.item = ${item} and v.appeared_at >= to_timestamp(${since}::float8 / 1000) and l.status <> 'void' limit 1`);
  return rows.length > 0;
}

export interface PersonFacts {
  readonly birthOn: Day | null;
  readonly sex: string | null;
}

export async function findPersonFacts(tx: Queryable, id: number): Promise<PersonFacts> {
  const rows = await tx.query<PersonFacts>(sql`select birth_on as "birthOn", sex from person where id = ${id}`);
  return rows[0] ?? { birthOn: null, sex: null };
}

/** The encounter that a report names; without a name the one of the person that covers an instant, the latest begun. */
export async function findEncounter(
  tx: Queryable,
  institution: string,
  { id, person, at }: { readonly id: string | null; readonly person: number; readonly at: Instant },
): Promise<string | null> {
  const which =
    id === null
      ? sql`r.person_id = ${person} and r.effective_at <= to_timestamp(${at}::float8 / 1000) and (r.ended_at is null or r.ended_at >= to_timestamp(${at}::float8 / 1000))`
      : sql`r.id = ${id}`;
  if (id === null && person === 0) return null;
  const rows = await tx.query<{ part: string; ix: number }>(sql`
    select ${raw(PART)} as part, r.ix from resource r join document d on d.id = r.document_id
    where r.type = 'Encounter' and r.current and r.institution = ${institution} and ${which} order by r.effective_at desc nulls last limit 1`);
  const [row] = rows;
  return row === undefined ? null : resourceIn(row.part, row.ix);
}

/** A critical value with what is remembered of its loop. */
export interface ListedCritical extends CriticalValueRow {
  readonly status: LoopState['status'];
  readonly flaws: readonly string[];
  readonly state: Pick<LoopState, 'stages'>;
}

export interface CriticalFilter {
  readonly units: readonly string[];
  readonly department: string | null;
  readonly from: Instant;
  /** First instant after it. */
  readonly until: Instant;
}

/** Critical values that appeared in a period, the newest first. */
export async function findCriticalValues(
  db: Queryable,
  { units, department, from, until }: CriticalFilter,
): Promise<readonly ListedCritical[]> {
  return db.query<ListedCritical>(sql`
    select v.loop_id as "loopId", v.unit, v.department, v.person_id as "personId", v.setting, v.result_id as "resultId", v.report_id as "reportId",
      v.item, v.name, v.value, v.unit_of as "unitOf", v.side, v.threshold, v.uncertain, extract(epoch from v.appeared_at)::float8 * 1000 as "appearedAt",
      l.status, l.flaws, l.state
    from critical_value v join loop l on l.id = v.loop_id
    where v.unit = any(${units}::text[]) and (${department}::text is null or v.department = ${department})
      and v.appeared_at >= to_timestamp(${from}::float8 / 1000) and v.appeared_at < to_timestamp(${until}::float8 / 1000)
    order by v.appeared_at desc, v.loop_id desc`);
}

/** Who wrote these records, by number. */
export async function findWriters(db: Queryable, records: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ id: string; by_name: string }>(
    sql`select id::text as id, by_name from loop_record where id = any(${records}::bigint[])`,
  );
  return new Map(rows.map(({ id, by_name }) => [id, by_name]));
}
