/** Stored results that a threshold which was entered later may make critical 危急值. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { PART } from '../platform/db/document-parts.ts';
import type { StoredResult } from './suspects.ts';

/** What lies between both limits of an item, under all of its thresholds, is not even read. */
export interface Limits {
  readonly item: string;
  readonly low: number | null;
  readonly high: number | null;
}

export interface LateRow extends StoredResult {
  readonly item: string;
  readonly item_value: number | null;
  readonly updated: string;
  readonly part: string;
  readonly ix: number;
}

/** Current results that were stored since an instant and rest under no critical value, after the place that was reached. */
export async function findUnraised(
  db: Queryable,
  limits: readonly Limits[],
  { since, after, most }: { readonly since: Instant; readonly after: LateRow | undefined; readonly most: number },
): Promise<readonly LateRow[]> {
  return db.prepared<LateRow>(
    'ingest-unraised',
    `select r.person_id, r.id, r.institution, r.unit, r.value_num, r.report_id, r.name, r.status, r.comparator, r.value_text, r.specimen, r.flag,
            extract(epoch from r.collected_at)::float8 * 1000 as collected_ms, extract(epoch from r.reported_at)::float8 * 1000 as reported_ms,
            r.item, r.item_value, r.updated_at::text as updated, ${PART} as part, r.ix
       from unnest($1::text[], $2::float8[], $3::float8[]) as t (item, low, high)
       join result r on r.item = t.item join document d on d.id = r.document_id
      where r.current and r.updated_at >= to_timestamp($4::float8 / 1000) and (r.updated_at, r.id) > ($5::timestamptz, $6)
        and (r.item_value is null or r.comparator is not null or r.item_value <= t.low or r.item_value >= t.high)
        and not exists (select from critical_value v where v.result_id = r.id or v.other_results @> array[r.id])
      order by r.updated_at, r.id limit $7`,
    [
      limits.map(({ item }) => item),
      limits.map(({ low }) => low),
      limits.map(({ high }) => high),
      since,
      after?.updated ?? '-infinity',
      after?.id ?? '',
      most,
    ],
  );
}
