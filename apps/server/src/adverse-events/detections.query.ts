/** Events that data showed 系统检出, and which reports answer them. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface Happening {
  readonly institution: string;
  readonly kind: string;
  readonly department: string;
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
 * Whether a report answers a happening: the same kind, within so many days, of the same person where both name one, and of the
 * same department where they do not.
 */
export async function isReported(tx: Queryable, happening: Happening, days: number): Promise<boolean> {
  const { institution, kind, department, personId, occurredAt } = happening;
  const rows = await tx.query(sql`
    select from adverse_event e join loop l on l.id = e.loop_id and l.status <> 'void'
     where e.institution = ${institution} and e.kind = ${kind}
       and abs(extract(epoch from e.occurred_at)::float8 * 1000 - ${occurredAt}::float8) <= ${days}::float8 * 86400000
       and case when e.person_id is null or ${personId}::bigint is null then e.department = ${department} else e.person_id = ${personId} end
     limit 1`);
  return rows.length > 0;
}

/** Loops of detections that a report answers and that wait for one. */
export async function findAnswered(tx: Queryable, report: Happening, days: number): Promise<readonly number[]> {
  const { institution, kind, department, personId, occurredAt } = report;
  const rows = await tx.query<{ id: number }>(sql`
    select l.id from adverse_event_detection d join loop l on l.id = d.loop_id and l.status = 'open'
     where d.institution = ${institution} and d.kind = ${kind}
       and abs(extract(epoch from d.occurred_at)::float8 * 1000 - ${occurredAt}::float8) <= ${days}::float8 * 86400000
       and case when d.person_id is null or ${personId}::bigint is null then d.department = ${department} else d.person_id = ${personId} end
     order by l.id`);
  return rows.map(({ id }) => id);
}
