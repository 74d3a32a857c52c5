/** Certificates of laboratories 检验文件 as they are kept: the file as it came, its digest, and what it is about. */
import type { Day } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface DocumentRow {
  readonly id: number;
  readonly institution: string;
  readonly subject: string;
  readonly doneOn: Day;
  readonly name: string;
  readonly media: string;
  readonly size: number;
  readonly digest: string;
  readonly by: string;
  readonly recordedMs: number;
}

export interface NewDocument {
  readonly institution: string;
  readonly subject: string;
  readonly doneOn: Day;
  readonly name: string;
  readonly media: string;
  readonly content: Buffer;
  readonly digest: Buffer;
  readonly by: { readonly id: string; readonly name: string; readonly at: number };
}

/** Holds what an institution records of its resources until the transaction ends: what the registers hold then is what the next one builds on. */
export async function lockResources(tx: Queryable, institution: string): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`resource|${institution}`}, 0))`);
}

/** The number of the file, or that under which the same file of the same act is kept already. */
export async function insertDocument(tx: Queryable, one: NewDocument): Promise<number> {
  const known = await tx.query<{ id: number }>(sql`
    select id from laboratory_document where institution = ${one.institution} and subject = ${one.subject} and done_on = ${one.doneOn}
      and digest = ${one.digest}`);
  if (known[0] !== undefined) return known[0].id;
  const rows = await tx.query<{ id: number }>(sql`
    insert into laboratory_document (institution, subject, done_on, name, media, size, digest, content, entered_by, entered_name, recorded_at)
    values (${one.institution}, ${one.subject}, ${one.doneOn}, ${one.name}, ${one.media}, ${one.content.length}, ${one.digest},
      ${one.content}, ${one.by.id}, ${one.by.name}, to_timestamp(${one.by.at}::float8 / 1000))
    returning id`);
  return rows[0]?.id ?? 0;
}

const OF_DOCUMENT = sql`id, institution, subject, done_on::text as "doneOn", name, media, size, encode(digest, 'hex') as digest,
  entered_name as by, extract(epoch from recorded_at)::float8 * 1000 as "recordedMs"`;

/** All of an institution, the newest first. */
export async function findDocuments(db: Queryable, institution: string): Promise<readonly DocumentRow[]> {
  return db.query<DocumentRow>(sql`
    select ${OF_DOCUMENT} from laboratory_document where institution = ${institution} order by id desc`);
}

export async function findDocument(
  db: Queryable,
  id: number,
): Promise<(DocumentRow & { readonly content: Buffer }) | null> {
  const rows = await db.query<DocumentRow & { readonly content: Buffer }>(sql`
    select ${OF_DOCUMENT}, content from laboratory_document where id = ${id}`);
  return rows[0] ?? null;
}

export async function deleteDocument(tx: Queryable, id: number): Promise<void> {
  await tx.query(sql`delete from laboratory_document where id = ${id}`);
}

/** How often somebody entered control measurements of a system on a day. */
export interface EnteredBy {
  readonly operator: string;
  readonly system: string;
  readonly on: Day;
  readonly count: number;
}

export async function findOperators(db: Queryable, institution: string, since: number): Promise<readonly EnteredBy[]> {
  return db.query<EnteredBy>(sql`
    select operator, system, (measured_at at time zone 'Asia/Shanghai')::date::text as "on", count(*)::int as count
      from iqc_result
     where institution = ${institution} and operator is not null and measured_at >= to_timestamp(${since}::float8 / 1000)
     group by 1, 2, 3 order by 3 desc, 1, 2`);
}
