/** What is stored already, as far as the preparation of a message asks for it. */
import type { ResourceType } from '@fujie/wire/fhir';

import type { Queryable } from '../platform/db/database.ts';

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
