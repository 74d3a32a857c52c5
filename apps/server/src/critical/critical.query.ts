/** Critical values 危急值 as they are stored, and what is looked up of a person only once a result may be critical. */
import type { CriticalKind, FollowedCritical, Side, Setting } from '@fujie/core/critical';
import type { Day, Instant } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { jsonText, raw, sql } from '../platform/db/database.ts';
import { PART, resourceIn } from '../platform/db/document-parts.ts';
import { FOLLOWED_CRITICAL } from '../platform/loops/critical-followed.query.ts';

export interface CriticalValueRow {
  readonly loopId: number;
  readonly unit: string;
  readonly department: string | null;
  readonly personId: number | null;
  readonly setting: Setting;
  readonly resultId: string;
  readonly reportId: string | null;
  readonly item: string;
  /** Null: it stood before kinds were kept; the register of items tells. */
  readonly kind: CriticalKind | null;
  readonly name: string;
  readonly value: string;
  readonly unitOf: string | null;
  readonly side: Side;
  readonly threshold: string | null;
  readonly uncertain: readonly string[];
  readonly appearedAt: Instant;
  /** Of who tested: who sent the specimen in; null: it is of the own institution. */
  readonly sentBy: string | null;
  /** Of who sent it: who tested, and the loop of that; null: the own institution did. */
  readonly testedBy: string | null;
  readonly toldFrom: number | null;
}

export async function insertCriticalValue(
  tx: Queryable,
  row: CriticalValueRow,
  measurements: Measurements = {},
): Promise<void> {
  await tx.query(sql`
    insert into critical_value (loop_id, unit, department, person_id, setting, result_id, report_id, item, kind, name, value, unit_of, side, threshold, uncertain, appeared_at, sent_by, tested_by, told_from, measurements)
    values (${row.loopId}, ${row.unit}, ${row.department}, ${row.personId}, ${row.setting}, ${row.resultId}, ${row.reportId}, ${row.item},
      ${row.kind}, ${row.name}, ${row.value}, ${row.unitOf}, ${row.side}, ${row.threshold}, ${row.uncertain}, to_timestamp(${row.appearedAt}::float8 / 1000),
      ${row.sentBy}, ${row.testedBy}, ${row.toldFrom}, ${jsonText(measurements)}::jsonb)`);
}

/** What a critical value says of the result that it rests on now, also at who sent the specimen. */
type Said = Pick<CriticalValueRow, 'resultId' | 'reportId' | 'value' | 'unitOf' | 'side' | 'threshold' | 'uncertain'>;

