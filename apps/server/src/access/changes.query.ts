/** Changes 待复核变更 that a second administrator confirms. */
import type { Instant } from '@fujie/core/kernel';
import type { Role } from '@fujie/wire/roles';

import type { Queryable } from '../platform/db/database.ts';
import { jsonText, sql } from '../platform/db/database.ts';
import type { NewRole } from '../platform/auth/accounts.query.ts';
import type { NewPeer } from '../platform/net/peers.query.ts';
import type { Waiting } from './separation.ts';
import { ADMINISTRATORS } from './separation.ts';
import type { GivenSystem } from './systems.ts';

/** What was asked for, by kind. */
export type Asked =
  | { readonly kind: 'role'; readonly content: NewRole & { readonly role: Role } }
  | { readonly kind: 'system'; readonly content: GivenSystem }
  | { readonly kind: 'peer'; readonly content: NewPeer };

export type ChangeRow = Waiting &
  Asked & {
    readonly id: number;
    readonly askedAt: Date;
    readonly verdict: 'confirmed' | 'refused' | null;
    readonly decidedBy: string | null;
    readonly decidedAt: Date | null;
  };

/** Puts a change before a second administrator; null when one for the same subject waits already. */
export async function insertChange(
  db: Queryable,
  change: Asked & Pick<Waiting, 'subject' | 'askedBy'> & { readonly at: Instant },
): Promise<number | null> {
  const rows = await db.query<{ id: number }>(sql`
    insert into admin_change (kind, subject, content, asked_by, asked_at)
    values (${change.kind}, ${change.subject}, ${jsonText(change.content)}, ${change.askedBy}, ${new Date(change.at)})
    on conflict (kind, subject) where verdict is null do nothing returning id`);
  return rows[0]?.id ?? null;
}

/** Those that wait, and the last that were decided; or the one of this id. */
export async function findChanges(db: Queryable, id: number | null, most: number): Promise<readonly ChangeRow[]> {
  return db.query<ChangeRow>(sql`
    select id, kind, subject, content, asked_by as "askedBy", asked_at as "askedAt", verdict, decided_by as "decidedBy",
      decided_at as "decidedAt"
      from admin_change where ${id}::bigint is null or id = ${id}::bigint
     order by verdict is not null, id desc limit ${most}`);
}

/** Decides a change; false when it was decided meanwhile. */
export async function decideChange(
  db: Queryable,
  id: number,
  decision: { readonly verdict: 'confirmed' | 'refused'; readonly by: string; readonly at: Instant },
): Promise<boolean> {
  const rows = await db.query(sql`
    update admin_change set verdict = ${decision.verdict}, decided_by = ${decision.by}, decided_at = ${new Date(decision.at)}
     where id = ${id} and verdict is null returning 1`);
  return rows.length > 0;
}

/** The roles of administrators that an account was ever confirmed as. */
export async function findHeldRoles(db: Queryable, username: string): Promise<readonly Role[]> {
  const rows = await db.query<{ role: Role }>(sql`
    select distinct content ->> 'role' as role from admin_change
     where kind = 'role' and subject = ${username} and verdict = 'confirmed'
       and content ->> 'role' = any (${[...ADMINISTRATORS]}::text[])`);
  return rows.map(({ role }) => role);
}
