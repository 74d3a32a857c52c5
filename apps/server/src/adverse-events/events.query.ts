/** Adverse events 不良事件 as they are stored and found; who reported is in none of these. */
import { randomInt } from 'node:crypto';

import type { Instant } from '@fujie/core/kernel';
import { dayOf, startOfDay } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { sealed } from '../platform/db/key-ring.ts';
import type { Reporter } from './reporters.ts';

export interface NewEvent {
  readonly institution: string;
  readonly loopId: number;
  readonly department: string;
  readonly personId: number | null;
  readonly occurredAt: Instant;
  readonly discoveredAt: Instant;
  readonly reportedAt: Instant;
  readonly class: string;
  readonly kind: string | null;
  readonly harm: string;
  readonly place: string | null;
  readonly serviceStage: string | null;
  readonly illness: string | null;
  readonly product: string | undefined;
  readonly approval: string | undefined;
  readonly lot: string | undefined;
  readonly udi: string | undefined;
}

const DAY_MS = 86_400_000;
/** So many numbers has a day. */
const NUMBERS = 100_000;
const MOST_TRIES = 50;

/**
 * Adds an event; its number, which tells the day and is drawn within it: by numbers one after another somebody who reports twice would
 * learn what was reported in between.
 */
export async function insertEvent(tx: Queryable, event: NewEvent): Promise<number> {
  const day = Math.floor(startOfDay(dayOf(event.reportedAt)) / DAY_MS);
  for (let tried = 0; tried < MOST_TRIES; tried += 1) {
    const rows = await tx.query<{ id: number }>(sql`
      insert into adverse_event (id, institution, loop_id, department, person_id, occurred_at, discovered_at, reported_at, class, kind, harm, place, service_stage, illness, product, approval, lot, udi)
      overriding system value
      values (${day * NUMBERS + randomInt(NUMBERS)}, ${event.institution}, ${event.loopId}, ${event.department}, ${event.personId},
        to_timestamp(${event.occurredAt}::float8 / 1000), to_timestamp(${event.discoveredAt}::float8 / 1000),
        to_timestamp(${event.reportedAt}::float8 / 1000), ${event.class}, ${event.kind}, ${event.harm}, ${event.place},
        ${event.serviceStage}, ${event.illness}, ${event.product ?? null}, ${event.approval ?? null}, ${event.lot ?? null}, ${event.udi ?? null})
      on conflict (id) do nothing returning id`);
    if (rows[0] !== undefined) return rows[0].id;
  }
  throw new Error('no number is left for an adverse event of this day');
}

export async function insertReporter(
  tx: Queryable,
  event: number,
  institution: string,
  { receipt, own, pseudonym, identity }: Reporter,
): Promise<void> {
  await tx.query(sql`
    insert into adverse_event_reporter (id, institution, receipt, own, pseudonym, identity)
    values (${event}, ${institution}, ${receipt}, ${own}, ${pseudonym}, ${sealed(identity)})`);
}

/** Where an event is, by what its reporter holds. */
export interface Place {
  readonly event: number;
  readonly institution: string;
}

export async function findOwn(db: Queryable, tokens: readonly Buffer[]): Promise<readonly Place[]> {
  return db.query<Place>(sql`select event_id as event, institution from adverse_events_of(${[...tokens]}::bytea[])`);
}

export async function findByReceipt(db: Queryable, receipt: Buffer): Promise<Place | null> {
  const rows = await db.query<Place>(
    sql`select event_id as event, institution from adverse_event_of_receipt(${receipt})`,
  );
  return rows[0] ?? null;
}

/** The report that a receipt leads to, once nobody else is sending it: of two that come at once one waits for the other. */
export async function findSent(tx: Queryable, receipt: Buffer): Promise<Place | null> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${receipt.toString('hex')}, 0))`);
  return findByReceipt(tx, receipt);
}

export interface EventRow {
  readonly id: number;
  readonly loop_id: number;
  readonly institution: string;
  readonly department: string;
  readonly occurred_ms: number;
  readonly reported_ms: number;
  readonly class: string;
  readonly kind: string | null;
  readonly harm: string;
  readonly status: LoopState['status'];
  readonly state: Pick<LoopState, 'stages' | 'findings' | 'reopened'>;
  readonly waiting: readonly string[];
  readonly late: boolean;
  readonly unsealed_ms: number | null;
}

/** What is shown of an event, beside its loop. */
export const EVENT = sql`
  select e.id, e.loop_id, e.institution, e.department, extract(epoch from e.occurred_at)::float8 * 1000 as occurred_ms,
    extract(epoch from e.reported_at)::float8 * 1000 as reported_ms, e.class, e.kind, e.harm, l.status, l.state, l.stages as waiting,
    'late' = any (l.flaws) as late,
    (select extract(epoch from max(d.decided_at))::float8 * 1000 from adverse_event_unsealing u
      join adverse_event_unsealing_decision d on d.unsealing_id = u.id and d.verdict = 'agreed' where u.event_id = e.id) as unsealed_ms
  from adverse_event e join loop l on l.id = e.loop_id`;

/** Events by number, the newest first; numbers of one day are drawn, so that they tell no order. */
export async function findEvents(db: Queryable, ids: readonly number[]): Promise<readonly EventRow[]> {
  return db.query<EventRow>(
    sql`${EVENT} where e.id = any(${[...ids]}::bigint[]) order by e.reported_at desc, e.id desc`,
  );
}

/** The person of a patient number of an institution 病案号; null: none, or not certain. */
export async function findPatient(db: Queryable, institution: string, token: Buffer): Promise<number | null> {
  const rows = await db.query<{ id: number }>(sql`
    select distinct person_id as id from person_identifier
     where kind = 'mrn' and issuer = ${institution} and token = ${token} limit 2`);
  return rows.length === 1 ? (rows[0]?.id ?? null) : null;
}
