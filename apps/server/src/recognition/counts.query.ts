/** Additive daily counts 统计, kept in the transaction of what they count. */
import type { Queryable } from '../platform/db/database.ts';

export interface Increment {
  readonly day: string;
  readonly institution: string;
  readonly department: string;
  readonly item: string;
  readonly issuer: string;
  readonly measure: string;
  readonly count: number;
  readonly yuan: string;
}

/** Adds to the daily counts, in the transaction of what is counted. Sorted, so that two writers never wait in a circle. */
export async function addCounts(tx: Queryable, increments: readonly Increment[]): Promise<void> {
  if (increments.length === 0) return;
  await tx.prepared(
    'add-counts',
    `insert into recognition_daily (day, institution, department, item, issuer, measure, count, yuan)
     select day, institution, department, item, issuer, measure, sum(count), sum(yuan)
       from json_to_recordset($1::json) as i (day date, institution text, department text, item text, issuer text, measure text, count int, yuan numeric)
      group by day, institution, department, item, issuer, measure having sum(count) <> 0 or sum(yuan) <> 0
      order by day, institution, department, item, issuer, measure
     on conflict (day, institution, department, item, issuer, measure)
       do update set count = recognition_daily.count + excluded.count, yuan = recognition_daily.yuan + excluded.yuan`,
    [JSON.stringify(increments)],
  );
}
