/** Stored results whose codes led to no item. */
import type { Queryable } from '../platform/db/database.ts';
import type { StoredResult } from './suspects.ts';

export interface UnmappedRow extends StoredResult {
  readonly version: number;
  readonly codes: readonly string[];
  readonly warnings: readonly string[];
  /** Of collection, else of the report. */
  readonly ms: number | null;
}

/** Current results under one of the codes, after the place (`id`) that was reached. */
export async function findUnmapped(
  db: Queryable,
  codes: readonly string[],
  after: string,
  limit: number,
): Promise<UnmappedRow[]> {
  return db.prepared<UnmappedRow>(
    'ingest-unmapped',
    `select person_id, id, institution, version, codes, unit, value_num, warnings,
            extract(epoch from coalesce(collected_at, reported_at))::float8 * 1000 as ms, extract(epoch from collected_at)::float8 * 1000 as collected_ms,
            extract(epoch from reported_at)::float8 * 1000 as reported_ms, report_id, name, status, comparator, value_text, specimen, flag
       from result where current and item is null and codes && $1::text[] and id > $2 order by id limit $3`,
    [codes, after, limit],
  );
}

export interface MappedRow {
  readonly row: UnmappedRow;
  readonly item: string;
  readonly by: string;
  readonly value: number | null;
  readonly warnings: readonly string[];
}

/** Files results under their items. No decision can have seen them before, so that no version is replaced. Answers which were filed now. */
export async function fileUnder(db: Queryable, mapped: readonly MappedRow[]): Promise<ReadonlySet<string>> {
  if (mapped.length === 0) return new Set();
  const filed = await db.prepared<{ id: string }>(
    'ingest-file-under',
    `update result r set item = t.item, item_by = t.by, item_value = t.value, warnings = t.warnings::text[]
       from unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::text[], $6::float8[], $7::text[])
         as t (person_id, id, version, item, by, value, warnings)
      where r.person_id = t.person_id and r.id = t.id and r.version = t.version and r.current and r.item is null
      returning r.id`,
    [
      mapped.map((m) => m.row.person_id),
      mapped.map((m) => m.row.id),
      mapped.map((m) => m.row.version),
      mapped.map((m) => m.item),
      mapped.map((m) => m.by),
      mapped.map((m) => m.value),
      mapped.map((m) => `{${m.warnings.join(',')}}`),
    ],
  );
  return new Set(filed.map(({ id }) => id));
}
