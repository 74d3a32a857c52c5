/** Entries that the audit administrator looks for. */
import type { AuditAction, AuditOutcome } from '@fujie/wire/contracts';

import type { Origin } from '../platform/auth/permissions.ts';
import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface FoundEntry {
  readonly id: number;
  readonly at_ms: number;
  readonly actor: string;
  readonly role: string;
  readonly institution: string | null;
  readonly department: string | null;
  readonly purpose: string | null;
  readonly origin: Origin['kind'] | null;
  readonly address: string | null;
  readonly credential: string | null;
  readonly action: AuditAction;
  readonly person_id: number | null;
  readonly subject: string | null;
  readonly outcome: AuditOutcome;
  readonly detail: Record<string, unknown> | null;
  readonly day: string;
  readonly lane: string;
  readonly seq: number;
  readonly hash: Buffer;
}

export interface EntryFilter {
  /** Instants `[from, to)`. */
  readonly from: number | null;
  readonly to: number | null;
  readonly actor: string | null;
  readonly personId: number | null;
  readonly actions: readonly AuditAction[] | null;
  readonly outcome: AuditOutcome | null;
  readonly institution: string | null;
  readonly subject: string | null;
  /** Only entries before this one. */
  readonly after: number | null;
  readonly id: number | null;
}

export const ANY_ENTRY: EntryFilter = {
  from: null,
  to: null,
  actor: null,
  personId: null,
  actions: null,
  outcome: null,
  institution: null,
  subject: null,
  after: null,
  id: null,
};

/** Newest first. */
export async function findEntries(db: Queryable, filter: EntryFilter, most: number): Promise<readonly FoundEntry[]> {
  const { from, to, actor, personId, actions, outcome, institution, subject, after, id } = filter;
  const wanted = actions === null ? null : [...actions];
  return db.query<FoundEntry>(sql`
    select id, extract(epoch from at)::float8 * 1000 as at_ms, actor, role, institution, department, purpose, origin, address,
      credential, action, person_id, subject, outcome, detail, day, lane, seq, hash
      from audit_event
     where (${from}::float8 is null or at >= to_timestamp(${from}::float8 / 1000)
            and day >= (to_timestamp(${from}::float8 / 1000) at time zone 'Asia/Shanghai')::date)
       and (${to}::float8 is null or at < to_timestamp(${to}::float8 / 1000)
            and day <= (to_timestamp(${to}::float8 / 1000) at time zone 'Asia/Shanghai')::date)
       and (${actor}::text is null or actor = ${actor})
       and (${personId}::bigint is null or person_id = ${personId})
       and (${wanted}::text[] is null or action = any(${wanted}))
       and (${outcome}::text is null or outcome = ${outcome})
       and (${institution}::text is null or institution = ${institution})
       and (${subject}::text is null or subject = ${subject})
       and (${after}::bigint is null or id < ${after})
       and (${id}::bigint is null or id = ${id})
     order by id desc limit ${most}`);
}
