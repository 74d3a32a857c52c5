/** What a report says beside its results: the conclusion as it was sent, and the images that belong to it. */
import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface StoredResource {
  id: string;
  institution: string;
  person_id: number | null;
  status: string | null;
  content: string;
  ix: number;
}

/** Current versions of resources of one type, with the document that each stands in. */
export async function findResources(db: Queryable, type: string, ids: readonly string[]): Promise<StoredResource[]> {
  if (ids.length === 0) return [];
  return db.query<StoredResource>(sql`
    select r.id, r.institution, r.person_id, r.status, d.content, r.ix
      from resource r join document d on d.id = r.document_id
     where r.type = ${type} and r.id = any(${ids}) and r.current`);
}
