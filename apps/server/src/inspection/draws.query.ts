/** Plans and draws of inspections as they are kept. */
import type { Day, Instant } from '@fujie/core/kernel';
import type { DrawLists } from '@fujie/core/inspection';
import type { InspectionPlanRequest } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface PlanRow {
  readonly id: number;
  readonly unit: string;
  readonly terms: InspectionPlanRequest;
  readonly orderedName: string;
  readonly orderedBy: string;
  readonly orderedMs: number;
}

const PLAN = sql`select id, unit, terms, ordered_by as "orderedBy", ordered_name as "orderedName",
  extract(epoch from ordered_at)::float8 * 1000 as "orderedMs" from inspection_plan`;

export async function insertPlan(
  tx: Queryable,
  plan: {
    readonly unit: string;
    readonly terms: InspectionPlanRequest;
    readonly by: string;
    readonly name: string;
    readonly at: Instant;
  },
): Promise<number> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into inspection_plan (unit, terms, ordered_by, ordered_name, ordered_at)
    values (${plan.unit}, ${JSON.stringify(plan.terms)}::jsonb, ${plan.by}, ${plan.name}, to_timestamp(${plan.at}::float8 / 1000)) returning id`);
  return rows[0]?.id ?? 0;
}

export async function findPlans(db: Queryable, most: number): Promise<readonly PlanRow[]> {
  return db.query<PlanRow>(sql`${PLAN} order by id desc limit ${most}`);
}

export async function findPlan(db: Queryable, id: number): Promise<PlanRow | null> {
  const rows = await db.query<PlanRow>(sql`${PLAN} where id = ${id}`);
  return rows[0] ?? null;
}

export async function findPlansById(db: Queryable, ids: readonly number[]): Promise<readonly PlanRow[]> {
  return db.query<PlanRow>(sql`${PLAN} where id = any(${ids}::bigint[])`);
}

export interface ShareRow {
  readonly place: 1 | 2;
  readonly custodian: string;
  readonly custodianName: string;
  readonly commitment: string;
  readonly committedMs: number;
  readonly share: string | null;
  readonly revealedMs: number | null;
}

export interface ReplacementRow {
  readonly party: string;
  readonly inspector: string | null;
  readonly reason: 'conflict' | 'unavailable' | 'ceased';
  readonly note: string;
  readonly byName: string;
  readonly atMs: number;
}

export interface DrawRow {
  readonly id: number;
  readonly plan: number;
  readonly unit: string;
  readonly number: number;
  readonly lists: DrawLists;
  readonly listsDigest: string;
  readonly frozenMs: number;
  readonly publicSource: string | null;
  readonly publicOn: Day | null;
  readonly publicValue: string | null;
  readonly seed: string | null;
  readonly drawnMs: number | null;
  readonly voidedMs: number | null;
  readonly voidReason: string | null;
  readonly shares: readonly ShareRow[];
  readonly replacements: readonly ReplacementRow[];
}

const DRAW = sql`select d.id, d.plan_id as plan, d.unit, d.number, d.lists, d.lists_digest as "listsDigest",
  extract(epoch from d.frozen_at)::float8 * 1000 as "frozenMs", d.public_source as "publicSource", d.public_on::text as "publicOn",
  d.public_value as "publicValue", d.seed, extract(epoch from d.drawn_at)::float8 * 1000 as "drawnMs",
  extract(epoch from d.voided_at)::float8 * 1000 as "voidedMs", d.void_reason as "voidReason",
  coalesce((select jsonb_agg(jsonb_build_object('place', s.place, 'custodian', s.custodian, 'custodianName', s.custodian_name,
    'commitment', s.commitment, 'committedMs', extract(epoch from s.committed_at)::float8 * 1000, 'share', s.share,
    'revealedMs', extract(epoch from s.revealed_at)::float8 * 1000) order by s.place)
    from inspection_share s where s.draw_id = d.id), '[]') as shares,
  coalesce((select jsonb_agg(jsonb_build_object('party', r.party, 'inspector', r.inspector, 'reason', r.reason, 'note', r.note,
    'byName', r.by_name, 'atMs', extract(epoch from r.at)::float8 * 1000) order by r.id)
    from inspection_replacement r where r.draw_id = d.id), '[]') as replacements
  from inspection_draw d`;

export async function findDraws(db: Queryable, plans: readonly number[]): Promise<readonly DrawRow[]> {
  return db.query<DrawRow>(sql`${DRAW} where d.plan_id = any(${plans}::bigint[]) order by d.plan_id, d.number`);
}

export async function findDraw(db: Queryable, id: number): Promise<DrawRow | null> {
  const rows = await db.query<DrawRow>(sql`${DRAW} where d.id = ${id}`);
  return rows[0] ?? null;
}

/** Holds a draw until the transaction ends. */
export async function lockDraw(tx: Queryable, id: number): Promise<DrawRow | null> {
  await tx.query(sql`select from inspection_draw where id = ${id} for update`);
  return findDraw(tx, id);
}

export async function insertDraw(
  tx: Queryable,
  draw: Pick<DrawRow, 'plan' | 'unit' | 'number' | 'lists' | 'listsDigest' | 'publicSource' | 'publicOn'> & {
    readonly at: Instant;
    readonly by: string;
  },
): Promise<number> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into inspection_draw (plan_id, unit, number, lists, lists_digest, frozen_at, frozen_by, public_source, public_on)
    values (${draw.plan}, ${draw.unit}, ${draw.number}, ${JSON.stringify(draw.lists)}::jsonb, ${draw.listsDigest},
      to_timestamp(${draw.at}::float8 / 1000), ${draw.by}, ${draw.publicSource}, ${draw.publicOn}::date) returning id`);
  return rows[0]?.id ?? 0;
}

