/** What the audit says of uses of keys and of reading, by the hour and by the day. */
import type { Day, Instant } from '@fujie/core/kernel';
import type { DayOfAccount } from '@fujie/core/watch';
import type { AuditAction } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

/** A record of a person is opened. */
const READS: readonly AuditAction[] = [
  'person:read',
  'person:reveal',
  'person:break-glass',
  'report:read',
  'recognition:check',
];
/** What somebody does, and no page by itself. */
const USES: readonly AuditAction[] = [
  ...READS,
  'session:open',
  'person:search',
  'recognition:act',
  'recognition:explain',
  'break-glass:review',
  'wish:record',
  'wish:lift',
  'statistics:cases',
  'quarantine:read',
  'register:write',
  'register:export',
];

export interface UseRow {
  readonly id: number;
  readonly at: number;
  readonly account: string;
  readonly credential: string | null;
  readonly address: string | null;
  /** Whose record was opened; null: none was. */
  readonly person: number | null;
  readonly brokeGlass: boolean;
}

/** Uses of keys by people, in `[from, until)`; an index by time finds them however long the audit grows. */
export async function findUses(db: Queryable, from: Instant, until: Instant): Promise<readonly UseRow[]> {
  return db.query<UseRow>(sql`
    select id, round(extract(epoch from at) * 1000)::float8 as at, actor as account, credential, address,
           case when action = any(${READS}) then person_id end as person, action = 'person:break-glass' as "brokeGlass"
      from audit_event
     where at >= to_timestamp(${from}::float8 / 1000) and at < to_timestamp(${until}::float8 / 1000)
       and origin = 'session' and role <> 'patient' and outcome = 'done' and action = any(${USES})
     order by id`);
}

/** What each account did on a day until an instant. */
export async function findCounts(db: Queryable, day: Day, from: Instant, until: Instant): Promise<DayOfAccount[]> {
  const rows = await db.query<{ account: string; persons: number; devices: string[]; events: number[] }>(sql`
    select actor as account, count(distinct person_id) filter (where action = any(${READS}))::int as persons,
           coalesce(array_agg(distinct concat(detail ->> 'device', '@', address)) filter (where action = 'session:open'), '{}') as devices,
           to_jsonb((array_agg(id order by id desc))[1:20]) as events
      from audit_event
     where at >= to_timestamp(${from}::float8 / 1000) and at < to_timestamp(${until}::float8 / 1000)
       and origin = 'session' and role <> 'patient' and outcome = 'done' and action = any(${[...READS, 'session:open']})
     group by actor`);
  return rows.map((row) => ({ ...row, day }));
}

/** What accounts did on days that are over, `[from, until)`; null: every account. */
export async function findDays(
  db: Queryable,
  from: Day,
  until: Day,
  accounts: readonly string[] | null,
): Promise<DayOfAccount[]> {
  const wanted = accounts === null ? null : [...accounts];
  return db.query<{ account: string; day: Day; persons: number; devices: string[] }>(sql`
    select account, day, persons, devices from watch_day
     where day >= ${from} and day < ${until} and (${wanted}::text[] is null or account = any(${wanted}))`);
}
