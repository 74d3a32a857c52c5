/** Blind samples 飞行盲样 as they are kept, and the ordinary results that belong to them. */
import type { Criterion } from '@fujie/core/eqa';
import type { Day } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { jsonText, sql } from '../platform/db/database.ts';
import type { By } from './eqa.query.ts';

export interface BlindTarget {
  readonly item: string;
  readonly criterion: Criterion;
  readonly value: number | null;
  readonly accepted: readonly string[] | null;
}

/** An item beside its target. */
export interface Compared extends BlindTarget {
  readonly reported: string | null;
  readonly unit: string | null;
  readonly reportedMs: number | null;
  readonly measuredOn: Day | null;
  readonly reportNo: string | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly biasPercent: number | null;
  readonly verdict: 'waiting' | 'acceptable' | 'unacceptable' | 'review';
  readonly reason: string | null;
}

export interface NewBlindSample {
  readonly unit: string;
  readonly code: string;
  readonly institution: string;
  readonly token: Buffer;
  /** Keyed hash of the name; null: hidden before it was asked for. */
  readonly name: Buffer | null;
  readonly handedOn: Day;
  readonly targets: readonly BlindTarget[];
}

export interface BlindRow extends NewBlindSample {
  readonly id: number;
  readonly by: string;
  readonly kind: 'revealed' | 'withdrawn' | null;
  readonly compared: readonly Compared[] | null;
  readonly reason: string | null;
  readonly endedBy: string | null;
  readonly endedMs: number | null;
}

const at = (instant: number) => sql`to_timestamp(${instant}::float8 / 1000)`;

/** Until the end of the transaction nobody else takes this number of a patient for a sample. */
export async function lockNumber(
  tx: Queryable,
  { institution, token }: Pick<NewBlindSample, 'institution' | 'token'>,
): Promise<void> {
  await tx.query(
    sql`select pg_advisory_xact_lock(hashtextextended(${`blind-sample|${institution}|${token.toString('hex')}`}, 0))`,
  );
}

/** Null: the centre has one of that number. */
export async function insertBlind(tx: Queryable, one: NewBlindSample, by: By): Promise<number | null> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into blind_sample (unit, code, institution, token, name_token, handed_on, targets, created_by, created_name, recorded_at)
    values (${one.unit}, ${one.code}, ${one.institution}, ${one.token}, ${one.name}, ${one.handedOn}, ${jsonText(one.targets)}::jsonb, ${by.id}, ${by.name}, ${at(by.at)})
    on conflict (unit, code) do nothing returning id`);
  return rows[0]?.id ?? null;
}

/** Those within the scope, the latest first; or one. */
export async function findBlind(db: Queryable, id: number | null = null): Promise<readonly BlindRow[]> {
  return db.query<BlindRow>(sql`
    select b.id, b.unit, b.code, b.institution, b.token, b.name_token as name, to_char(b.handed_on, 'YYYY-MM-DD') as "handedOn", b.targets, b.created_name as by,
      e.kind, e.compared, e.reason, e.acted_name as "endedBy", extract(epoch from e.recorded_at)::float8 * 1000 as "endedMs"
    from blind_sample b left join blind_sample_end e on e.sample_id = b.id
    where ${id}::bigint is null or b.id = ${id}::bigint order by b.id desc limit 1000`);
}

interface Ending {
  readonly kind: 'revealed' | 'withdrawn';
  readonly compared: readonly Compared[];
  readonly reason: string | null;
}

/** Whether it ended by this; a sample ends once. */
export async function insertBlindEnd(
  tx: Queryable,
  { id, unit }: Pick<BlindRow, 'id' | 'unit'>,
  { kind, compared, reason }: Ending,
  by: By,
): Promise<boolean> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into blind_sample_end (sample_id, unit, kind, compared, reason, acted_by, acted_name, recorded_at)
    values (${id}, ${unit}, ${kind}, ${jsonText(compared)}::jsonb, ${reason}, ${by.id}, ${by.name}, ${at(by.at)})
    on conflict (sample_id) do nothing returning id`);
  return rows.length > 0;
}

