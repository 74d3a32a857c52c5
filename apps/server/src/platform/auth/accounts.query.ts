/** Accounts of people, and connected systems. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

import type { Day } from '@fujie/core/kernel';

import type { Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';
import type { Principal, Role } from './permissions.ts';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

export interface NewAccount {
  readonly username: string;
  /** Null: the person comes from an issuer elsewhere only. */
  readonly password: string | null;
  /** Whether whoever made the account knows the password, so that its person must replace it at the first sign-in. */
  readonly mustChange?: boolean;
  readonly name: string;
  /** Null: none yet; the account opens nothing. */
  readonly role: Role | null;
  readonly institution?: string | null | undefined;
  readonly department?: string | null | undefined;
  readonly practitioner?: string | null | undefined;
  readonly region?: string | null | undefined;
  /** Who made it; undefined: nobody in particular. */
  readonly madeBy?: string;
}

/** Role and place of an account, and from which day until before which they hold. */
export interface NewRole {
  readonly username: string;
  readonly role: Role | null;
  readonly institution?: string | null | undefined;
  readonly department?: string | null | undefined;
  readonly practitioner?: string | null | undefined;
  readonly region?: string | null | undefined;
  readonly from?: Day | null | undefined;
  readonly to?: Day | null | undefined;
}

async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString('base64url')}$${(await derive(password, salt, 32)).toString('base64url')}`;
}

async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, salt = '', hash = ''] = stored.split('$');
  const expected = Buffer.from(hash, 'base64url');
  const given = await derive(password, Buffer.from(salt, 'base64url'), 32);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

async function rowOf(account: NewAccount) {
  const hash = account.password === null ? null : await hashPassword(account.password);
  return sql`
    insert into account (username, password_hash, must_change_password, name, role, institution, department, practitioner, region, made_by, password_by)
    values (${account.username}, ${hash}, ${account.mustChange ?? false}, ${account.name}, ${account.role}, ${account.institution ?? null},
      ${account.department ?? null}, ${account.practitioner ?? null}, ${account.region ?? null}, ${account.madeBy ?? null}, ${account.madeBy ?? null})`;
}

/** Creates an account; false when the name is taken, be it in this moment. */
export async function insertAccount(db: Queryable, account: NewAccount): Promise<boolean> {
  const rows = await db.query(sql`${await rowOf(account)} on conflict (username) do nothing returning 1`);
  return rows.length > 0;
}

/** Creates an account, or replaces its password and attributes; another role or institution ends its sessions. */
export async function putAccount(db: Queryable, account: NewAccount): Promise<void> {
  await db.query(sql`
    with ended as (
      delete from session using account a where a.username = session.username and a.username = ${account.username}
         and (a.role, a.institution) is distinct from (${account.role}, ${account.institution ?? null}))
    ${await rowOf(account)}
    on conflict (username) do update set password_hash = excluded.password_hash, name = excluded.name, role = excluded.role,
      must_change_password = excluded.must_change_password, institution = excluded.institution, password_by = excluded.password_by,
      department = excluded.department, practitioner = excluded.practitioner, region = excluded.region`);
}

/** Binds an account to another role and place, and ends its sessions; false when there is no such account. */
export async function setRole(db: Queryable, account: NewRole): Promise<boolean> {
  const rows = await db.query(sql`
    with ended as (delete from session where username = ${account.username})
    update account set role = ${account.role}, institution = ${account.institution ?? null},
      department = ${account.department ?? null}, practitioner = ${account.practitioner ?? null}, region = ${account.region ?? null},
      role_from = ${account.from ?? null}, role_to = ${account.to ?? null}
     where username = ${account.username} returning 1`);
  return rows.length > 0;
}

export interface ActorRow {
  username: string;
  name: string;
  role: Role;
  institution: string | null;
  department: string | null;
  practitioner: string | null;
  region: string | null;
}

export function toActor(row: ActorRow): Principal {
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

/** What signing in needs to know of an account. */
export interface SignInAccount {
  readonly actor: Principal;
  readonly mustChangePassword: boolean;
  readonly hasSecondFactor: boolean;
}

interface SignInRow extends ActorRow {
  password_hash: string | null;
  must_change_password: boolean;
  has_second_factor: boolean;
}

async function findSignInRow(db: Queryable, username: string): Promise<SignInRow | undefined> {
  const rows = await db.query<SignInRow>(sql`
    select username, name, role, institution, department, practitioner, region, password_hash, must_change_password,
      totp_secret is not null as has_second_factor
      from account where username = ${username} and not disabled and role is not null and role_holds(role_from, role_to)`);
  return rows[0];
}

const toSignIn = (row: SignInRow): SignInAccount => ({
  actor: toActor(row),
  mustChangePassword: row.must_change_password,
  hasSecondFactor: row.has_second_factor,
});

/** The account of a username and password, or null. */
export async function findByPassword(db: Queryable, username: string, password: string): Promise<SignInAccount | null> {
  const row = await findSignInRow(db, username);
  const matches = await isPassword(password, row?.password_hash ?? (await NOBODY_HASH));
  return row && row.password_hash !== null && matches ? toSignIn(row) : null;
}

/** The account of a username that may sign in, or null. */
export async function findForSignIn(db: Queryable, username: string): Promise<SignInAccount | null> {
  const row = await findSignInRow(db, username);
  return row ? toSignIn(row) : null;
}

/**
 * The username of whom an issuer elsewhere knows as this subject. An account that only its issuer opens is bound to the subject
 * that first comes under its username, and to no other later.
 */
export async function findBySubject(
  db: Queryable,
  known: { readonly issuer: string; readonly subject: string; readonly username: string | null },
): Promise<string | null> {
  const rows = await db.query<{ username: string }>(sql`
    with bound as (
      update account set issuer = ${known.issuer}, subject = ${known.subject}
       where username = ${known.username} and password_hash is null and issuer is null
         and not exists (select from account where issuer = ${known.issuer} and subject = ${known.subject})
      returning username
    )
    select username from account where issuer = ${known.issuer} and subject = ${known.subject}
    union all select username from bound`);
  return rows[0]?.username ?? null;
}

/** Lets an issuer elsewhere alone open an account: takes the password and the bond to a subject away, and ends the sessions. */
export async function setElsewhere(db: Queryable, username: string): Promise<void> {
  await db.query(sql`
    with ended as (delete from session where username = ${username})
    update account set password_hash = null, must_change_password = false, totp_secret = null, totp_pending = null,
      issuer = null, subject = null where username = ${username}`);
}

export async function hasPassword(db: Queryable, username: string): Promise<boolean> {
  const rows = await db.query(sql`select from account where username = ${username} and password_hash is not null`);
  return rows.length > 0;
}

/** Somebody who may sign in, or a connected system, as an administrator sees it. */
export interface KnownAccount {
  readonly username: string;
  readonly name: string;
  readonly role: Role | null;
  readonly institution: string | null;
  readonly department: string | null;
  readonly practitioner: string | null;
  readonly region: string | null;
  readonly disabled: boolean;
  readonly roleFrom: Day | null;
  readonly roleTo: Day | null;
  readonly madeBy: string | null;
  /** Who gave it its last password that was not its person's own; null: nobody. */
  readonly passwordBy: string | null;
}

/** Every account and connected system, or the one of this name. */
export async function listAccounts(db: Queryable, username: string | null = null): Promise<readonly KnownAccount[]> {
  return db.query<KnownAccount>(sql`
    select username, name, role, institution, department, practitioner, region, disabled, role_from as "roleFrom",
      role_to as "roleTo", made_by as "madeBy", password_by as "passwordBy" from account
     where ${username}::text is null or username = ${username}
    union all
    select id, name, 'system', institution, null, null, null, disabled, null, null, null, null from system_client
     where ${username}::text is null or id = ${username}
    order by role, username`);
}

/**
 * Gives an account another password and ends its sessions; `by`: who knows it besides its person, and stays known as such, since
 * whoever knew a password may also be who replaced it. False when there is no such account.
 */
export async function setPassword(
  db: Queryable,
  username: string,
  password: string,
  mustChange: boolean,
  by: string | null = null,
): Promise<boolean> {
  const hash = await hashPassword(password);
  const rows = await db.query(sql`
    with ended as (delete from session where username = ${username})
    update account set password_hash = ${hash}, must_change_password = ${mustChange}, password_by = coalesce(${by}, password_by)
     where username = ${username} returning 1`);
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

/** The accounts of physicians of an institution by their entry of the register of practitioners. */
export async function findPhysicians(
  db: Queryable,
  institution: string,
  practitioner: string,
): Promise<readonly string[]> {
  const rows = await db.query<{ username: string }>(sql`
    select username from account where institution = ${institution} and practitioner = ${practitioner} and role = 'doctor'
       and not disabled and role_holds(role_from, role_to)`);
  return rows.map(({ username }) => username);
}
