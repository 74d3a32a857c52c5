/** Second factor 第二因素 of an account: a secret that an authenticator app shares, and codes for the day that it is lost. */
import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

/** Stores a secret that its person has not proved to have yet. */
export async function putPending(db: Queryable, username: string, sealed: Buffer): Promise<void> {
  await db.query(sql`update account set totp_pending = ${sealed} where username = ${username}`);
}

export interface StoredSecrets {
  readonly secret: Buffer | null;
  readonly pending: Buffer | null;
}

export async function readSecrets(db: Queryable, username: string): Promise<StoredSecrets> {
  const rows = await db.query<StoredSecrets>(
    sql`select totp_secret as secret, totp_pending as pending from account where username = ${username}`,
  );
  return rows[0] ?? { secret: null, pending: null };
}

/** Notes that the code of a step was used; false when that step or a later one was used before. */
export async function useStep(db: Queryable, username: string, step: number): Promise<boolean> {
  const rows = await db.query(
    sql`update account set totp_step = ${step} where username = ${username} and totp_step < ${step} returning 1`,
  );
  return rows.length > 0;
}

/** Makes the pending secret the second factor, with new recovery codes; false when another secret is pending by now. */
export async function confirmPending(
  db: Queryable,
  username: string,
  sealed: Buffer,
  step: number,
  codeHashes: readonly Buffer[],
): Promise<boolean> {
  const rows = await db.query(sql`
    with confirmed as (
      update account set totp_secret = totp_pending, totp_pending = null, totp_step = ${step}
       where username = ${username} and totp_pending = ${sealed} returning 1
    ), gone as (
      delete from recovery_code where username = ${username} and exists (select from confirmed)
        and not code_hash = any (${codeHashes}::bytea[])
    ), made as (
      insert into recovery_code (username, code_hash)
      select ${username}, h from unnest(${codeHashes}::bytea[]) as t (h) where exists (select from confirmed)
    )
    select from confirmed`);
  return rows.length > 0;
}

/** Uses a recovery code up; false when there is no such code. */
export async function useRecoveryCode(db: Queryable, username: string, codeHash: Buffer): Promise<boolean> {
  const rows = await db.query(
    sql`delete from recovery_code where username = ${username} and code_hash = ${codeHash} returning 1`,
  );
  return rows.length > 0;
}

export async function countRecoveryCodes(db: Queryable, username: string): Promise<number> {
  const rows = await db.query<{ n: number }>(
    sql`select count(*)::int as n from recovery_code where username = ${username}`,
  );
  return rows[0]?.n ?? 0;
}

/** Takes the second factor away, and with `ends` the sessions; false when there was none. */
export async function removeSecondFactor(db: Queryable, username: string, ends: boolean): Promise<boolean> {
  const rows = await db.query(sql`
    with ended as (delete from session where username = ${username} and ${ends}),
    gone as (delete from recovery_code where username = ${username})
    update account set totp_secret = null, totp_pending = null
     where username = ${username} and totp_secret is not null returning 1`);
  return rows.length > 0;
}
