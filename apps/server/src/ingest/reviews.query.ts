/** Records of patients that were not linked, or that fit two persons, as a reviewer sees them: no number and no name. */
import type { Queryable } from '../platform/db/database.ts';
import { empty, sql } from '../platform/db/database.ts';

export interface ReviewRow {
  readonly id: number;
  readonly at_ms: number;
  readonly seen_ms: number;
  readonly institution: string;
  readonly patient_id: string;
  readonly person_id: number;
  readonly other_person_id: number | null;
  readonly reason: string;
  readonly fields: readonly string[];
}

/** Open reviews, newest first; of one institution, or of all (null). */
export async function listReviews(db: Queryable, institution: string | null, limit: number): Promise<ReviewRow[]> {
  return db.query<ReviewRow>(sql`
    select id, extract(epoch from at)::float8 * 1000 as at_ms, extract(epoch from seen_at)::float8 * 1000 as seen_ms, institution, patient_id,
      person_id, other_person_id, reason, fields
      from person_review where state = 'open' ${institution === null ? empty : sql`and institution = ${institution}`}
     order by at desc, id desc limit ${limit}`);
}
