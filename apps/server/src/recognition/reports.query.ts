/** What a report says beside its results: the conclusion as it was sent, and the images that belong to it. */
import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { InPart } from '../platform/db/document-parts.ts';
import { withContent } from '../platform/db/document-parts.ts';

export interface StoredResource {
  id: string;
  institution: string;
  person_id: number | null;
  status: string | null;
  /** As it was sent; null when it is of no person of the scope. */
  content: string | null;
}

/** Current versions of resources of one type, of the persons of the scope. */
export async function findResources(db: Queryable, type: string, ids: readonly string[]): Promise<StoredResource[]> {
  if (ids.length === 0) return [];
  const rows = await db.query<InPart<StoredResource>>(sql`
    select r.id, r.institution, r.person_id, r.status, part_of_person(r.document_id, r.ix, r.person_id) as part, r.ix
      from resource r
     where r.type = ${type} and r.id = any(${ids}) and r.current`);
  return rows.map(withContent);
}

/** Whose a report is, or a result that belongs to none; null when there is no such, or it is nobody's. */
export async function findPersonOfReport(worker: Queryable, id: string): Promise<number | null> {
  const rows = await worker.query<{ person_id: number | null }>(sql`
    select person_id from result where current and (report_id = ${id} or id = ${id})
    union all select person_id from resource where type = 'DiagnosticReport' and id = ${id} and current limit 1`);
  return rows[0]?.person_id ?? null;
}

/** The records of a patient that institutions sent, the newest of each before any second one, so that none crowds out others. */
export async function findPatientRecords(
  db: Queryable,
  personId: number,
): Promise<Pick<StoredResource, 'institution' | 'content'>[]> {
  const rows = await db.query<InPart<Pick<StoredResource, 'institution' | 'content'>>>(sql`
    select r.institution, part_of_person(r.document_id, r.ix, r.person_id) as part, r.ix from resource r
     where r.type = 'Patient' and r.person_id = ${personId} and r.current
     order by row_number() over (partition by r.institution order by r.updated_at desc), r.updated_at desc limit 20`);
  return rows.map(withContent);
}