export async function insertShare(
  tx: Queryable,
  { id, unit }: Pick<DrawRow, 'id' | 'unit'>,
  share: Pick<ShareRow, 'place' | 'custodian' | 'custodianName' | 'commitment'> & { readonly at: Instant },
): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into inspection_share (draw_id, place, unit, custodian, custodian_name, commitment, committed_at)
    values (${id}, ${share.place}, ${unit}, ${share.custodian}, ${share.custodianName}, ${share.commitment}, to_timestamp(${share.at}::float8 / 1000))
    on conflict do nothing returning 1`);
  return rows.length > 0;
}

export async function revealShare(
  tx: Queryable,
  draw: number,
  place: number,
  share: string,
  at: Instant,
): Promise<void> {
  await tx.query(sql`update inspection_share set share = ${share}, revealed_at = to_timestamp(${at}::float8 / 1000)
    where draw_id = ${draw} and place = ${place} and share is null`);
}

export async function putPublicValue(tx: Queryable, draw: number, value: string): Promise<void> {
  await tx.query(sql`update inspection_draw set public_value = ${value} where id = ${draw} and public_value is null`);
}

export async function putSeed(tx: Queryable, draw: number, seed: string, at: Instant): Promise<void> {
  await tx.query(sql`update inspection_draw set seed = ${seed}, drawn_at = to_timestamp(${at}::float8 / 1000)
    where id = ${draw} and seed is null`);
}

export async function voidDraw(tx: Queryable, draw: number, by: string, reason: string, at: Instant): Promise<void> {
  await tx.query(sql`update inspection_draw set voided_at = to_timestamp(${at}::float8 / 1000), voided_by = ${by}, void_reason = ${reason}
    where id = ${draw} and voided_at is null`);
}

export async function insertReplacement(
  tx: Queryable,
  { id, unit }: Pick<DrawRow, 'id' | 'unit'>,
  one: Omit<ReplacementRow, 'atMs'> & { readonly at: Instant },
): Promise<void> {
  await tx.query(sql`
    insert into inspection_replacement (draw_id, unit, party, inspector, reason, note, by_name, at)
    values (${id}, ${unit}, ${one.party}, ${one.inspector}, ${one.reason}, ${one.note}, ${one.byName}, to_timestamp(${one.at}::float8 / 1000))`);
}

/** What inspections found of each institution since an instant, and what of it is overdue. */
export async function findHistory(
  db: Queryable,
  definition: string,
  since: Instant,
  now: Instant,
): Promise<readonly { readonly institution: string; readonly nonconforming: number; readonly overdue: number }[]> {
  return db.query(sql`select unit as institution, count(*)::int as nonconforming,
      (count(*) filter (where status = 'open' and due_at < to_timestamp(${now}::float8 / 1000)))::int as overdue
    from loop where definition = ${definition} and status not in ('waived', 'void') and opened_at >= to_timestamp(${since}::float8 / 1000) group by unit`);
}
