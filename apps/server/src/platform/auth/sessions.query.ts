/** Sessions 会话 of people: which stand, what one still needs before it is one, and when it ends. */
import { randomBytes } from 'node:crypto';

import type { Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';
import type { ActorRow } from './accounts.query.ts';
import { toActor } from './accounts.query.ts';
import { digest } from './digest.ts';
import type { Principal } from './permissions.ts';

/** What is still missing when the password was right: the code of the second factor, a password of one's own, a second factor. */
export type SignInNeed = 'code' | 'password' | 'enrolment';

export interface NewSession {
  readonly hours: number;
  readonly needs?: SignInNeed | null;
  /** How the person signed in: `password`, `oidc` at an issuer elsewhere, `smart` from the record system of the hospital. */
  readonly via?: 'password' | 'oidc' | 'smart';
  readonly address?: string | undefined;
  readonly device?: string | undefined;
  /** What the issuer elsewhere wants to see again at signing out, sealed. */
  readonly idToken?: Buffer | null;
  /** The token that this session replaces: an id that was known before signing in is worth nothing afterwards. */
  readonly replaces?: string | undefined;
}

/** A sign-in that is not complete ends by itself after this time. */
export const PENDING_MINUTES = 10;
/** A session is noted as used once in this time, not at every request. */
const NOTED_EVERY = '1 minute';
const MOST_TEXT = 200;

/** Opens a session and returns its token, which is stored only as a hash. */
export async function openSession(db: Queryable, username: string, session: NewSession): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const needs = session.needs ?? null;
  const minutes = needs === null ? session.hours * 60 : PENDING_MINUTES;
  await db.query(sql`
    with replaced as (delete from session where token_hash = ${session.replaces === undefined ? null : digest(session.replaces)}),
    ended as (delete from session where username = ${username} and expires_at <= now())
    insert into session (token_hash, username, expires_at, needs, via, address, device, id_token)
    values (${digest(token)}, ${username}, now() + make_interval(mins => ${minutes}), ${needs}, ${session.via ?? 'password'},
      ${session.address ?? null}, ${session.device?.slice(0, MOST_TEXT) ?? null}, ${session.idToken ?? null})`);
  return token;
}

/** Ends a session; returns what its issuer elsewhere wants to see again. */
export async function closeSession(db: Queryable, token: string): Promise<Buffer | null> {
  const rows = await db.query<{ id_token: Buffer | null }>(
    sql`delete from session where token_hash = ${digest(token)} returning id_token`,
  );
  return rows[0]?.id_token ?? null;
}

/** Whose session a token is. One that was not used for longer than `idleMinutes` has ended; `isUse`: this request is a use. */
export async function findActorBySession(
  db: Queryable,
  token: string,
  idleMinutes: number,
  isUse = true,
): Promise<Principal | null> {
  const rows = await db.prepared<ActorRow>(
    'actor-by-session',
    `with found as (
       select a.username, a.name, a.role, a.institution, a.department, a.practitioner, a.region
         from session s join account a using (username)
        where s.token_hash = $1 and s.needs is null and s.expires_at > now() and not a.disabled and a.role is not null
          and role_holds(a.role_from, a.role_to)
          and s.seen_at > now() - make_interval(mins => $2)
     ), used as (
       update session set seen_at = now()
        where $3 and token_hash = $1 and seen_at < now() - interval '${NOTED_EVERY}' and exists (select from found)
     )
     select * from found`,
    [digest(token), idleMinutes, isUse],
  );
  return rows[0] ? toActor(rows[0]) : null;
}

/** When a session was opened, or null when there is none. */
export async function sessionOpenedAt(db: Queryable, token: string): Promise<Date | null> {
  const rows = await db.query<{ created_at: Date }>(
    sql`select created_at from session where token_hash = ${digest(token)} and needs is null`,
  );
  return rows[0]?.created_at ?? null;
}

/** A sign-in that is not complete. */
export interface PendingSignIn {
  readonly username: string;
  readonly needs: SignInNeed;
}

export async function findPending(db: Queryable, token: string): Promise<PendingSignIn | null> {
  const rows = await db.query<PendingSignIn>(sql`
    select username, needs from session join account using (username)
     where token_hash = ${digest(token)} and needs is not null and expires_at > now() and not disabled`);
  return rows[0] ?? null;
}

export interface OwnSession {
  readonly id: string;
  readonly openedAt: Date;
  readonly seenAt: Date;
  readonly endsAt: Date;
  readonly via: string;
  readonly address: string | null;
  readonly device: string | null;
  /** Whether it is the one that asks. */
  readonly isThis: boolean;
}

/** The sessions of an account that stand, the newest first. */
export async function listSessions(
  db: Queryable,
  username: string,
  token: string,
  idleMinutes: number,
): Promise<readonly OwnSession[]> {
  return db.query<OwnSession>(sql`
    select id, created_at as "openedAt", seen_at as "seenAt", via, address, device, token_hash = ${digest(token)} as "isThis",
      least(expires_at, seen_at + make_interval(mins => ${idleMinutes})) as "endsAt"
      from session
     where username = ${username} and needs is null and expires_at > now()
       and seen_at > now() - make_interval(mins => ${idleMinutes})
     order by created_at desc, id`);
}

/** Ends one session of an account, or with null all but the one that asks; returns how many. */
export async function endSessions(db: Queryable, username: string, id: string | null, token: string): Promise<number> {
  const rows = await db.query(sql`
    delete from session where username = ${username}
       and (id = ${id}::uuid or (${id}::uuid is null and token_hash <> ${digest(token)})) returning 1`);
  return rows.length;
}
