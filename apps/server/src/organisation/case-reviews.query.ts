/** The ledger of cases that are gone over again 复盘台账, as it is kept: what is said of one is sealed, and only ever added to. */
import type { CaseKind, CountedCaseKind } from '@fujie/core/organisation';
import type { Instant } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { single, sql } from '../platform/db/database.ts';
import { sealed } from '../platform/db/key-ring.ts';

export interface NewCase {
  readonly loop: number;
  readonly institution: string;
  readonly kind: CaseKind;
  readonly arisenOn: string;
  readonly departments: readonly string[];
  readonly event: number | null;
  readonly complaint: number | null;
}

export async function insertCase(tx: Queryable, one: NewCase): Promise<number> {
  const [row] = await tx.query<{ id: number }>(sql`
    insert into quality_case (loop_id, institution, kind, arisen_on, departments, adverse_event, complaint)
    values (${one.loop}, ${one.institution}, ${one.kind}, ${one.arisenOn}, ${[...one.departments]}::text[], ${one.event}, ${one.complaint})
    returning id`);
  if (row === undefined) throw new Error('a case was not kept');
  return row.id;
}

/** What is said of a case. */
export interface CaseContent {
  readonly summary: string;
  readonly conclusion: string | null;
}

export interface NewCaseVersion extends CaseContent {
  readonly id: number;
  readonly institution: string;
  readonly version: number;
  readonly by: string;
  readonly name: string;
  readonly at: Instant;
}

/** Keeps a version; false where its number is taken. */
export async function insertCaseVersion(tx: Queryable, one: NewCaseVersion): Promise<boolean> {
  const content = sealed(JSON.stringify({ summary: one.summary, conclusion: one.conclusion }));
  const rows = await tx.query(sql`
    insert into quality_case_version (case_id, version, institution, content, recorded_by, recorded_name, recorded_at)
    values (${one.id}, ${one.version}, ${one.institution}, ${content}, ${one.by}, ${one.name}, to_timestamp(${one.at}::float8 / 1000))
    on conflict do nothing returning case_id`);
  return rows.length > 0;
}

export interface OneCase {
  readonly id: number;
  readonly loop: number;
  readonly kind: CaseKind;
  readonly arisenOn: string;
  readonly departments: readonly string[];
  readonly event: number | null;
  readonly eventLoop: number | null;
  readonly complaint: number | null;
}

/** A case of an institution by its loop. */
export async function findCase(db: Queryable, institution: string, loop: number): Promise<OneCase | null> {
  const rows = await db.query<OneCase>(sql`
    select c.id, c.loop_id as loop, c.kind, c.arisen_on::text as "arisenOn", c.departments, c.adverse_event as event,
      e.loop_id as "eventLoop", c.complaint
    from quality_case c left join adverse_event e on e.id = c.adverse_event
    where c.institution = ${institution} and c.loop_id = ${loop}`);
  return rows[0] ?? null;
}

export interface CaseVersionRow extends CaseContent {
  readonly version: number;
  readonly by: string;
  readonly name: string;
  readonly atMs: number;
}

/** Everything that was said of a case, the newest first. */
export async function findCaseVersions(db: Queryable, id: number): Promise<readonly CaseVersionRow[]> {
  const rows = await db.query<Omit<CaseVersionRow, keyof CaseContent> & { content: Buffer }>(sql`
    select version, content, recorded_by as by, recorded_name as name, extract(epoch from recorded_at)::float8 * 1000 as "atMs"
      from quality_case_version where case_id = ${id} order by version desc`);
  return rows.map(({ content, ...row }) => ({ ...row, ...(JSON.parse(content.toString()) as CaseContent) }));
}

export interface CaseLoopRow {
  readonly loop: number;
  readonly kind: CountedCaseKind;
  readonly arisenOn: string;
  readonly departments: readonly string[];
  readonly status: LoopState['status'];
  readonly waiting: readonly string[];
  readonly dueMs: number | null;
  readonly state: Pick<LoopState, 'stages'>;
}

/** Cases and adverse events of an institution. */
const ALL = (institution: string) => sql`
  (select c.loop_id as loop, c.kind, c.arisen_on, c.departments from quality_case c where c.institution = ${institution}
    union all
   select e.loop_id, 'adverse-event', (e.occurred_at at time zone 'Asia/Shanghai')::date, array[e.department] from adverse_event e
    where e.institution = ${institution}) as k`;

