/** Dispatch meetings as they are kept. */
import type { Day } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { sealed } from '../platform/db/key-ring.ts';

export interface NewMeeting {
  readonly unit: string;
  readonly shownTo: readonly string[];
  readonly heldOn: Day;
  readonly title: string;
  readonly present: string;
  readonly minutes: string;
  readonly enteredAt: number;
  readonly enteredBy: string;
  /** Its name where it comes from; null: it has none. */
  readonly key: string | null;
}

/** Null: it was sent before. */
export async function insertMeeting(tx: Queryable, one: NewMeeting): Promise<number | null> {
  const [row] = await tx.query<{ id: number }>(sql`
    insert into dispatch_meeting (unit, shown_to, held_on, title, present, minutes, entered_at, entered_by, sent_key)
    values (${one.unit}, ${one.shownTo}::text[], ${one.heldOn}, ${sealed(one.title)}, ${sealed(one.present)}, ${sealed(one.minutes)},
      to_timestamp(${one.enteredAt}::float8 / 1000), ${one.enteredBy}, ${one.key}) on conflict do nothing returning id`);
  return row?.id ?? null;
}

/** The meeting that somebody sent under a key. */
export async function findSentMeeting(
  db: Queryable,
  { unit, enteredBy, key }: Pick<NewMeeting, 'unit' | 'enteredBy' | 'key'>,
): Promise<MeetingRow | null> {
  const rows = await db.query<MeetingRow>(
    sql`${MEETING} where unit = ${unit} and entered_by = ${enteredBy} and sent_key = ${key}`,
  );
  return rows[0] ?? null;
}

/** The day of the last meeting of an authority. */
export async function findLastMeeting(db: Queryable, unit: string): Promise<Day | null> {
  const [row] = await db.query<{ last: Day | null }>(
    sql`select max(held_on) as last from dispatch_meeting where unit = ${unit}`,
  );
  return row?.last ?? null;
}

export interface NewPoint {
  readonly meeting: number;
  readonly number: number;
  readonly unit: string;
  readonly asked: string;
  readonly kind: 'decision' | 'naming';
  readonly text: string;
  readonly dueOn: Day;
  readonly loop: number;
}

export async function insertPoint(tx: Queryable, one: NewPoint): Promise<void> {
  await tx.query(sql`
    insert into dispatch_point (meeting_id, number, unit, asked, kind, text, due_on, loop_id)
    values (${one.meeting}, ${one.number}, ${one.unit}, ${one.asked}, ${one.kind}, ${sealed(one.text)}, ${one.dueOn}, ${one.loop})`);
}

export interface MeetingRow {
  readonly id: number;
  readonly unit: string;
  readonly heldOn: Day;
  readonly title: Buffer;
  readonly present: Buffer;
  readonly minutes: Buffer;
  readonly enteredMs: number;
}

const MOST = 100;
const MEETING = sql`select id, unit, held_on as "heldOn", title, present, minutes, extract(epoch from entered_at)::float8 * 1000 as "enteredMs" from dispatch_meeting`;

/** Meetings of the scope, the newest first. */
export async function findMeetings(db: Queryable): Promise<readonly MeetingRow[]> {
  return db.query<MeetingRow>(sql`${MEETING} order by held_on desc, id desc limit ${MOST}`);
}

export interface PointRow extends Omit<NewPoint, 'text'>, PointStanding {
  readonly text: Buffer;
  /** Whether its loop is within the scope: others read that a unit was named, and nothing of what it does about it. */
  readonly isOwn: boolean;
}

interface PointStanding {
  /** Null: not within the scope. */
  readonly status: LoopState['status'] | null;
  readonly dueMs: number | null;
}

/** What meetings ask, as far as the scope reaches: namings, and of what is asked the own. */
export async function findPoints(db: Queryable, meetings: readonly number[]): Promise<readonly PointRow[]> {
  return db.query<PointRow>(sql`
    select p.meeting_id as meeting, p.number, p.unit, p.asked, p.kind, p.text, p.due_on as "dueOn", p.loop_id as loop, l.status,
           extract(epoch from l.due_at)::float8 * 1000 as "dueMs", l.id is not null as "isOwn"
      from dispatch_point p left join loop l on l.id = p.loop_id where p.meeting_id = any(${meetings}::bigint[]) order by p.meeting_id, p.number`);
}

/** How far loops of points have come, for those who read of a naming and see nothing of its loop. */
export async function findStandings(
  db: Queryable,
  loops: readonly number[],
): Promise<ReadonlyMap<number, PointStanding>> {
  const rows = await db.query<PointStanding & { readonly loop: number }>(sql`
    select id as loop, status, extract(epoch from due_at)::float8 * 1000 as "dueMs" from loop where id = any(${loops}::bigint[])`);
  return new Map(rows.map(({ loop, ...standing }) => [loop, standing]));
}
