/** Who relied on results that changed since 对已变更结果的使用: accepted, decided on, ordered, printed. */
import type { LoopState } from '@fujie/core/loops';

import type { Queryable, Sql } from '../platform/db/database.ts';
import { empty, sql } from '../platform/db/database.ts';

export const REPORT_CHANGED = 'report/changed';

export type ReliedChange = 'corrected' | 'withdrawn' | 'moved';
export type Basis = 'accepted' | 'decided' | 'ordered' | 'printed';
/** Why another stands in for who ordered it 代为处理: the order names nobody, or somebody without an account. */
export type StandIn = 'not-named' | 'no-account';

/** One result on which somebody relied. */
export interface Relied {
  readonly unit: string;
  readonly department: string | null;
  /** Staff number; null: not known, or not of a physician. */
  readonly practitioner: string | null;
  readonly issuer: string | null;
  readonly report: string | null;
  readonly result: string;
  readonly item: string;
  readonly decision: string | null;
  readonly basis: Basis;
}

/**
 * Who relied on results of a person. An acceptance that the same institution took back since, by repeating the item in the same
 * visit, counts no more, and neither does the repeat that took it back.
 */
export async function findRelied(
  tx: Queryable,
  personId: number,
  results: readonly string[],
): Promise<readonly Relied[]> {
  return tx.query<Relied>(sql`
    with changed as materialized (
      select c.id, r.report_id, r.institution, coalesce(r.item, '') as item from unnest(${results}::text[]) as c (id)
        left join lateral (select report_id, institution, item from result r
          where r.person_id = ${personId} and r.id = c.id order by version desc limit 1) r on true)
    select a.institution as unit, a.department, a.practitioner, coalesce(a.issuer, c.institution) as issuer, c.report_id as report,
           c.id as result, a.item, a.decision_id as decision, case a.choice when 'ACCEPT' then 'accepted' else 'decided' end as basis
      from recognition_act a join changed c on c.id = a.result_id
     where a.person_id = ${personId} and ((a.choice = 'ACCEPT' and a.outcome = 'ACCEPTED') or (a.choice = 'REPEAT' and a.outcome = 'ORDER_ALLOWED'))
       and not exists (select from recognition_act o
         where o.person_id = a.person_id and o.institution = a.institution and o.episode = a.episode and o.item = a.item
           and case a.choice when 'ACCEPT' then o.id > a.id and o.choice = 'REPEAT' and o.outcome = 'ORDER_ALLOWED'
               else o.id < a.id and o.choice = 'ACCEPT' and o.outcome = 'ACCEPTED' end)
    union all
    select distinct p.institution, u.department, case p.role when 'doctor' then u.practitioner end, c.institution, c.report_id, c.id, c.item, null::uuid, 'printed'
      from audit_event p join changed c on p.subject in (c.report_id, c.id) left join account u on u.username = p.actor
     where p.person_id = ${personId} and p.action = 'page:print' and p.outcome = 'done' and p.institution is not null and p.role <> 'patient'`);
}

/** Keeps what was relied on beside its loop. */
export async function insertReliance(
  tx: Queryable,
  {
    loop,
    personId,
    change,
    at,
    standIn,
  }: { loop: number; personId: number; change: ReliedChange; at: number; standIn: StandIn | null },
  relied: readonly Relied[],
): Promise<void> {
  await tx.query(sql`
    insert into report_reliance (loop_id, unit, department, practitioner, person_id, issuer, report_id, result_id, item, decision_id, basis, change, changed_at, stand_in)
    select ${loop}, unit, department, practitioner, ${personId}, issuer, report, result, item, decision, basis, ${change}, to_timestamp(${at}::float8 / 1000), case basis when 'ordered' then ${standIn}::text end
      from unnest(${relied.map(({ unit }) => unit)}::text[], ${relied.map(({ department }) => department)}::text[],
        ${relied.map(({ practitioner }) => practitioner)}::text[], ${relied.map(({ issuer }) => issuer)}::text[],
        ${relied.map(({ report }) => report)}::text[], ${relied.map(({ result }) => result)}::text[], ${relied.map(({ item }) => item)}::text[],
        ${relied.map(({ decision }) => decision)}::uuid[], ${relied.map(({ basis }) => basis)}::text[])
        as r (unit, department, practitioner, issuer, report, result, item, decision, basis)`);
}

/** Open loops of a person in an institution of which every acceptance was taken back, and on which nobody else relied. */
export async function findRetracted(
  tx: Queryable,
  { personId, unit, item }: { readonly personId: number; readonly unit: string; readonly item: string },
): Promise<readonly number[]> {
  const rows = await tx.query<{ id: number }>(sql`
    select l.id from loop l
     where l.definition = ${REPORT_CHANGED} and l.person_id = ${personId} and l.unit = ${unit} and l.status = 'open'
       and exists (select from report_reliance r where r.loop_id = l.id and r.item = ${item})
       and not exists (select from report_reliance r where r.loop_id = l.id and (r.basis <> 'accepted' or not exists (
         select from recognition_act a join recognition_act o on o.person_id = a.person_id and o.institution = a.institution
            and o.episode = a.episode and o.item = a.item and o.id > a.id and o.choice = 'REPEAT' and o.outcome = 'ORDER_ALLOWED'
          where a.decision_id = r.decision_id and a.item = r.item and a.choice = 'ACCEPT' and a.outcome = 'ACCEPTED')))
     order by l.id`);
  return rows.map(({ id }) => id);
}

