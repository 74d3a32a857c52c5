/** Weekly returns as they are kept, and what is counted for them beside the daily counts. */
import type { WeekFigures } from '@fujie/core/duties';
import type { Day } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { sealed } from '../platform/db/key-ring.ts';

export interface ReturnLoop {
  readonly id: number;
  readonly definition: string;
  readonly unit: string;
  readonly week: Day;
  readonly status: LoopState['status'];
  readonly state: Pick<LoopState, 'stages' | 'findings' | 'reopened'>;
}

const RETURN = sql`select id, definition, unit, right(subject, 10) as week, status, state from loop`;

/** The returns of these kinds that are owed of these weeks, by units within the scope. */
export async function findReturnLoops(
  db: Queryable,
  definitions: readonly string[],
  since: Day,
): Promise<readonly ReturnLoop[]> {
  return db.query<ReturnLoop>(sql`${RETURN} where definition = any(${definitions}::text[]) and status <> 'void'
    and opened_at >= (${since}::date)::timestamp at time zone 'Asia/Shanghai' order by unit, week desc`);
}

export async function findReturnLoop(
  db: Queryable,
  definitions: readonly string[],
  subject: string,
): Promise<ReturnLoop | null> {
  const rows = await db.query<ReturnLoop>(
    sql`${RETURN} where definition = any(${definitions}::text[]) and subject = ${subject} and status <> 'void'`,
  );
  return rows[0] ?? null;
}

/** How subjects of problems of a return begin. */
export const problemStem = ({ unit, week }: Pick<ReturnLoop, 'unit' | 'week'>): string => `problem|${unit}|${week}|`;

/** Problems of these kinds by units within the scope, or by one with one return, those first that are not solved, then the newest. */
export async function findProblemLoops(
  db: Queryable,
  definitions: readonly string[],
  of: Pick<ReturnLoop, 'unit' | 'week'> | null,
): Promise<readonly (Pick<ReturnLoop, 'id' | 'unit' | 'status'> & { readonly dueMs: number | null })[]> {
  return db.query(sql`select id, unit, status, extract(epoch from due_at)::float8 * 1000 as "dueMs" from loop
    where definition = any(${definitions}::text[]) and status <> 'void'
      and (${of?.unit ?? null}::text is null or unit = ${of?.unit ?? null} and starts_with(subject, ${of === null ? '' : problemStem(of)})) order by status <> 'open', id desc limit 500`);
}

/** Which of these returns are owed already. */
export async function findOwedSubjects(db: Queryable, subjects: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ subject: string }>(
    sql`select subject from loop where definition like 'weekly-return/%' and subject = any(${subjects}::text[])`,
  );
  return new Set(rows.map(({ subject }) => subject));
}

const TYPICAL = sql`typical_month as "typicalMonth", typical_city as "typicalCity", typical_row as "typicalRow"`;

export interface VersionRow {
  readonly version: number;
  readonly figures: WeekFigures;
  readonly progress: Buffer;
  readonly problems: Buffer | null;
  readonly typical: Buffer | null;
  readonly typicalMonth: string | null;
  readonly typicalCity: string | null;
  readonly typicalRow: number | null;
  readonly submittedMs: number;
  readonly submitter: string;
}

export async function findVersions(db: Queryable, loop: number): Promise<readonly VersionRow[]> {
  return db.query<VersionRow>(sql`
    select version, figures, progress, problems, typical, ${TYPICAL}, extract(epoch from submitted_at)::float8 * 1000 as "submittedMs", submitter
      from weekly_return where loop_id = ${loop} order by version desc`);
}

export interface TypicalRow {
  readonly unit: string;
  readonly week: Day;
  readonly typical: Buffer;
  readonly typicalMonth: string | null;
  readonly typicalCity: string | null;
  readonly typicalRow: number | null;
}

/** Typical cases in the last versions of returns, the newest week first. */
export async function findTypical(db: Queryable, since: Day): Promise<readonly TypicalRow[]> {
  return db.query<TypicalRow>(sql`
    select unit, week, typical, ${TYPICAL} from (
      select distinct on (loop_id) unit, week, typical, typical_month, typical_city, typical_row from weekly_return where week >= ${since}::date order by loop_id, version desc) last
     where typical is not null order by week desc, unit`);
}

export interface NewVersion {
  readonly loop: number;
  readonly unit: string;
  readonly week: Day;
  readonly version: number;
  readonly figures: WeekFigures;
  readonly progress: string;
  readonly problems: string | null;
  readonly typical: string | null;
  readonly of: { readonly month: string; readonly city: string; readonly row: number } | null;
  readonly submittedAt: number;
  readonly submittedBy: string;
  readonly submitter: string;
}

export async function insertVersion(tx: Queryable, one: NewVersion): Promise<void> {
  await tx.query(sql`
    insert into weekly_return (loop_id, unit, week, version, figures, progress, problems, typical, typical_month, typical_city,
      typical_row, submitted_at, submitted_by, submitter)
    values (${one.loop}, ${one.unit}, ${one.week}, ${one.version}, ${JSON.stringify(one.figures)}::jsonb, ${sealed(one.progress)},
      ${sealed(one.problems)}, ${sealed(one.typical)}, ${one.of?.month ?? null}, ${one.of?.city ?? null}, ${one.of?.row ?? null}, to_timestamp(${one.submittedAt}::float8 / 1000), ${one.submittedBy}, ${one.submitter})`);
}

interface Wanted {
  readonly institutions: readonly string[];
  readonly from: Day;
  readonly to: Day;
}

/** Accepted results by institution and issuer. */
export async function countAccepted(
  db: Queryable,
  { institutions, from, to }: Wanted,
): Promise<readonly { readonly institution: string; readonly issuer: string; readonly count: number }[]> {
  return db.query(sql`
    select institution, issuer, sum(count)::int as count from recognition_daily
     where institution = any(${institutions}::text[]) and day between ${from}::date and ${to}::date and measure in ('acceptedMust', 'acceptedMay')
     group by 1, 2 having sum(count) <> 0 order by 1, 2`);
}

/** Patients of whom a result was accepted, by institution. */
export async function countPatients(
  db: Queryable,
  { institutions, from, to }: Wanted,
): Promise<readonly { readonly institution: string; readonly count: number }[]> {
  return db.query(sql`
    select institution, count(distinct person_id)::int as count from recognition_case
     where institution = any(${institutions}::text[]) and day between ${from}::date and ${to}::date and answer = 'ACCEPT' and reordered_id is null
     group by 1`);
}

/** Complaints about institutions, received and answered; who complained and what was said is not looked at. */
export async function countComplaints(
  db: Queryable,
  {
    institutions,
    fromMs,
    toMs,
  }: { readonly institutions: readonly string[]; readonly fromMs: number; readonly toMs: number },
): Promise<readonly { readonly institution: string; readonly received: number; readonly answered: number }[]> {
  const isWithin = (at: ReturnType<typeof sql>) => sql`(${at} >= ${fromMs}::float8 and ${at} < ${toMs}::float8)`;
  return db.query(sql`
    select c.institution, count(*) filter (where ${isWithin(sql`extract(epoch from c.received_at)::float8 * 1000`)})::int as received,
           count(*) filter (where exists (
             select from jsonb_array_elements(l.state -> 'stages') s
              where s ->> 'id' = 'answer' and ${isWithin(sql`(s ->> 'doneAt')::float8`)}))::int as answered
      from complaint c join loop l on l.id = c.loop_id where c.institution = any(${institutions}::text[]) group by 1`);
}
