/** Accounts of people, their sessions, and connected systems. */
import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

import type { Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';
import type { Principal, Role } from './permissions.ts';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

export interface NewAccount {
  readonly username: string;
  readonly password: string;
  readonly name: string;
  readonly role: Role;
  readonly institution?: string | null | undefined;
  readonly department?: string | null | undefined;
  readonly practitioner?: string | null | undefined;
  readonly region?: string | null | undefined;
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString('base64url')}$${(await derive(password, salt, 32)).toString('base64url')}`;
}

async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, salt = '', hash = ''] = stored.split('$');
  const expected = Buffer.from(hash, 'base64url');
  const given = await derive(password, Buffer.from(salt, 'base64url'), 32);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Creates an account, or replaces its password and attributes. */
export async function putAccount(db: Queryable, account: NewAccount): Promise<void> {
  const hash = await hashPassword(account.password);
  await db.query(sql`
    insert into account (username, password_hash, name, role, institution, department, practitioner, region)
    values (${account.username}, ${hash}, ${account.name}, ${account.role}, ${account.institution ?? null},
      ${account.department ?? null}, ${account.practitioner ?? null}, ${account.region ?? null})
    on conflict (username) do update set password_hash = excluded.password_hash, name = excluded.name, role = excluded.role,
      institution = excluded.institution, department = excluded.department, practitioner = excluded.practitioner,
      region = excluded.region`);
}

interface AccountRow {
  username: string;
  password_hash: string;
  name: string;
  role: Role;
  institution: string | null;
  department: string | null;
  practitioner: string | null;
  region: string | null;
}

function toActor(row: Omit<AccountRow, 'password_hash'>): Principal {
  return {
    id: row.username,
    name: row.name,
    role: row.role,
    institution: row.institution,
    department: row.department,
    practitioner: row.practitioner,
    region: row.region,
  };
}

// Compared when the account does not exist, so that the answer takes as long as for one that does.
const NOBODY_HASH = hashPassword(randomBytes(16).toString('hex'));

/** The actor of a username and password, or null. */
export async function findActorByPassword(
  db: Queryable,
  username: string,
  password: string,
): Promise<Principal | null> {
  const rows = await db.query<AccountRow>(sql`select * from account where username = ${username} and not disabled`);
  const row = rows[0];
  const matches = await isPassword(password, row?.password_hash ?? (await NOBODY_HASH));
  return row && matches ? toActor(row) : null;
}

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** What an audit entry calls a session or token: it tells them apart and opens nothing. */
export function credentialId(token: string): string {
  return digest(token).toString('hex', 0, 6);
}

/** Opens a session and returns its token, which is stored only as a hash. */
export async function openSession(db: Queryable, username: string, hours: number): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db.query(sql`
    insert into session (token_hash, username, expires_at)
    values (${digest(token)}, ${username}, now() + make_interval(hours => ${hours}))`);
  return token;
}

export async function closeSession(db: Queryable, token: string): Promise<void> {
  await db.query(sql`delete from session where token_hash = ${digest(token)}`);
}

export async function findActorBySession(db: Queryable, token: string): Promise<Principal | null> {
  const rows = await db.prepared<AccountRow>(
    'actor-by-session',
    `select a.username, a.name, a.role, a.institution, a.department, a.practitioner, a.region
       from session s join account a using (username)
      where s.token_hash = $1 and s.expires_at > now() and not a.disabled`,
    [digest(token)],
  );
  return rows[0] ? toActor(rows[0]) : null;
}

export interface NewSystemClient {
  readonly id: string;
  readonly name: string;
  readonly institution: string;
}

/** Registers a connected system, or gives it a new token (random unless given); returns the token, stored only as a hash. */
export async function issueSystemToken(
  db: Queryable,
  client: NewSystemClient,
  token = `fj_${randomBytes(24).toString('base64url')}`,
): Promise<string> {
  await db.query(sql`
    insert into system_client (id, token_hash, name, institution)
    values (${client.id}, ${digest(token)}, ${client.name}, ${client.institution})
    on conflict (id) do update set token_hash = excluded.token_hash, name = excluded.name, institution = excluded.institution`);
  return token;
}

export async function findActorByToken(db: Queryable, token: string): Promise<Principal | null> {
  const rows = await db.prepared<{ id: string; name: string; institution: string }>(
    'actor-by-token',
    'select id, name, institution from system_client where token_hash = $1 and not disabled',
    [digest(token)],
  );
  const row = rows[0];
  return row
    ? {
        id: row.id,
        name: row.name,
        role: 'system',
        institution: row.institution,
        department: null,
        practitioner: null,
        region: null,
      }
    : null;
}

/** Somebody who may sign in, or a connected system, as an administrator sees it. */
export interface KnownAccount {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly institution: string | null;
  readonly department: string | null;
  readonly practitioner: string | null;
  readonly region: string | null;
  readonly disabled: boolean;
}

/** Every account and connected system, or the one of this name. */
export async function listAccounts(db: Queryable, username: string | null = null): Promise<readonly KnownAccount[]> {
  return db.query<KnownAccount>(sql`
    select username, name, role, institution, department, practitioner, region, disabled from account
     where ${username}::text is null or username = ${username}
    union all
    select id, name, 'system', institution, null, null, null, disabled from system_client
     where ${username}::text is null or id = ${username}
    order by role, username`);
}

/** Gives an account another password and ends its sessions; false when there is no such account. */
export async function setPassword(db: Queryable, username: string, password: string): Promise<boolean> {
  const hash = await hashPassword(password);
  const rows = await db.query(sql`
    with ended as (delete from session where username = ${username})
    update account set password_hash = ${hash} where username = ${username} returning 1`);
  return rows.length > 0;
}

/** Lets an account or connected system in again, or no longer, then ending its sessions; false when there is none. */
export async function setDisabled(db: Queryable, username: string, disabled: boolean): Promise<boolean> {
  const rows = await db.query(sql`
    with ended as (delete from session where username = ${username} and ${disabled}),
    accounts as (update account set disabled = ${disabled} where username = ${username} returning 1),
    systems as (update system_client set disabled = ${disabled} where id = ${username} returning 1)
    select from accounts union all select from systems`);
  return rows.length > 0;
}

/** Which of the register entries, given as register and key, are not on record. */
export async function missingEntries(
  db: Queryable,
  entries: readonly (readonly [register: string, key: string])[],
): Promise<readonly { readonly register: string; readonly key: string }[]> {
  return db.query<{ register: string; key: string }>(sql`
    select register, key from unnest(${entries.map(([register]) => register)}::text[], ${entries.map(([, key]) => key)}::text[])
      as t (register, key)
     where not exists (select from register_entry e where e.register = t.register and e.key = t.key and e.superseded_at is null)`);
}
