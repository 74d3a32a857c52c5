/** Inspections, what was found and who signed it, as they are kept. */
import type { Instant } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';
import type { ChecklistItem, Severity } from '@fujie/packs';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { sealed } from '../platform/db/key-ring.ts';

export interface InspectionRow {
  readonly id: number;
  readonly plan: number;
  readonly draw: number;
  readonly unit: string;
  readonly institution: string;
  readonly inspectors: readonly string[];
  /** Of each inspector the account at the draw, in the same order; null: none was bound. */
  readonly accounts: readonly (string | null)[] | null;
  readonly checklist: readonly ChecklistItem[] | null;
  readonly notifiedMs: number | null;
  readonly concludedMs: number | null;
  readonly statement: Buffer | null;
  readonly statedMs: number | null;
  readonly statedBy: string | null;
  readonly publishedMs: number | null;
  readonly loop: number | null;
}

const INSPECTION = sql`select id, plan_id as plan, draw_id as draw, unit, institution, inspectors, accounts, checklist,
  extract(epoch from notified_at)::float8 * 1000 as "notifiedMs", extract(epoch from concluded_at)::float8 * 1000 as "concludedMs",
  statement, extract(epoch from stated_at)::float8 * 1000 as "statedMs", stated_by as "statedBy",
  extract(epoch from published_at)::float8 * 1000 as "publishedMs", loop_id as loop from inspection`;

export async function insertInspection(
  tx: Queryable,
  one: Pick<InspectionRow, 'plan' | 'draw' | 'unit' | 'institution' | 'inspectors' | 'accounts'>,
): Promise<void> {
  await tx.query(sql`
    insert into inspection (plan_id, draw_id, unit, institution, inspectors, accounts)
    values (${one.plan}, ${one.draw}, ${one.unit}, ${one.institution}, ${one.inspectors}::text[], ${one.accounts}::text[])`);
}

export async function findInspection(db: Queryable, id: number): Promise<InspectionRow | null> {
  const rows = await db.query<InspectionRow>(sql`${INSPECTION} where id = ${id} and dropped_at is null`);
  return rows[0] ?? null;
}

/** Holds an inspection until the transaction ends. */
export async function lockInspection(tx: Queryable, id: number): Promise<InspectionRow | null> {
  const rows = await tx.query<InspectionRow>(sql`${INSPECTION} where id = ${id} and dropped_at is null for update`);
  return rows[0] ?? null;
}

/** Those within the scope, the newest first; of one plan, or those of an inspector. */
export async function findInspections(
  db: Queryable,
  { plans, inspector }: { readonly plans: readonly number[] | null; readonly inspector: string | null },
  most: number,
): Promise<readonly InspectionRow[]> {
  return db.query<InspectionRow>(sql`${INSPECTION} where dropped_at is null
    and (${plans}::bigint[] is null or plan_id = any(${plans}::bigint[]))
    and (${inspector}::text is null or ${inspector} = any(inspectors)) order by id desc limit ${most}`);
}

/** What was found and made public of plans, the newest first. */
export async function findPublished(
  db: Queryable,
  plans: readonly number[],
  most: number,
): Promise<readonly InspectionRow[]> {
  return db.query<InspectionRow>(sql`${INSPECTION} where dropped_at is null and published_at is not null
    and plan_id = any(${plans}::bigint[]) order by id desc limit ${most}`);
}

/** How far the inspections of a draw are: how many are not public, and how many parties do not know of theirs. */
export interface DrawProgress {
  readonly plan: number;
  readonly draw: number;
  readonly waiting: number;
  readonly unaware: number;
}

/** Counted of whole plans, however many inspections they have. */
export async function findProgress(db: Queryable, plans: readonly number[]): Promise<readonly DrawProgress[]> {
  return db.query<DrawProgress>(sql`
    select plan_id as plan, draw_id as draw, (count(*) filter (where published_at is null))::int as waiting,
      (count(*) filter (where notified_at is null))::int as unaware
      from inspection where dropped_at is null and plan_id = any(${plans}::bigint[]) group by plan_id, draw_id`);
}

export async function dropInspections(
  tx: Queryable,
  draw: number,
  institution: string | null,
  at: Instant,
): Promise<void> {
  await tx.query(sql`update inspection set dropped_at = to_timestamp(${at}::float8 / 1000)
    where draw_id = ${draw} and dropped_at is null and (${institution}::text is null or institution = ${institution})`);
}

export async function putInspectors(
  tx: Queryable,
  draw: number,
  institution: string,
  inspectors: readonly string[],
  accounts: readonly (string | null)[],
): Promise<void> {
  await tx.query(
    sql`update inspection set inspectors = ${inspectors}::text[], accounts = ${accounts}::text[] where draw_id = ${draw} and institution = ${institution}`,
  );
}

