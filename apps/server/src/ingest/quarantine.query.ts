/** Quarantine 隔离区: what was refused, as it came, with the reason; corrected and replayed, or dismissed with a reason. */
import { createHash } from 'node:crypto';

import type { Problem } from '@fujie/core/kernel';

import type { Queryable, Sql } from '../platform/db/database.ts';
import { empty, jsonText, sql } from '../platform/db/database.ts';
import { sealed } from '../platform/db/key-ring.ts';

/** How the message was sent, so that it can be sent again. */
export interface SentAs {
  readonly method: 'POST' | 'PUT';
  /** Null: to the base, as a Bundle. */
  readonly type: string | null;
  readonly id: string | null;
  readonly ifNoneExist: string | null;
  readonly ifMatch: string | null;
}

export interface Refused {
  readonly institution: string | null;
  readonly sender: string;
  readonly channel: string;
  readonly contentType: string | null;
  readonly request: SentAs;
  readonly raw: Buffer;
  /** Of the whole message, when only its beginning is kept. */
  readonly whole?: { readonly size: number; readonly digest: Buffer };
  readonly problems: readonly Problem[];
}

/** Keeps a refused message; answers its id. */
export async function keepRefused(db: Queryable, refused: Refused): Promise<number> {
  const size = refused.whole?.size ?? refused.raw.length;
  const digest = refused.whole?.digest ?? createHash('sha256').update(refused.raw).digest();
  const rows = await db.query<{ id: number }>(sql`
    insert into quarantine (institution, sender, channel, content_type, raw, problems, size, digest, request)
    values (${refused.institution}, ${refused.sender}, ${refused.channel}, ${refused.contentType}, ${sealed(refused.raw)},
      ${jsonText(refused.problems)}, ${size}, ${digest}, ${jsonText(refused.request)})
    returning id`);
  return rows[0]?.id ?? 0;
}

export interface QuarantineSummary {
  readonly id: number;
  readonly received_ms: number;
  readonly institution: string | null;
  readonly sender: string;
  readonly channel: string;
  readonly content_type: string | null;
  readonly size: number | null;
  readonly state: 'open' | 'replayed' | 'dismissed';
  readonly problems: readonly Problem[];
  readonly closed_ms: number | null;
  readonly closed_by: string | null;
  readonly close_note: string | null;
  readonly document_id: number | null;
}

export interface QuarantineEntry extends QuarantineSummary {
  readonly raw: Buffer;
  /** The last correction, stored or refused in its turn. */
  readonly corrected: Buffer | null;
  readonly corrected_problems: readonly Problem[] | null;
  readonly request: SentAs | null;
  readonly digest: Buffer | null;
}

const SUMMARY = sql`id, extract(epoch from received_at)::float8 * 1000 as received_ms, institution, sender, channel, content_type, size, state,
  problems, extract(epoch from closed_at)::float8 * 1000 as closed_ms, closed_by, close_note, document_id`;

export interface QuarantineFilter {
  /** Null: all institutions. */
  readonly institution: string | null;
  readonly state: QuarantineSummary['state'] | null;
}

export interface QuarantinePage extends QuarantineFilter {
  readonly limit: number;
  readonly offset: number;
}

function within({ institution, state }: QuarantineFilter): Sql {
  return sql`true ${institution === null ? empty : sql`and institution = ${institution}`} ${state === null ? empty : sql`and state = ${state}`}`;
}

export async function countRefused(db: Queryable, filter: QuarantineFilter): Promise<number> {
  const rows = await db.query<{ total: number }>(sql`select count(*) as total from quarantine where ${within(filter)}`);
  return rows[0]?.total ?? 0;
}

/** A page, newest first. */
export async function listRefused(db: Queryable, page: QuarantinePage): Promise<QuarantineSummary[]> {
  return db.query<QuarantineSummary>(sql`
    select ${SUMMARY} from quarantine where ${within(page)} order by id desc limit ${page.limit} offset ${page.offset}`);
}

/** One entry within the scope of an institution (null: all). */
export async function findRefused(
  db: Queryable,
  id: number,
  institution: string | null,
): Promise<QuarantineEntry | null> {
  const rows = await db.query<QuarantineEntry>(sql`
    select ${SUMMARY}, raw, corrected, corrected_problems, request, digest from quarantine
     where id = ${id} ${institution === null ? empty : sql`and institution = ${institution}`}`);
  return rows[0] ?? null;
}

export interface Closing {
  readonly state: 'replayed' | 'dismissed';
  readonly by: string;
  readonly at: number;
  readonly note: string | null;
  readonly corrected: Buffer | null;
  readonly documentId: number | null;
}

/** Closes an open entry; false when somebody else did so first. The original stays as it came. */
export async function closeRefused(db: Queryable, id: number, closing: Closing): Promise<boolean> {
  const rows = await db.query(sql`
    update quarantine set state = ${closing.state}, closed_at = to_timestamp(${closing.at}::float8 / 1000), closed_by = ${closing.by},
      close_note = ${closing.note}, document_id = ${closing.documentId},
      corrected = case when ${closing.state} = 'replayed' then ${sealed(closing.corrected)}::bytea else corrected end,
      corrected_problems = case when ${closing.state} = 'replayed' then null else corrected_problems end
     where id = ${id} and state = 'open' returning id`);
  return rows.length > 0;
}

/** Keeps what was wrong with a replay, and the correction that was replayed; the original stays as it came. */
export async function noteRefusedReplay(
  db: Queryable,
  id: number,
  corrected: Buffer | null,
  problems: readonly Problem[],
): Promise<void> {
  await db.query(sql`
    update quarantine set corrected = coalesce(${sealed(corrected)}::bytea, corrected), corrected_problems = ${jsonText(problems)}::jsonb
     where id = ${id} and state = 'open'`);
}
