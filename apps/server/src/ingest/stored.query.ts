/** What is stored already, as far as the preparation of a message asks for it. */
import type { ResourceType } from '@fujie/wire/fhir';

import type { Queryable } from '../platform/db/database.ts';
import { PART, resourceIn } from '../platform/db/document-parts.ts';

/** Which of these `Type/id` an institution has stored. */
export async function findGiven(
  db: Queryable,
  institution: string,
  wanted: readonly (readonly [type: ResourceType, id: string])[],
): Promise<ReadonlySet<string>> {
  const rows = await db.prepared<{ name: string }>(
    'ingest-given',
    `select w.type || '/' || w.id as name from unnest($2::text[], $3::text[]) as w (type, id)
      where exists (select from resource r where r.type = w.type and r.id = w.id and r.current and r.institution = $1)
         or exists (select from result o where o.source_type = w.type and o.id = w.id and o.current and o.institution = $1)`,
    [institution, wanted.map(([type]) => type), wanted.map(([, id]) => id)],
  );
  return new Set(rows.map((row) => row.name));
}

/** Versions of resources and results that are current, by `Type/id`. */
export async function findVersionNumbers(
  db: Queryable,
  wanted: readonly (readonly [type: ResourceType, id: string])[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.prepared<{ name: string; version: number }>(
    'ingest-versions',
    `select w.type || '/' || w.id as name, coalesce(
         (select r.version from resource r where r.type = w.type and r.id = w.id and r.current),
         (select o.version from result o where w.type = 'Observation' and o.id = w.id and o.current), 0) as version
       from unnest($1::text[], $2::text[]) as w (type, id)`,
    [wanted.map(([type]) => type), wanted.map(([, id]) => id)],
  );
  return new Map(rows.map((row) => [row.name, row.version]));
}

/** The texts of current resources of an institution, by id. */
export async function findContents(
  db: Queryable,
  institution: string,
  wanted: readonly (readonly [type: string, id: string])[],
): Promise<ReadonlyMap<string, string>> {
  if (wanted.length === 0) return new Map();
  const rows = await db.prepared<{ id: string; part: string; ix: number }>(
    'ingest-contents',
    `select r.id, ${PART} as part, r.ix
       from unnest($2::text[], $3::text[]) as w (type, id)
       join resource r on r.type = w.type and r.id = w.id and r.current and r.institution = $1
       join document d on d.id = r.document_id`,
    [institution, wanted.map(([type]) => type), wanted.map(([, id]) => id)],
  );
  return new Map(rows.map((row) => [row.id, resourceIn(row.part, row.ix)]));
}
