/** Meetings 会议, their versions and signatures, as they are kept; a loop's state stands beside each. */
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { sealed } from '../platform/db/key-ring.ts';

export interface MeetingRow {
  readonly id: number;
  readonly institution: string;
  readonly loop: number;
  readonly kind: string;
  readonly department: string | null;
  readonly period: string;
}

const MEETING = sql`select id, institution, loop_id as loop, kind, department, period from quality_meeting`;

export async function insertMeeting(
  tx: Queryable,
  { institution, loop, kind, department, period }: Omit<MeetingRow, 'id'>,
  now: number,
): Promise<number> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into quality_meeting (institution, loop_id, kind, department, period, entered_at)
    values (${institution}, ${loop}, ${kind}, ${department}, ${period}, to_timestamp(${now}::float8 / 1000)) returning id`);
  return rows[0]?.id ?? 0;
}

/** A meeting within the scope; for a department those of that department. */
export async function findMeeting(db: Queryable, id: number, department: string | null): Promise<MeetingRow | null> {
  const rows = await db.query<MeetingRow>(
    sql`${MEETING} where id = ${id} and (${department}::text is null or department = ${department})`,
  );
  return rows[0] ?? null;
}

/** The meeting, held until the transaction ends, so that two corrections follow each other. */
export async function lockMeetingVersions(tx: Queryable, meeting: number): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtext('quality_meeting'), ${meeting}::int)`);
}

export interface NewVersion {
  readonly institution: string;
  readonly meeting: number;
  readonly version: number;
  readonly heldAt: number;
  readonly present: number;
  readonly members: number;
  readonly quorate: boolean;
  readonly content: string;
  readonly reason: string | null;
  readonly record: string | null;
  readonly enteredBy: string;
  readonly enteredName: string;
  readonly enteredAt: number;
}

export async function insertVersion(tx: Queryable, one: NewVersion): Promise<void> {
  await tx.query(sql`
    insert into quality_meeting_version (institution, meeting_id, version, held_at, present, members, quorate, content, reason, record,
      entered_by, entered_name, entered_at)
    values (${one.institution}, ${one.meeting}, ${one.version}, to_timestamp(${one.heldAt}::float8 / 1000), ${one.present}, ${one.members},
      ${one.quorate}, ${sealed(one.content)}, ${one.reason}, ${one.record}::bigint, ${one.enteredBy}, ${one.enteredName},
      to_timestamp(${one.enteredAt}::float8 / 1000))`);
}

export interface VersionRow {
  readonly version: number;
  readonly heldMs: number;
  readonly present: number;
  readonly members: number;
  readonly quorate: boolean;
  readonly content: Buffer;
  readonly reason: string | null;
  readonly record: number | null;
  readonly enteredBy: string;
  readonly enteredName: string;
  readonly enteredMs: number;
  readonly approvedName: string | null;
  readonly approvedMs: number | null;
}

/** Versions of a meeting, the newest first. */
export async function findVersions(db: Queryable, meeting: number): Promise<readonly VersionRow[]> {
  return db.query<VersionRow>(sql`
    select v.version, extract(epoch from v.held_at)::float8 * 1000 as "heldMs", v.present, v.members, v.quorate, v.content, v.reason, v.record,
      v.entered_by as "enteredBy", v.entered_name as "enteredName", extract(epoch from v.entered_at)::float8 * 1000 as "enteredMs",
      a.approved_name as "approvedName", extract(epoch from a.approved_at)::float8 * 1000 as "approvedMs"
      from quality_meeting_version v
      left join quality_meeting_approval a on a.meeting_id = v.meeting_id and a.version = v.version
     where v.meeting_id = ${meeting} order by v.version desc`);
}

/** Meetings of departments held within `[from, to)`, each as it was signed last. */
export async function findSignedMeetings(
  db: Queryable,
  { institution, department, from, to }: Omit<DutyFilter, 'definitions'>,
): Promise<
  readonly {
    readonly meeting: number;
    readonly department: string;
    readonly heldMs: number;
    readonly content: Buffer;
  }[]
> {
  return db.query(sql`
    select distinct on (m.id) m.id as meeting, m.department, extract(epoch from v.held_at)::float8 * 1000 as "heldMs", v.content
      from quality_meeting m join quality_meeting_version v on v.meeting_id = m.id
      join quality_meeting_approval a on a.meeting_id = v.meeting_id and a.version = v.version
     where m.institution = ${institution} and m.kind = 'department' and (${department}::text is null or m.department = ${department})
       and v.held_at >= to_timestamp(${from}::float8 / 1000) and v.held_at < to_timestamp(${to}::float8 / 1000)
     order by m.id, v.version desc`);
}

export interface Signature {
  readonly institution: string;
  readonly meeting: number;
  readonly version: number;
  readonly by: string;
  readonly name: string;
  readonly at: number;
}

