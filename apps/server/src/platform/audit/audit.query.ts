/**
 * Audit 审计: who did what to whose data, for what purpose, from where, with which outcome. Rows are only ever added, each chained to
 * the one before (chain.ts). Source: henan-2025.mq.19#03 and #07, national-2022.art.36#01.
 */
import type { AuditAction, AuditOutcome, AuditPurpose } from '@fujie/wire/contracts';

import type { Actor } from '../auth/permissions.ts';
import { PUBLIC_ACTOR } from '../auth/permissions.ts';
import type { Clock } from '../clock/clock.ts';
import type { Database } from '../db/database.ts';
import { jsonText } from '../db/database.ts';
import { Grouped } from '../db/grouped.ts';
import type { AuditContent, ChainedEntry } from './chain.ts';
import { ChainWriter } from './chain.ts';
import { purposeOf } from './purpose.ts';

export interface AuditEntry {
  readonly actor: Actor;
  readonly action: AuditAction;
  /** By default that of the action and role. */
  readonly purpose?: AuditPurpose;
  readonly personId?: number | null;
  /** What it was done to: an id, never a name or a number of a person. */
  readonly subject?: string;
  readonly outcome: AuditOutcome;
  /** The pseudonym under which it stands where nobody is to read who acted 化名: role, place and session are left out with the name. */
  readonly shieldedAs?: string;
  /** Counts and codes, never personal data. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface Audit {
  /** Resolves with the number of the entry when it is durable. */
  record(entry: AuditEntry): Promise<number>;
  /** Whether something was recorded for this actor, whose origin is that of one request. */
  hasRecorded(actor: Actor): boolean;
  drain(): Promise<void>;
}

export function createAudit(db: Database, clock: Clock): Audit {
  const chains = new ChainWriter();
  const seen = new WeakSet<Actor['from']>();
  // One call at a time: the next entries follow upon the last.
  const writer = new Grouped<AuditEntry, number>(async (entries) => {
    const rows = chains.extend(entries.map((entry) => contentOf(entry, clock.now())));
    try {
      return await insert(db, rows);
    } catch (error) {
      chains.abandon();
      throw error;
    }
  });
  return {
    record: (entry) => {
      seen.add(entry.actor.from);
      return writer.add(entry);
    },
    hasRecorded: (actor) => seen.has(actor.from),
    drain: () => writer.drain(),
  };
}

function contentOf(
  { actor: acting, action, purpose, personId, subject, outcome, shieldedAs, detail }: AuditEntry,
  at: number,
): AuditContent {
  const actor =
    shieldedAs === undefined ? acting : { ...PUBLIC_ACTOR, id: shieldedAs, institution: acting.institution };
  const content: AuditContent = {
    at,
    actor: actor.id,
    role: actor.role,
    institution: actor.institution,
    department: actor.department,
    purpose: purpose ?? purposeOf(actor.role, action),
    origin: actor.from.kind,
    address: actor.from.address,
    credential: actor.from.credential,
    action,
    personId: personId ?? null,
    subject: subject ?? null,
    outcome,
    detail: detail ?? null,
  };
  // As the database will give it back: what it does not hold is not hashed either.
  return JSON.parse(jsonText(content)) as AuditContent;
}

const INSERT = `
  insert into audit_event (at, actor, role, institution, department, purpose, origin, address, credential, action, person_id,
    subject, outcome, detail, day, lane, seq, hash)
  select * from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::text[], $11::bigint[], $12::text[], $13::text[], $14::jsonb[], $15::date[], $16::text[], $17::integer[],
    $18::bytea[])
  returning id`;

async function insert(db: Database, rows: readonly ChainedEntry[]): Promise<number[]> {
  const inserted = await db.prepared<{ id: number }>('audit-insert', INSERT, [
    rows.map((row) => new Date(row.at).toISOString()),
    rows.map((row) => row.actor),
    rows.map((row) => row.role),
    rows.map((row) => row.institution),
    rows.map((row) => row.department),
    rows.map((row) => row.purpose),
    rows.map((row) => row.origin),
    rows.map((row) => row.address),
    rows.map((row) => row.credential),
    rows.map((row) => row.action),
    rows.map((row) => row.personId),
    rows.map((row) => row.subject),
    rows.map((row) => row.outcome),
    rows.map((row) => (row.detail === null ? null : JSON.stringify(row.detail))),
    rows.map((row) => row.day),
    rows.map((row) => row.lane),
    rows.map((row) => row.seq),
    rows.map((row) => row.hash),
  ]);
  // In the order in which they were given: verification reads the numbers of a chain as rising, too.
  return inserted.map((row) => row.id);
}