/**
 * Items of an institution of which a sample was revealed as failed since an instant; what is revealed of it meanwhile waits for the end of the
 * transaction.
 */
export async function findFailedSince(tx: Queryable, institution: string, since: number): Promise<ReadonlySet<string>> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`blind|${institution}`}, 0))`);
  const rows = await tx.query<{ item: string }>(sql`
    select distinct c->>'item' as item from blind_sample b join blind_sample_end e on e.sample_id = b.id,
      jsonb_array_elements(e.compared) c
    where b.institution = ${institution} and e.kind = 'revealed' and e.recorded_at >= ${at(since)} and c->>'verdict' = 'unacceptable'`);
  return new Set(rows.map(({ item }) => item));
}

export interface FoundResult {
  readonly sample: number;
  readonly item: string;
  readonly number: number | null;
  readonly comparator: string | null;
  /** As it was written, where it is no number in the unit of the catalogue. */
  readonly written: string | null;
  readonly unit: string | null;
  readonly reportedMs: number;
  readonly measuredOn: Day;
  readonly reportNo: string | null;
}

type Registered = Pick<BlindRow, 'id' | 'institution' | 'token' | 'name'>;

const registered = (rows: readonly Registered[]) => sql`
  unnest(${rows.map(({ id }) => id)}::bigint[], ${rows.map(({ institution }) => institution)}::text[],
    ${rows.map(({ token }) => token)}::bytea[], ${rows.map(({ name }) => name)}::bytea[]) r(id, institution, token, name)
  join person_identifier i on i.kind = 'mrn' and i.issuer = r.institution and i.token = r.token
  join person p on p.id = i.person_id`;

/**
 * What the institutions reported of the samples since they were handed in: of each item the first final result, as it stands. Results under the
 * number of a sample but of another name are those of a patient, and read by nobody here.
 */
export async function findBlindResults(db: Queryable, rows: readonly BlindRow[]): Promise<readonly FoundResult[]> {
  if (rows.length === 0) return [];
  return db.query<FoundResult>(sql`
    with sample as materialized (
      select r.id, r.institution, i.person_id, h.handed_on from ${registered(rows)}
        join unnest(${rows.map(({ id }) => id)}::bigint[], ${rows.map(({ handedOn }) => handedOn)}::date[]) h(id, handed_on) on h.id = r.id
       where r.name is null or p.name_token = r.name)
    select distinct on (s.id, r.item) s.id as sample, r.item, r.item_value as number, r.comparator,
      coalesce(r.value_text, concat_ws(' ', r.value_num::text, r.unit)) as written, r.unit, r.report_no as "reportNo",
      extract(epoch from r.reported_at)::float8 * 1000 as "reportedMs",
      to_char(coalesce(r.collected_at, r.reported_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as "measuredOn"
    from sample s
    join result r on r.person_id = s.person_id and r.institution = s.institution and r.current and r.item is not null
      and r.status in ('final', 'amended', 'corrected') and r.reported_at >= s.handed_on::timestamp at time zone 'Asia/Shanghai'
    order by s.id, r.item, r.reported_at`);
}

/** Those of these samples whose number is that of somebody of another name. */
export async function findAnothers(db: Queryable, rows: readonly Registered[]): Promise<ReadonlySet<number>> {
  if (rows.length === 0) return new Set();
  const found = await db.query<{ id: number }>(
    sql`select r.id from ${registered(rows)} where r.name is not null and p.name_token is distinct from r.name`,
  );
  return new Set(found.map(({ id }) => id));
}

/**
 * Whether a record number is taken: an institution reported something under it, knows it as that of another name, or has another sample under it
 * that has not ended.
 */
export async function isTaken(
  db: Queryable,
  { unit, code, institution, token, name }: Omit<NewBlindSample, 'handedOn' | 'targets'>,
): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from ${registered([{ id: 0, institution, token, name }])}
     where p.name_token is distinct from r.name or exists (select from result where person_id = i.person_id)
    union all
    select 1 from blind_sample b where b.institution = ${institution} and b.token = ${token} and (b.unit, b.code) <> (${unit}, ${code})
       and not exists (select from blind_sample_end e where e.sample_id = b.id)
    limit 1`);
  return rows.length > 0;
}