/** Adds a signature; false when this version was signed before. */
export async function insertApproval(tx: Queryable, one: Signature): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into quality_meeting_approval (institution, meeting_id, version, approved_by, approved_name, approved_at)
    values (${one.institution}, ${one.meeting}, ${one.version}, ${one.by}, ${one.name}, to_timestamp(${one.at}::float8 / 1000))
    on conflict (meeting_id, version) do nothing returning id`);
  return rows.length > 0;
}

export async function insertDecision(
  tx: Queryable,
  one: { readonly institution: string; readonly meeting: number; readonly number: number; readonly loop: number },
): Promise<void> {
  await tx.query(sql`
    insert into quality_decision (institution, meeting_id, number, loop_id)
    values (${one.institution}, ${one.meeting}, ${one.number}, ${one.loop})`);
}

/** A decision is owed by another department. */
export async function putDepartment(tx: Queryable, loop: number, department: string | null): Promise<void> {
  await tx.query(sql`update loop set department = ${department} where id = ${loop}`);
}

export interface DecisionRow {
  readonly loop: number;
  readonly meeting: number;
  readonly number: number;
  readonly unit: string;
  readonly department: string | null;
  readonly status: LoopState['status'];
  readonly openedMs: number;
  readonly dueMs: number | null;
  readonly closedMs: number | null;
  readonly flaws: readonly string[];
  readonly state: Pick<LoopState, 'stages'>;
}

export interface DecisionFilter {
  readonly meeting: number | null;
  readonly department: string | null;
  readonly institution: string | null;
  readonly from: number | null;
  readonly to: number | null;
}

/** Decisions with how their loops stand, the newest first. */
export async function findDecisions(db: Queryable, filter: DecisionFilter): Promise<readonly DecisionRow[]> {
  const { meeting, department, institution, from, to } = filter;
  return db.query<DecisionRow>(sql`
    select d.loop_id as loop, d.meeting_id as meeting, d.number, l.unit, l.department, l.status,
      extract(epoch from l.opened_at)::float8 * 1000 as "openedMs",
      extract(epoch from l.due_at)::float8 * 1000 as "dueMs", extract(epoch from l.closed_at)::float8 * 1000 as "closedMs", l.flaws, l.state
      from quality_decision d join loop l on l.id = d.loop_id join quality_meeting m on m.id = d.meeting_id
     where (${meeting}::bigint is null or d.meeting_id = ${meeting})
       and (${institution}::text is null or d.institution = ${institution})
       and (${department}::text is null or l.department = ${department} or m.department = ${department})
       and (${from}::float8 is null or l.opened_at >= to_timestamp(${from}::float8 / 1000))
       and (${to}::float8 is null or l.opened_at < to_timestamp(${to}::float8 / 1000))
     order by d.loop_id desc limit 500`);
}

export interface OpenLoopRow {
  readonly id: number;
  readonly definition: string;
  readonly subject: string;
  readonly institution: string;
  readonly department: string | null;
  readonly openedMs: number;
  readonly status: LoopState['status'];
  readonly state: Pick<LoopState, 'stages'>;
}

export interface DutyRow extends Omit<OpenLoopRow, 'id'> {
  readonly loop: number;
  readonly meetings: readonly number[];
  /** Whether the newest version of one of its meetings is not signed. */
  readonly unsigned: boolean;
}

export interface DutyFilter {
  readonly institution: string;
  readonly department: string | null;
  readonly definitions: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** Duties whose period begins within `[from, to)`, with the meetings that were recorded in them. */
export async function findDuties(db: Queryable, filter: DutyFilter): Promise<readonly DutyRow[]> {
  const { institution, department, definitions, from, to } = filter;
  return db.query<DutyRow>(sql`
    select l.id as loop, l.definition, l.subject, l.unit as institution, l.department, extract(epoch from l.opened_at)::float8 * 1000 as "openedMs",
      l.status, l.state, coalesce(m.ids, '{}') as meetings, coalesce(m.unsigned, false) as unsigned
      from loop l
      left join lateral (
        select array_agg(q.id::int order by q.id) as ids, bool_or(not exists (
          select from quality_meeting_approval a where a.meeting_id = q.id
             and a.version = (select max(v.version) from quality_meeting_version v where v.meeting_id = q.id))) as unsigned
          from quality_meeting q where q.loop_id = l.id) m on true
     where l.unit = ${institution} and l.definition = any(${definitions}::text[])
       and (${department}::text is null or l.department = ${department})
       and l.opened_at >= to_timestamp(${from}::float8 / 1000) and l.opened_at < to_timestamp(${to}::float8 / 1000)
     order by l.opened_at desc, l.definition, l.department`);
}

/** A loop within the scope. */
export async function findLoopById(db: Queryable, id: number): Promise<OpenLoopRow | null> {
  const rows = await db.query<OpenLoopRow>(sql`${OPEN_LOOP} where id = ${id}`);
  return rows[0] ?? null;
}

const OPEN_LOOP = sql`select id, definition, subject, unit as institution, department,
  extract(epoch from opened_at)::float8 * 1000 as "openedMs", status, state from loop`;

/** Open loops of a kind, of one institution or of all. */
export async function findOpenLoops(
  db: Queryable,
  definition: string,
  institution: string | null,
): Promise<readonly OpenLoopRow[]> {
  return db.query<OpenLoopRow>(
    sql`${OPEN_LOOP} where definition = ${definition} and status = 'open' and (${institution}::text is null or unit = ${institution}) order by id`,
  );
}