export interface RelianceRow {
  readonly id: number;
  readonly loop: number | null;
  readonly unit: string;
  readonly department: string | null;
  readonly practitioner: string | null;
  readonly person_id: number | null;
  readonly issuer: string | null;
  readonly report: string | null;
  readonly result: string;
  readonly item: string;
  readonly decision: string | null;
  readonly basis: Basis;
  readonly stand_in: StandIn | null;
  readonly change: ReliedChange;
  readonly at_ms: number;
}

const RELIANCE = sql`select r.id, r.loop_id as loop, r.unit, r.department, r.practitioner, r.person_id, r.issuer, r.report_id as report, r.result_id as result,
  r.item, r.decision_id as decision, r.basis, r.stand_in, r.change, extract(epoch from r.changed_at)::float8 * 1000 as at_ms`;

export type SystemNoticeRow = RelianceRow & { readonly encounter: string | null };

/** What an institution relied on and has changed after an instant, oldest first; what is of one instant is never parted. */
export async function findRelianceSince(
  db: Queryable,
  institution: string,
  since: number | null,
  limit: number,
): Promise<SystemNoticeRow[]> {
  return db.query<SystemNoticeRow>(sql`
    ${RELIANCE}, d.encounter
      from (select * from report_reliance
             where unit = ${institution} ${since === null ? empty : sql`and changed_at > to_timestamp(${since}::float8 / 1000)`}
             order by changed_at fetch first ${limit} rows with ties) r
      left join decision d on d.id = r.decision_id
     order by r.changed_at, r.id`);
}

/** Whose: of one physician, of a department, or of the institution. */
export interface RelianceReach {
  readonly unit: string;
  readonly practitioner: string | null;
  readonly department: string | null;
  /** Of one loop. */
  readonly loop: number | null;
  readonly from: number;
  readonly to: number;
}

export type ReliedRow = RelianceRow & {
  readonly status: LoopState['status'] | null;
  readonly due_ms: number | null;
  readonly name: string | null;
};

/** What was relied on and has changed, newest first, with where its loop stands. */
export async function findRelianceOf(db: Queryable, reach: RelianceReach, most: number): Promise<readonly ReliedRow[]> {
  const { unit, practitioner, department, loop, from, to } = reach;
  return db.query<ReliedRow>(sql`
    ${RELIANCE}, l.status, extract(epoch from l.due_at)::float8 * 1000 as due_ms, p.name_norm as name
      from report_reliance r left join loop l on l.id = r.loop_id left join person p on p.id = r.person_id
     where r.unit = ${unit} and (${practitioner}::text is null or r.practitioner = ${practitioner})
       and (${department}::text is null or r.department = ${department}) and (${loop}::bigint is null or r.loop_id = ${loop})
       and ${within(from, to)}
     order by r.changed_at desc, r.id desc limit ${most}`);
}

const within = (from: number, to: number): Sql =>
  sql`r.changed_at >= to_timestamp(${from}::float8 / 1000) and r.changed_at < to_timestamp(${to}::float8 / 1000)`;

export interface IssuedRow {
  readonly report: string;
  readonly change: ReliedChange;
  readonly at_ms: number;
  readonly unit: string;
  readonly told: number;
  readonly confirmed: number;
  readonly overdue: number;
  readonly released: number;
}

/** Of how many who were told each is true. */
export type ToldCounts = Pick<IssuedRow, 'told' | 'confirmed' | 'overdue' | 'released'>;

export interface Issued {
  /** How many reports changed, and the counts of all of them. */
  readonly found: number;
  readonly total: ToldCounts;
  /** Of the latest, by report and institution. */
  readonly rows: readonly IssuedRow[];
}

/**
 * Reports of an issuer that changed after others relied on them, by report and institution: how many were told, and how many said what
 * it meant for the patient. Asked of all institutions; nobody is named.
 */
export async function countIssued(
  worker: Queryable,
  {
    issuer,
    from,
    to,
    now,
  }: { readonly issuer: string; readonly from: number; readonly to: number; readonly now: number },
  most: number,
): Promise<Issued> {
  const [counted] = await worker.query<Issued>(sql`
    with told as (
      select distinct on (l.id) coalesce(r.report_id, r.result_id) as report, r.change, r.changed_at as at, r.unit, l.id, l.status, l.due_at
        from report_reliance r join loop l on l.id = r.loop_id where r.issuer = ${issuer} and ${within(from, to)}
       order by l.id, r.changed_at desc),
    counted as (
      select report, (array_agg(change order by at desc))[1] as change, max(at) as at, unit, count(*)::int as told,
             count(*) filter (where status = 'closed')::int as confirmed,
             count(*) filter (where status = 'open' and due_at < to_timestamp(${now}::float8 / 1000))::int as overdue,
             count(*) filter (where status in ('waived', 'void'))::int as released
        from told group by report, unit),
    ranked as (
      select c.*, dense_rank() over (order by latest desc, report) as place
        from (select *, max(at) over (partition by report) as latest from counted) c)
    select count(distinct report)::int as found,
           jsonb_build_object('told', coalesce(sum(told), 0), 'confirmed', coalesce(sum(confirmed), 0), 'overdue', coalesce(sum(overdue), 0),
             'released', coalesce(sum(released), 0)) as total,
           coalesce(jsonb_agg(jsonb_build_object('report', report, 'change', change, 'at_ms', extract(epoch from at)::float8 * 1000, 'unit', unit,
             'told', told, 'confirmed', confirmed, 'overdue', overdue, 'released', released) order by place, at desc, unit)
             filter (where place <= ${most}), '[]') as rows
      from ranked`);
  return counted ?? { found: 0, total: { told: 0, confirmed: 0, overdue: 0, released: 0 }, rows: [] };
}
