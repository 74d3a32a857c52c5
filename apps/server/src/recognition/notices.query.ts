/** Notices 通知: what an institution or physician must be told. */
import type { Queryable, Sql } from '../platform/db/database.ts';
import { empty, sql } from '../platform/db/database.ts';

export type NoticeKind = 'result-corrected' | 'result-withdrawn';

export interface NoticeSubject {
  readonly decision: string;
  readonly item: string;
  readonly result: string;
  readonly issuer: string | null;
}

/** Tells everyone who accepted one of these results what became of it; returns how many notices that makes. */
export async function notifyAcceptors(
  tx: Queryable,
  resultIds: readonly string[],
  kind: NoticeKind,
  at: number,
): Promise<number> {
  if (resultIds.length === 0) return 0;
  const rows = await tx.query(sql`
    insert into notice (created_at, institution, practitioner, kind, person_id, subject)
    select to_timestamp(${at}::float8 / 1000), a.institution, a.practitioner, ${kind}, a.person_id,
           jsonb_build_object('decision', a.decision_id, 'item', a.item, 'result', a.result_id, 'issuer', a.issuer)
      from recognition_act a
     where a.choice = 'ACCEPT' and a.outcome = 'ACCEPTED' and a.result_id = any(${resultIds})
    returning id`);
  return rows.length;
}

/** Tells one physician what became of a result before it was accepted. */
export async function notifyAcceptor(
  db: Queryable,
  notice: {
    readonly at: number;
    readonly institution: string;
    readonly practitioner: string;
    readonly kind: NoticeKind;
    readonly personId: number;
    readonly subject: NoticeSubject;
  },
): Promise<void> {
  await db.query(sql`
    insert into notice (created_at, institution, practitioner, kind, person_id, subject)
    values (to_timestamp(${notice.at}::float8 / 1000), ${notice.institution}, ${notice.practitioner}, ${notice.kind}, ${notice.personId},
            ${JSON.stringify(notice.subject)}::jsonb)`);
}

export interface NoticeRow {
  id: number;
  at_ms: number;
  kind: NoticeKind;
  person_id: number | null;
  subject: NoticeSubject;
  read: boolean;
}

/** Whose notices: an institution's, or those of one physician in it. */
export interface Addressee {
  readonly institution: string;
  readonly practitioner: string | null;
}

function addressedTo(addressee: Addressee): Sql {
  return sql`institution = ${addressee.institution} ${
    addressee.practitioner === null ? empty : sql`and practitioner = ${addressee.practitioner}`
  }`;
}

export interface AddressedNoticeRow extends NoticeRow {
  person_name: string | null;
}

export async function findNotices(db: Queryable, addressee: Addressee, limit: number): Promise<AddressedNoticeRow[]> {
  return db.query<AddressedNoticeRow>(sql`
    select n.id, extract(epoch from n.created_at)::float8 * 1000 as at_ms, n.kind, n.person_id, p.name_norm as person_name,
           n.subject, n.read_at is not null as read
      from (select * from notice where ${addressedTo(addressee)} order by created_at desc, id desc limit ${limit}) n
      left join person p on p.id = n.person_id
     order by n.created_at desc, n.id desc`);
}

export interface SystemNoticeRow extends NoticeRow {
  practitioner: string | null;
  encounter: string | null;
}

/** Notices of an institution after an instant, oldest first; those of one instant are never parted. */
export async function findNoticesSince(
  db: Queryable,
  institution: string,
  since: number | null,
  limit: number,
): Promise<SystemNoticeRow[]> {
  return db.query<SystemNoticeRow>(sql`
    select n.id, extract(epoch from n.created_at)::float8 * 1000 as at_ms, n.kind, n.person_id, n.subject, n.read_at is not null as read,
           n.practitioner, d.encounter
      from (select * from notice
             where institution = ${institution} ${since === null ? empty : sql`and created_at > to_timestamp(${since}::float8 / 1000)`}
             order by created_at fetch first ${limit} rows with ties) n
      left join decision d on d.id = (n.subject ->> 'decision')::uuid
     order by n.created_at, n.id`);
}

/** Marks one notice as read; false when it is not there for this addressee. */
export async function markRead(
  db: Queryable,
  addressee: Addressee,
  id: number,
  by: string,
  at: number,
): Promise<boolean> {
  const rows = await db.query(sql`
    update notice set read_at = coalesce(read_at, to_timestamp(${at}::float8 / 1000)), read_by = coalesce(read_by, ${by})
     where id = ${id} and ${addressedTo(addressee)} returning id`);
  return rows.length > 0;
}
