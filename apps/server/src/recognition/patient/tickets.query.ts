/** One-time codes 一次性验证码 and links 核验链接 of patients: kept as hashes, tried a few times, used once. */
import type { Instant } from '@fujie/core/kernel';

import { digest } from '../../platform/auth/digest.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { single, sql } from '../../platform/db/database.ts';

/** Whether this database holds the demonstration. */
export async function holdsDemonstration(db: Queryable): Promise<boolean> {
  const rows = await db.query(sql`select 1 from setting where name = 'demonstration'`);
  return rows.length > 0;
}

export interface NewVerification {
  readonly token: string;
  /** Null: nobody is known by what was typed. */
  readonly person: number | null;
  readonly link: number | null;
  readonly codeHash: Buffer;
  readonly countedAs: string;
  readonly now: Instant;
  readonly expiresAt: Instant;
}

/** Keeps a code that was asked for; what is past is thrown away. */
export async function insertVerification(worker: Queryable, verification: NewVerification): Promise<void> {
  const { token, person, link, codeHash, countedAs, now, expiresAt } = verification;
  await worker.query(sql`
    with gone as (delete from patient_verification where expires_at < ${new Date(now)})
    insert into patient_verification (token_hash, person_id, link_id, code_hash, counted_as, expires_at)
    values (${digest(token)}, ${person}, ${link}, ${codeHash}, ${countedAs}, ${new Date(expiresAt)})`);
}

export interface TicketRow {
  person_id: number | null;
  link_id: number | null;
  code_hash: Buffer;
  counted_as: string;
  expires_at: Date;
  failures: number;
  used_at: Date | null;
}

export async function findVerification(worker: Queryable, token: string): Promise<TicketRow | null> {
  const rows = await worker.query<TicketRow>(sql`
    select person_id, link_id, code_hash, counted_as, expires_at, failures, used_at from patient_verification where token_hash = ${digest(token)}`);
  return rows[0] ?? null;
}

/** Counts a try before it is judged, so that many at once do not slip through; false: it was tried too often. */
export async function countTry(worker: Queryable, token: string, most: number): Promise<boolean> {
  const rows = await worker.query(sql`
    update patient_verification set failures = failures + 1
     where token_hash = ${digest(token)} and failures < ${most} and used_at is null returning 1`);
  return rows.length > 0;
}

/** Uses a code up; false: somebody was faster. */
export async function useVerification(worker: Queryable, token: string, now: Instant): Promise<boolean> {
  const rows = await worker.query(sql`
    update patient_verification set used_at = ${new Date(now)} where token_hash = ${digest(token)} and used_at is null returning 1`);
  return rows.length > 0;
}

export interface LinkRow {
  id: number;
  person_id: number;
  institution: string;
  expires_at: Date;
  failures: number;
  is_over: boolean;
}

export async function findLink(worker: Queryable, token: string): Promise<LinkRow | null> {
  const rows = await worker.query<LinkRow>(sql`
    select id, person_id, institution, expires_at, failures, used_at is not null or revoked_at is not null as is_over
      from patient_link where token_hash = ${digest(token)}`);
  return rows[0] ?? null;
}

export async function countLinkTry(worker: Queryable, id: number, most: number): Promise<boolean> {
  const rows = await worker.query(sql`
    update patient_link set failures = failures + 1
     where id = ${id} and failures < ${most} and used_at is null and revoked_at is null returning 1`);
  return rows.length > 0;
}

/** Uses a link up; false: somebody was faster, or it was taken back. */
export async function useLink(worker: Queryable, id: number, now: Instant): Promise<boolean> {
  const rows = await worker.query(sql`
    update patient_link set used_at = ${new Date(now)}
     where id = ${id} and used_at is null and revoked_at is null returning 1`);
  return rows.length > 0;
}

export interface NewLink {
  readonly token: string;
  readonly person: number;
  readonly institution: string;
  readonly now: Instant;
  readonly expiresAt: Instant;
  readonly by: string;
}

/** Hands out a link; the one before it, of the same institution for the same person, opens nothing any more. */
export async function insertLink(db: Queryable, link: NewLink): Promise<number> {
  const rows = await db.query<{ id: number }>(sql`
    with before as (
      update patient_link set revoked_at = ${new Date(link.now)}
       where person_id = ${link.person} and institution = ${link.institution} and used_at is null and revoked_at is null)
    insert into patient_link (person_id, institution, token_hash, issued_at, issued_by, expires_at)
    values (${link.person}, ${link.institution}, ${digest(link.token)}, ${new Date(link.now)}, ${link.by}, ${new Date(link.expiresAt)})
    returning id`);
  return single(rows).id;
}

/** Takes a link back; answers whose it was, or null when the institution has no such link that is still open. */
export async function revokeLink(db: Queryable, id: number, institution: string, now: Instant): Promise<number | null> {
  const rows = await db.query<{ person_id: number }>(sql`
    update patient_link set revoked_at = ${new Date(now)}
     where id = ${id} and institution = ${institution} and used_at is null and revoked_at is null returning person_id`);
  return rows[0]?.person_id ?? null;
}