/** A critical measurement 检测 of a specimen: on what its loop rests where it is the one that is shown. */
export interface Measurement {
  readonly said: Pick<Said, 'resultId' | 'value' | 'unitOf'> & Partial<Said>;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** The critical measurements of one specimen, by their results, kept where it was tested; absent: it was measured before they were kept. */
export type Measurements = Readonly<Record<string, Measurement>>;

export async function correctCriticalValue(
  tx: Queryable,
  loop: number,
  said: Partial<Said> & { readonly others: readonly string[] },
  measurements: Measurements = {},
): Promise<void> {
  const { resultId = null, reportId = null, value = null, unitOf = null, side = null, threshold = null, others } = said;
  await tx.query(sql`
    update critical_value set other_results = ${others}, result_id = coalesce(${resultId}, result_id), report_id = coalesce(${reportId}, report_id),
      value = coalesce(${value}, value), unit_of = case when ${value}::text is null then unit_of else ${unitOf} end, side = coalesce(${side}, side),
      threshold = case when ${side}::text is null then threshold else ${threshold} end, uncertain = coalesce(${said.uncertain ?? null}, uncertain),
      measurements = case when told_from is null then measurements || ${jsonText(measurements)}::jsonb else measurements end
    where loop_id = ${loop} or told_from = ${loop}`);
}

/** A critical value that was raised, with the results that it rests on: the one that it shows, and others of the same specimen. */
export interface Raised extends Pick<CriticalValueRow, 'unit' | 'department' | 'personId' | 'name' | 'side'> {
  readonly loop: number;
  readonly status: LoopState['status'];
  readonly resultId: string;
  readonly others: readonly string[];
  readonly item: string;
  readonly value: string;
  readonly unitOf: string | null;
  /** Who sent the specimen in, if another institution did. */
  readonly sentBy: string | null;
  /** Whether somebody was told of it, whatever became of it since. */
  readonly isTold: boolean;
  readonly isPatientTold: boolean;
  readonly state: Pick<LoopState, 'stages'>;
  readonly measurements: Measurements;
}

const RAISED = sql`
  select l.id as loop, v.unit, v.department, v.person_id as "personId", v.name, l.status, v.result_id as "resultId", v.other_results as others, v.item, v.value, v.unit_of as "unitOf", v.side, v.sent_by as "sentBy",
    l.state, v.measurements,
    exists (select from loop_record r where r.loop_id = l.id and r.kind = 'act' and r.stage = 'notify' and r.outcome = 'told') as "isTold",
    exists (select from loop_record r where r.loop_id = l.id and r.kind = 'act' and r.stage = 'reach' and r.outcome in ('reached', 'present')) as "isPatientTold"
  from critical_value v join loop l on l.id = v.loop_id`;

/** Critical values that these results raised or stand for, where they were tested; held until the transaction ends. */
export async function findRaised(tx: Queryable, results: readonly string[]): Promise<readonly Raised[]> {
  return tx.query<Raised>(sql`${RAISED}
    where v.told_from is null and (v.result_id = any(${results}::text[]) or v.other_results && ${results}::text[]) order by l.id for update of l`);
}

/** The critical value of a subject, whatever loop follows it. */
export async function findRaisedOf(
  tx: Queryable,
  definitions: readonly string[],
  subject: string,
): Promise<Raised | null> {
  const rows = await tx.query<Raised>(sql`${RAISED}
    where l.definition = any(${definitions}::text[]) and l.subject = ${subject} order by l.id limit 1 for update of l`);
  return rows[0] ?? null;
}

/** A result as it stands: what it says, in words. */
export async function findStanding(
  tx: Queryable,
  result: string,
): Promise<{ value: string; unit: string | null } | null> {
  const rows = await tx.query<{ value: string; unit: string | null }>(sql`
    select coalesce(value_text, coalesce(comparator, '') || value_num::text, '') as value, unit from result where id = ${result} and current`);
  return rows[0] ?? null;
}

/**
 * Results that went to another person take their critical values with them. Loops are held first, that of who tested before that of who sent the
 * specimen, as by whoever records in them.
 */
export async function followPersons(tx: Queryable, results: readonly string[]): Promise<void> {
  const moved = await tx.query<{ loop: number }>(sql`
    select l.id as loop from critical_value v join result r on r.id = v.result_id and r.current join loop l on l.id = v.loop_id
     where v.result_id = any(${results}::text[]) and v.person_id is distinct from nullif(r.person_id, 0)
     order by v.told_from nulls first, l.id for update of l`);
  if (moved.length === 0) return;
  await tx.query(sql`
    with moved as (
      update critical_value v set person_id = nullif(r.person_id, 0) from result r
       where v.loop_id = any(${moved.map(({ loop }) => loop)}::bigint[]) and r.id = v.result_id and r.current returning v.loop_id, v.person_id)
    update loop l set person_id = m.person_id from moved m where l.id = m.loop_id`);
}

/** Whether an institution had a critical value of an item of a person since an instant. */
export async function hadCritical(
  tx: Queryable,
  {
    unit,
    person,
    item,
    since,
  }: { readonly unit: string; readonly person: number; readonly item: string; readonly since: Instant },
): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from critical_value v join loop l on l.id = v.loop_id
    where v.person_id = ${person} and v.item = ${item} and v.unit = ${unit} and v.appeared_at >= to_timestamp(${since}::float8 / 1000)
      and l.status <> 'void' limit 1`);
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
export interface ListedCritical extends CriticalValueRow, FollowedCritical {
  readonly definition: string;
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
    select ${FOLLOWED_CRITICAL}, v.unit, v.department, v.person_id as "personId", v.result_id as "resultId", v.report_id as "reportId",
      v.item, v.kind, v.name, v.value, v.unit_of as "unitOf", v.side, v.threshold, v.uncertain, v.sent_by as "sentBy", v.tested_by as "testedBy",
      v.told_from as "toldFrom", l.definition
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
