/** What laboratories ask of organisers of EQA 室间质评报名申请, as it is stored, and within which times they may. */
import type { EnrolmentWindow, RequestAct } from '@fujie/core/eqa';
import { requestState } from '@fujie/core/eqa';
import type { EqaRequest } from '@fujie/wire/contracts';

import type { Queryable, Sql } from '../platform/db/database.ts';
import { jsonText, sql } from '../platform/db/database.ts';
import type { By, OfLaboratory, OfRound } from './eqa.query.ts';

const at = (instant: number): Sql => sql`to_timestamp(${instant}::float8 / 1000)`;

export interface NewRequest {
  readonly items: readonly string[];
  readonly means: readonly Readonly<EqaRequest['means'][number]>[];
  readonly contact: string;
  readonly phone: string;
  readonly address: string;
  readonly note: string | null;
}

export interface RequestRow extends NewRequest, OfLaboratory {
  /** Of the request itself; `id` is that of its round. */
  readonly number: number;
  readonly state: EqaRequest['state'];
  readonly by: string;
  readonly atMs: number;
  /** Of what was done to it last. */
  readonly reason: string | null;
  readonly answeredMs: number | null;
}

interface StoredRequest extends Omit<RequestRow, 'state'> {
  readonly acts: readonly RequestAct[];
}

/** The times within which laboratories may ask, of rounds that have any, by round. */
export async function findWindows(
  db: Queryable,
  rounds: readonly number[] | 'all',
): Promise<ReadonlyMap<number, EnrolmentWindow>> {
  const rows = await db.query<EnrolmentWindow & { readonly round: number }>(sql`
    select distinct on (round_id) round_id as round, extract(epoch from opens_at)::float8 * 1000 as "opensAt",
      extract(epoch from closes_at)::float8 * 1000 as "closesAt"
    from eqa_act where kind = 'enrolment' and ${rounds === 'all' ? sql`true` : sql`round_id = any(${rounds}::bigint[])`}
    order by round_id, id desc`);
  return new Map(rows.map(({ round, ...window }) => [round, window]));
}

export async function insertRequest(
  worker: Queryable,
  { id, unit, institution }: OfLaboratory,
  one: NewRequest,
  by: By,
): Promise<number> {
  const rows = await worker.query<{ id: number }>(sql`
    insert into eqa_request (round_id, unit, institution, items, means, contact, phone, address, note, asked_by, asked_name, recorded_at)
    values (${id}, ${unit}, ${institution}, ${one.items}::text[], ${jsonText(one.means)}::jsonb, ${one.contact}, ${one.phone}, ${one.address},
      ${one.note}, ${by.id}, ${by.name}, ${at(by.at)}) returning id`);
  return rows[0]?.id ?? 0;
}

export async function insertRequestAct(
  tx: Queryable,
  { number, id, unit, institution }: OfLaboratory & { readonly number: number },
  { kind, reason }: { readonly kind: RequestAct; readonly reason: string | null },
  by: By,
): Promise<void> {
  await tx.query(sql`
    insert into eqa_request_act (request_id, round_id, unit, institution, kind, reason, acted_by, acted_name, recorded_at)
    values (${number}, ${id}, ${unit}, ${institution}, ${kind}, ${reason}, ${by.id}, ${by.name}, ${at(by.at)})`);
}

/** Requests that wait of laboratories which the organiser enrols itself are accepted with that. */
export async function acceptWaiting(
  tx: Queryable,
  { id }: OfRound,
  institutions: readonly string[],
  by: By,
): Promise<void> {
  await tx.query(sql`
    insert into eqa_request_act (request_id, round_id, unit, institution, kind, acted_by, acted_name, recorded_at)
    select q.id, q.round_id, q.unit, q.institution, 'accepted', ${by.id}, ${by.name}, ${at(by.at)} from eqa_request q
    where q.round_id = ${id} and q.institution = any(${institutions}::text[])
      and not exists (select from eqa_request_act a where a.request_id = q.id)`);
}

/** Requests, the latest first: one, those of a round, those of an institution, or all of the last days. */
export async function findRequests(
  db: Queryable,
  which:
    | { readonly number: number }
    | { readonly round: number }
    | { readonly institution: string }
    | { readonly sinceMs: number },
): Promise<readonly RequestRow[]> {
  const wanted =
    'number' in which
      ? sql`q.id = ${which.number}`
      : 'round' in which
        ? sql`q.round_id = ${which.round}`
        : 'institution' in which
          ? sql`q.institution = ${which.institution}`
          : sql`q.recorded_at >= ${at(which.sinceMs)}`;
  const rows = await db.query<StoredRequest>(sql`
    select q.id as number, q.round_id as id, q.unit, q.institution, q.items, q.means, q.contact, q.phone, q.address, q.note, q.asked_name as by,
      extract(epoch from q.recorded_at)::float8 * 1000 as "atMs", done.acts, done.reason,
      extract(epoch from done.at)::float8 * 1000 as "answeredMs"
    from eqa_request q cross join lateral (
      select coalesce(array_agg(a.kind order by a.id), '{}') as acts, (array_agg(a.reason order by a.id desc))[1] as reason,
        max(a.recorded_at) as at
      from eqa_request_act a where a.request_id = q.id) done
    where ${wanted} order by q.id desc`);
  return rows.map(({ acts, ...row }) => ({ ...row, state: requestState(acts) }));
}