export async function putNotice(
  tx: Queryable,
  id: number,
  checklist: readonly ChecklistItem[],
  at: Instant,
): Promise<void> {
  await tx.query(sql`update inspection set notified_at = to_timestamp(${at}::float8 / 1000), checklist = ${JSON.stringify(checklist)}::jsonb
    where id = ${id} and notified_at is null`);
}

export async function putConclusion(tx: Queryable, id: number, loop: number | null, at: Instant): Promise<void> {
  await tx.query(sql`update inspection set concluded_at = to_timestamp(${at}::float8 / 1000), loop_id = ${loop}
    where id = ${id} and concluded_at is null`);
}

export async function putStatement(tx: Queryable, id: number, text: string, by: string, at: Instant): Promise<boolean> {
  const rows =
    await tx.query(sql`update inspection set statement = ${sealed(text)}, stated_by = ${by}, stated_at = to_timestamp(${at}::float8 / 1000)
    where id = ${id} and stated_at is null and concluded_at is not null and published_at is null returning 1`);
  return rows.length > 0;
}

export async function putPublication(tx: Queryable, id: number, at: Instant): Promise<void> {
  await tx.query(
    sql`update inspection set published_at = to_timestamp(${at}::float8 / 1000) where id = ${id} and published_at is null`,
  );
}

export interface FindingRow {
  readonly id: number;
  readonly inspection: number;
  readonly item: string;
  readonly verdict: 'conform' | 'nonconform' | 'not-applicable';
  readonly severity: Severity | null;
  readonly facts: Buffer;
  readonly samples: number | null;
  readonly byName: string;
  readonly atMs: number;
}

/** Everything that was entered, the newest first. */
export async function findFindings(db: Queryable, inspections: readonly number[]): Promise<readonly FindingRow[]> {
  return db.query<FindingRow>(sql`select id, inspection_id as inspection, item, verdict, severity, facts, samples, by_name as "byName",
    extract(epoch from at)::float8 * 1000 as "atMs" from inspection_finding
    where inspection_id = any(${inspections}::bigint[]) order by id desc`);
}

export async function insertFinding(
  tx: Queryable,
  one: Omit<FindingRow, 'id' | 'facts' | 'atMs'> & {
    readonly facts: string;
    readonly inspector: string;
    readonly at: Instant;
  },
): Promise<void> {
  await tx.query(sql`
    insert into inspection_finding (inspection_id, item, verdict, severity, facts, samples, inspector, by_name, at)
    values (${one.inspection}, ${one.item}, ${one.verdict}, ${one.severity}, ${sealed(one.facts)}, ${one.samples}, ${one.inspector},
      ${one.byName}, to_timestamp(${one.at}::float8 / 1000))`);
}

export interface SignatureRow {
  readonly inspector: string;
  readonly byName: string;
  readonly digest: string;
  readonly atMs: number;
}

export async function findSignatures(db: Queryable, inspection: number): Promise<readonly SignatureRow[]> {
  return db.query<SignatureRow>(sql`select inspector, by_name as "byName", digest, extract(epoch from at)::float8 * 1000 as "atMs"
    from inspection_signature where inspection_id = ${inspection} order by id`);
}

export async function insertSignature(
  tx: Queryable,
  inspection: number,
  one: Omit<SignatureRow, 'atMs'> & { readonly at: Instant },
): Promise<void> {
  await tx.query(sql`
    insert into inspection_signature (inspection_id, inspector, by_name, digest, at)
    values (${inspection}, ${one.inspector}, ${one.byName}, ${one.digest}, to_timestamp(${one.at}::float8 / 1000)) on conflict do nothing`);
}

/** A loop that follows up what was found. */
export interface FollowUpRow {
  readonly id: number;
  readonly subject: string;
  readonly unit: string;
  readonly status: LoopState['status'];
  readonly dueMs: number | null;
  readonly openedMs: number;
  readonly state: Pick<LoopState, 'stages' | 'findings' | 'reopened'>;
}

/** The loops of findings by their subjects. */
export async function findFollowUps(
  db: Queryable,
  definition: string,
  subjects: readonly string[],
): Promise<readonly FollowUpRow[]> {
  return db.query<FollowUpRow>(sql`select id, subject, unit, status, extract(epoch from due_at)::float8 * 1000 as "dueMs",
    extract(epoch from opened_at)::float8 * 1000 as "openedMs", state from loop
    where definition = ${definition} and subject = any(${subjects}::text[])`);
}
