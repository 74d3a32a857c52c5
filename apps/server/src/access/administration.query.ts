/** What administrators see of accounts, sessions, keys and the work that waits; never a password, token or private key. */
import type { Day } from '@fujie/core/kernel';
import type { Role } from '@fujie/wire/roles';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { ADMINISTRATORS } from './separation.ts';

export interface AccountFilter {
  /** Part of the username or name. */
  readonly q: string | null;
  readonly institution: string | null;
  readonly role: string | null;
}

export interface AccountRow {
  readonly username: string;
  readonly name: string;
  readonly role: Role | null;
  readonly role_from: Day | null;
  readonly role_to: Day | null;
  readonly holds: boolean;
  readonly institution: string | null;
  readonly department: string | null;
  readonly practitioner: string | null;
  readonly region: string | null;
  readonly disabled: boolean;
  readonly elsewhere: boolean;
  readonly must_change_password: boolean;
  readonly second_factor: boolean;
  readonly made_by: string | null;
  readonly created_at: Date;
  readonly seen_at: Date | null;
  readonly sessions: number;
}

/** Accounts of people by name, those without a role first: they wait for one. */
export async function findAccounts(db: Queryable, filter: AccountFilter, most: number): Promise<readonly AccountRow[]> {
  const part = filter.q === null ? null : `%${filter.q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return db.query<AccountRow>(sql`
    select a.username, name, role, role_from, role_to, role_holds(role_from, role_to) as holds, institution, department,
      practitioner, region, disabled, password_hash is null as elsewhere, must_change_password,
      totp_secret is not null as second_factor, made_by, a.created_at, s.seen_at, coalesce(s.n, 0)::int as sessions
      from account a left join (
        select username, max(seen_at) as seen_at, count(*) filter (where needs is null and expires_at > now()) as n
          from session group by username) s using (username)
     where (${part}::text is null or a.username ilike ${part} or name ilike ${part})
       and (${filter.institution}::text is null or institution = ${filter.institution})
       and (${filter.role}::text is null or role = ${filter.role})
     order by role is not null, a.username limit ${most}`);
}

export interface SessionRow {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role | null;
  readonly institution: string | null;
  readonly opened_at: Date;
  readonly seen_at: Date;
  readonly via: string;
  readonly address: string | null;
  readonly device: string | null;
}

/** Sessions that stand, of an account or an institution or all, the last used first. */
export async function findSessions(
  db: Queryable,
  filter: { readonly username: string | null; readonly institution: string | null; readonly idleMinutes: number },
  most: number,
): Promise<readonly SessionRow[]> {
  return db.query<SessionRow>(sql`
    select s.id, username, name, role, institution, s.created_at as opened_at, s.seen_at, via, address, device
      from session s join account a using (username)
     where needs is null and expires_at > now() and s.seen_at > now() - make_interval(mins => ${filter.idleMinutes})
       and (${filter.username}::text is null or username = ${filter.username})
       and (${filter.institution}::text is null or institution = ${filter.institution})
     order by s.seen_at desc, s.id limit ${most}`);
}

/** Ends one session of an account, or with null every one; returns how many. */
export async function endSessionsOf(db: Queryable, username: string, id: string | null): Promise<number> {
  const rows = await db.query(sql`
    delete from session where username = ${username} and (${id}::uuid is null or id = ${id}::uuid) returning 1`);
  return rows.length;
}

/** Binds an account that comes from an issuer elsewhere to its subject there; false when somebody has that subject. */
export async function bindSubject(db: Queryable, username: string, issuer: string, subject: string): Promise<boolean> {
  const rows = await db.query(sql`
    update account set issuer = ${issuer}, subject = ${subject} where username = ${username} and password_hash is null
       and not exists (select from account where issuer = ${issuer} and subject = ${subject}) returning 1`);
  return rows.length > 0;
}

/** Figures of the overview. */
export interface Figures {
  readonly accounts: number;
  readonly without_role: number;
  readonly disabled: number;
  readonly ending: number;
  readonly administrators: number;
  readonly without_second_factor: number;
  readonly sessions: number;
  readonly changes: number;
  readonly systems: number;
  readonly unused_systems: number;
}

/** How many of what need a look; roles that end within `endingDays`, systems not used for `unusedDays`. */
export async function findFigures(
  db: Queryable,
  { endingDays, unusedDays, idleMinutes }: { endingDays: number; unusedDays: number; idleMinutes: number },
): Promise<Figures> {
  const [figures] = await db.query<Figures>(sql`
    select count(*)::int as accounts, (count(*) filter (where role is null and not disabled))::int as without_role,
      (count(*) filter (where disabled))::int as disabled,
      (count(*) filter (where role is not null and not disabled and role_holds(role_from, role_to)
        and role_to <= (now() at time zone 'Asia/Shanghai')::date + ${endingDays}::int))::int as ending,
      (count(*) filter (where role = any (${[...ADMINISTRATORS]}::text[]) and not disabled))::int as administrators,
      (count(*) filter (where role = any (${[...ADMINISTRATORS]}::text[]) and not disabled and password_hash is not null
        and totp_secret is null))::int as without_second_factor,
      (select count(*)::int from session where needs is null and expires_at > now()
        and seen_at > now() - make_interval(mins => ${idleMinutes})) as sessions,
      (select count(*)::int from admin_change where verdict is null) as changes,
      (select count(*)::int from system_client where not disabled) as systems,
      (select count(*)::int from system_client where not disabled
        and coalesce(last_used_at, created_at) < now() - make_interval(days => ${unusedDays})) as unused_systems
      from account`);
  if (figures === undefined) throw new Error('an aggregate answers one row');
  return figures;
}

/** The published keys of the issuer, without what is private. */
export async function findIssuerKeys(
  db: Queryable,
): Promise<readonly { readonly kid: string; readonly created_at: Date }[]> {
  return db.query(sql`select kid, created_at from issuer_key order by id desc`);
}

/** The public keys that anchors of the audit were signed with, since when each. */
export async function findAuditKeys(db: Queryable): Promise<readonly { readonly kid: string; readonly since: Date }[]> {
  return db.query(sql`
    select statement::json ->> 'key' as kid, min(recorded_at) as since from audit_anchor
     where closed or no = (select max(no) from audit_anchor) group by 1 order by 2`);
}