/** What is asked for of the cases of a year; `null`: all of it. */
export interface CaseFilter {
  readonly year: string;
  readonly kind: CountedCaseKind | null;
  readonly department: string | null;
  /** Not those that were released, since they were none. */
  readonly isFounded: boolean;
}

const casesIn = (institution: string, { year, kind, department, isFounded }: CaseFilter) => sql`
  ${ALL(institution)} join loop l on l.id = k.loop
    where k.arisen_on >= ${`${year}-01-01`}::date and k.arisen_on <= ${`${year}-12-31`}::date
      and (${kind}::text is null or k.kind = ${kind}) and (${department}::text is null or ${department} = any (k.departments))
      -- What was no event, or was told before, is none of the cases.
      and ((k.kind <> 'adverse-event' and not ${isFounded}::boolean) or l.status in ('open', 'closed'))`;

/** Those that arose in a year, with their loops, the newest first. */
export async function findCases(
  db: Queryable,
  institution: string,
  filter: CaseFilter,
  most: number | null,
): Promise<readonly CaseLoopRow[]> {
  return db.query<CaseLoopRow>(sql`
    select k.loop, k.kind, k.arisen_on::text as "arisenOn", k.departments, l.status, l.stages as waiting,
      extract(epoch from l.due_at)::float8 * 1000 as "dueMs", l.state
    from ${casesIn(institution, filter)} order by k.arisen_on desc, k.loop desc limit ${most}::bigint`);
}

export async function countCasesOf(db: Queryable, institution: string, filter: CaseFilter): Promise<number> {
  const rows = await db.query<{ n: number }>(sql`select count(*)::int as n from ${casesIn(institution, filter)}`);
  return single(rows).n;
}

/** Years in which cases arose. */
export async function findCaseYears(db: Queryable, institution: string): Promise<readonly string[]> {
  const rows = await db.query<{ year: string }>(
    sql`select distinct to_char(k.arisen_on, 'YYYY') as year from ${ALL(institution)} order by 1 desc`,
  );
  return rows.map(({ year }) => year);
}

export interface ToldCase extends Pick<OneCase, 'loop' | 'kind' | 'departments'> {
  readonly toldMs: number;
  readonly state: Pick<LoopState, 'stages'>;
}

export interface ToldFilter {
  readonly institution: string;
  readonly department: string | null;
  readonly since: Instant;
}

/** Cases of which the departments were told, the newest first; those after one of them. */
export async function findToldCases(
  db: Queryable,
  { institution, department, since }: ToldFilter,
  after: Pick<ToldCase, 'toldMs' | 'loop'> | null,
  most: number,
): Promise<readonly ToldCase[]> {
  return db.query<ToldCase>(sql`
    select c.loop_id as loop, c.kind, c.departments, l.state, s."doneAt" as "toldMs" from quality_case c join loop l on l.id = c.loop_id
      cross join lateral jsonb_to_recordset(l.state -> 'stages') as s (id text, outcome text, "doneAt" float8)
     where c.institution = ${institution} and l.status in ('open', 'closed') and s.id = 'feed-back' and s.outcome = 'told'
       and s."doneAt" >= ${since}::float8 and (${department}::text is null or ${department} = any (c.departments))
       and (${after === null}::boolean or (s."doneAt", c.loop_id) < (${after?.toldMs ?? 0}::float8, ${after?.loop ?? 0}::bigint))
     order by s."doneAt" desc, c.loop_id desc limit ${most}`);
}

/** Whether an institution has an adverse event of this number. */
export async function hasEvent(db: Queryable, institution: string, event: number): Promise<boolean> {
  const rows = await db.query(
    sql`select from adverse_event where institution = ${institution} and id = ${event}::bigint`,
  );
  return rows.length > 0;
}

/** Whether an institution was asked to investigate a complaint by this loop 交办: of others it does not know. */
export async function hasComplaint(db: Queryable, institution: string, loop: number): Promise<boolean> {
  const rows = await db.query(sql`
    select from loop l cross join lateral jsonb_to_recordset(l.state -> 'stages') as s (id text, "startedAt" float8)
     where l.id = ${loop} and l.unit = ${institution} and l.definition = 'complaint/handling' and s.id = 'investigate'
       and s."startedAt" is not null`);
  return rows.length > 0;
}
