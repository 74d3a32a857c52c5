/** Programs 应用 at which people sign in with their account here. */
import type { Vault } from '../../platform/auth/vault.ts';
import { createVault } from '../../platform/auth/vault.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { sql } from '../../platform/db/database.ts';

export interface Application {
  readonly id: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** Where it is led after signing out. */
  readonly leaveUris: readonly string[];
  /** Null: a public program, protected by PKCE alone. */
  readonly secret: string | null;
}

const vaultOf = (secret: string): Vault => createVault(secret, 'applications');

/** Registers a program, or replaces what is known of it. */
export async function putApplication(
  db: Queryable,
  installationSecret: string,
  application: Application,
): Promise<void> {
  const { id, name, redirectUris, leaveUris, secret } = application;
  const sealed = secret === null ? null : vaultOf(installationSecret).seal(secret, id);
  await db.query(sql`
    insert into application (id, name, redirect_uris, leave_uris, secret)
    values (${id}, ${name}, ${redirectUris}::text[], ${leaveUris}::text[], ${sealed})
    on conflict (id) do update set name = excluded.name, redirect_uris = excluded.redirect_uris,
      leave_uris = excluded.leave_uris, secret = excluded.secret`);
}

/** False when there is none. */
export async function deleteApplication(db: Queryable, id: string): Promise<boolean> {
  const rows = await db.query(sql`delete from application where id = ${id} returning 1`);
  return rows.length > 0;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly redirect_uris: readonly string[];
  readonly leave_uris: readonly string[];
  readonly secret: Buffer | null;
}

export async function findApplication(
  db: Queryable,
  installationSecret: string,
  id: string,
): Promise<Application | null> {
  const [row] = await db.query<Row>(sql`
    select id, name, redirect_uris, leave_uris, secret from application where id = ${id} and not disabled`);
  if (row === undefined) return null;
  const secret = row.secret === null ? null : vaultOf(installationSecret).open(row.secret, id);
  if (row.secret !== null && secret === null) return null;
  return { id, name: row.name, redirectUris: row.redirect_uris, leaveUris: row.leave_uris, secret };
}

/** Every program, without its secret. */
export async function listApplications(
  db: Queryable,
): Promise<
  readonly { readonly id: string; readonly name: string; readonly redirectUris: string[]; readonly isPublic: boolean }[]
> {
  return db.query(sql`
    select id, name, redirect_uris as "redirectUris", secret is null as "isPublic" from application where not disabled order by id`);
}
