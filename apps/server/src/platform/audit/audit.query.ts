/** Audit 审计: who did what to whose data, with which outcome. Rows are only ever added. */
import type { Database } from '../db/database.ts';
import { sql } from '../db/database.ts';
import { Grouped } from '../db/grouped.ts';
import type { Actor } from '../auth/permissions.ts';

export interface AuditEntry {
  readonly actor: Actor;
  /** What was done, such as `person:read`. */
  readonly action: string;
  readonly personId?: number | null;
  /** What it was done to: an id, never a name or a number of a person. */
  readonly subject?: string;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface Audit {
  /** Resolves when the entry is durable. */
  record(entry: AuditEntry): Promise<void>;
  drain(): Promise<void>;
}

export function createAudit(db: Database): Audit {
  const writer = new Grouped<AuditEntry, undefined>(async (entries) => {
    await db.query(sql`
      insert into audit_event (actor, role, institution, action, person_id, subject, outcome, detail)
      select * from unnest(
        ${entries.map((e) => e.actor.id)}::text[], ${entries.map((e) => e.actor.role)}::text[],
        ${entries.map((e) => e.actor.institution)}::text[], ${entries.map((e) => e.action)}::text[],
        ${entries.map((e) => e.personId ?? null)}::bigint[], ${entries.map((e) => e.subject ?? null)}::text[],
        ${entries.map((e) => e.outcome)}::text[], ${entries.map((e) => (e.detail ? JSON.stringify(e.detail) : null))}::jsonb[])`);
    return entries.map(() => undefined);
  });
  return { record: (entry) => writer.add(entry), drain: () => writer.drain() };
}
