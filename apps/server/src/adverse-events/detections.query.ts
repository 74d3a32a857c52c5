/** Events that data showed 系统检出, and which reports answer them. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface Happening {
  readonly institution: string;
  readonly kind: string;
  /** Null where none is known: the office is reminded. */
  readonly department: string | null;
  readonly personId: number | null;
  readonly occurredAt: Instant;
}

/** Adds a detection; false when it was taken before. */
export async function insertDetection(
  tx: Queryable,
  { institution, kind, department, personId, occurredAt }: Happening,
  { key, loopId, detectedAt }: { readonly key: string; readonly loopId: number; readonly detectedAt: Instant },
): Promise<void> {
  await tx.query(sql`
    insert into adverse_event_detection (institution, key, kind, department, person_id, occurred_at, detected_at, loop_id)
    values (${institution}, ${key}, ${kind}, ${department}, ${personId}, to_timestamp(${occurredAt}::float8 / 1000),
      to_timestamp(${detectedAt}::float8 / 1000), ${loopId})`);
}

/**
 * When a report was made that answers a happening, before an instant: of the same kind, within so many days, of the same person where
 * both name one, and of the same department where they do not; null: none was.
 */
export async function findAnswer(
  tx: Queryable,
  happening: Happening,
  { days, before }: { readonly days: number; readonly before: Instant },
): Promise<Instant | null> {
  const { institution, kind, department, personId, occurredAt } = happening;
  const rows = await tx.query<{ at: number }>(sql`
    select extract(epoch from e.reported_at)::float8 * 1000 as at from adverse_event e join loop l on l.id = e.loop_id and l.status <> 'void'
     where e.institution = ${institution} and e.kind = ${kind} and e.reported_at <= to_timestamp(${before}::float8 / 1000)
       and abs(extract(epoch from e.occurred_at)::float8 * 1000 - ${occurredAt}::float8) <= ${days}::float8 * 86400000
       and case when e.person_id is null or ${personId}::bigint is null then e.department = ${department}::text else e.person_id = ${personId} end
     order by e.reported_at limit 1`);
  return rows[0] === undefined ? null : (Math.round(rows[0].at) as Instant);
}

export interface OpenDetection extends Happening {
  readonly loop: number;
  readonly detectedAt: Instant;
}

/** Detections that wait for a report. */
export async function findOpenDetections(tx: Queryable): Promise<readonly OpenDetection[]> {
  return tx.query<OpenDetection>(sql`
    select d.institution, d.kind, d.department, d.person_id as "personId", extract(epoch from d.occurred_at)::float8 * 1000 as "occurredAt",
      extract(epoch from d.detected_at)::float8 * 1000 as "detectedAt", l.id as loop
    from adverse_event_detection d join loop l on l.id = d.loop_id and l.status = 'open' order by l.id`);
}
