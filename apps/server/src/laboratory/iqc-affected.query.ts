/** Results of patients that a rejected run 失控 may have affected: of its item and its instrument, or of no named instrument, since the last good run. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { ReviewOf } from './result-reviews.query.ts';
import { listConcerned } from './result-reviews.query.ts';

/** What an event concerns: what was reported in its time; `until` null: it is not in control yet. */
export interface Concerned extends ReviewOf {
  readonly item: string;
  /** Codes and names of its instrument, and of others that measure the item. */
  readonly own: readonly string[];
  readonly elsewhere: readonly string[];
  readonly since: Instant;
  /** What was stored before was listed before; null: nothing was. */
  readonly seen: Instant | null;
  readonly until: Instant | null;
}

/** Lists what events concern and was not listed yet; for which of them anything was. */
export async function listOfEvents(tx: Queryable, events: readonly Concerned[]): Promise<ReadonlySet<string>> {
  const column = <K extends keyof Concerned>(name: K): Concerned[K][] => events.map((one) => one[name]);
  const names = (name: 'own' | 'elsewhere'): string[] => events.map((one) => JSON.stringify(one[name]));
  // What was reported since was stored since: the index by the time of storing leads to it.
  return listConcerned(
    tx,
    sql`concerned as (
      select e.institution, e.subject, r.id, r.version, r.device is not null and e.own ? r.device as is_named, r.reported_at, r.status
        from unnest(${column('institution')}::text[], ${column('subject')}::text[], ${column('item')}::text[], ${names('own')}::jsonb[],
          ${names('elsewhere')}::jsonb[], ${column('since')}::float8[], ${column('until')}::float8[], ${column('seen')}::float8[])
          as e (institution, subject, item, own, elsewhere, since, until, seen)
          join result r on r.institution = e.institution and r.item = e.item and r.current
       where r.updated_at >= to_timestamp(greatest(e.since, e.seen) / 1000) and r.reported_at >= to_timestamp(e.since / 1000)
         and (e.until is null or r.reported_at < to_timestamp(e.until / 1000))
         and (r.device is null or not e.elsewhere ? r.device))`,
  );
}
