/** Who looked at a person's data 查阅记录, from the audit, and what was read without the ordinary ground. */
import type { BreakGlassCode } from '@fujie/core/access';
import type { Day } from '@fujie/core/kernel';
import type { AuditAction, AuditOutcome } from '@fujie/wire/contracts';

import type { Queryable } from '../../platform/db/database.ts';
import { sql } from '../../platform/db/database.ts';

export interface LookRow {
  id: number;
  at_ms: number;
  institution: string | null;
  department: string | null;
  role: string;
  staff: string | null;
  purpose: string | null;
  action: AuditAction;
  outcome: AuditOutcome;
  /** How often the same reader did so on that day. */
  times: number;
}

/** What an open page does by itself again and again: it shows the person each time, and is told as one look of a reader and day. */
const REPEATED: readonly AuditAction[] = ['loop:list'];

/** Entries of one person, newest first; `after`: only those before it. */
export async function findLooks(
  db: Queryable,
  person: number,
  after: number | null,
  limit: number,
): Promise<LookRow[]> {
  return db.query<LookRow>(sql`
    select e.id, extract(epoch from e.at)::float8 * 1000 as at_ms, e.institution, e.department, e.role, a.name as staff, e.purpose,
           e.action, e.outcome, e.times
      from (select *, count(*) over alike::int as times, row_number() over (alike order by id desc) as back
              from audit_event where person_id = ${person}
            window alike as (partition by case when action = any(${REPEATED}::text[]) then concat_ws('|', action, actor, outcome, day) else id::text end)) e
      left join account a on a.username = e.actor
     where e.back = 1 and (${after}::bigint is null or e.id < ${after})
     order by e.id desc limit ${limit}`);
}

export interface GlassRow {
  id: number;
  institution: string;
  practitioner: string;
  code: BreakGlassCode;
  note: string;
  from_ms: number;
  until_ms: number;
  review_due: Day;
  verdict: 'justified' | 'not-justified' | null;
}

export async function findGlassOf(db: Queryable, person: number, limit: number): Promise<GlassRow[]> {
  return db.query<GlassRow>(sql`
    select g.id, g.institution, g.practitioner, g.code, g.note, extract(epoch from g.from_at)::float8 * 1000 as from_ms,
           extract(epoch from g.until_at)::float8 * 1000 as until_ms, g.review_due, r.verdict
      from break_glass g left join break_glass_review r on r.break_glass_id = g.id
     where g.person_id = ${person} order by g.from_at desc, g.id desc limit ${limit}`);
}
