/** External quality assessment 室间质评 as it is stored: rounds, who takes part, what was returned, what was made of it. */
import type {
  AssignedKind,
  Excluded,
  Decided,
  Ungraded,
  KnownTarget,
  RoundFacts,
  RoundScore,
  RoundTarget,
} from '@fujie/core/eqa';
import { groupKey } from '@fujie/core/eqa';
import type { Instant } from '@fujie/core/kernel';
import type { EqaItem, EqaResult, EqaRoundsResponse } from '@fujie/wire/contracts';

import type { Queryable, Sql } from '../platform/db/database.ts';
import { empty, jsonText, sql } from '../platform/db/database.ts';

/** Who did something, and when. */
export interface By {
  readonly id: string;
  readonly name: string;
  readonly at: Instant;
}

export interface NewRound {
  readonly unit: string;
  readonly organiser: string;
  readonly round: string;
  readonly programme: string | null;
  readonly nameZh: string;
  readonly nameEn: string | null;
  readonly year: number;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly lateRule: 'refuse' | 'store';
  readonly samples: readonly string[];
  readonly items: readonly EqaItem[];
}

/** A round with what follows from its acts. */
export interface RoundRow extends Omit<NewRound, 'opensAt' | 'closesAt'>, RoundFacts {
  readonly id: number;
  readonly publishedMs: number | null;
}

/** A round of the organiser that a round's row belongs to. */
export interface OfRound {
  readonly id: number;
  readonly unit: string;
}

/** What belongs to a laboratory in a round. */
export interface OfLaboratory extends OfRound {
  readonly institution: string;
}

const at = (instant: Instant | number | null) => sql`to_timestamp(${instant}::float8 / 1000)`;

/** Holds a round until the transaction ends: what is done to it is done one after the other. */
export async function lockRound(tx: Queryable, id: number): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`eqa|${String(id)}`}, 0))`);
}

/** Holds the part of a laboratory in a round; parts of others go on, the organiser waits. */
export async function lockPart(tx: Queryable, id: number, institution: string | null): Promise<void> {
  const name = `eqa|${String(id)}`;
  await tx.query(sql`
    select pg_advisory_xact_lock_shared(hashtextextended(${name}, 0)),
      pg_advisory_xact_lock(hashtextextended(${`${name}|${institution ?? ''}`}, 0))`);
}

/** Null: the organiser has a round of that name. */
export async function insertRound(tx: Queryable, one: NewRound, by: By): Promise<number | null> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into eqa_round (unit, organiser, round, programme, name_zh, name_en, year, opens_at, closes_at, late_rule, samples, items, created_by, created_name, recorded_at)
    values (${one.unit}, ${one.organiser}, ${one.round}, ${one.programme}, ${one.nameZh}, ${one.nameEn}, ${one.year}, ${at(one.opensAt)}, ${at(one.closesAt)},
      ${one.lateRule}, ${one.samples}::text[], ${jsonText(one.items)}::jsonb, ${by.id}, ${by.name}, ${at(by.at)})
    on conflict (organiser, round) do nothing returning id`);
  return rows[0]?.id ?? null;
}

/** Rounds within the scope, the latest first: one, those an institution is enrolled in, or those of an organiser's region. */
export async function findRounds(
  db: Queryable,
  which: { readonly id: number } | { readonly unit: string } | { readonly institution: string },
): Promise<readonly RoundRow[]> {
  const wanted =
    'id' in which
      ? sql`r.id = ${which.id}`
      : 'unit' in which
        ? sql`r.unit = ${which.unit}`
        : sql`(select cardinality(e.items) > 0 from eqa_enrolment e
            where e.round_id = r.id and e.institution = ${which.institution} order by e.id desc limit 1)`;
  return db.query<RoundRow>(sql`
    select r.id, r.unit, r.organiser, r.round, r.programme, r.name_zh as "nameZh", r.name_en as "nameEn", r.year, r.late_rule as "lateRule", r.samples, r.items,
      extract(epoch from coalesce(moved.opens_at, r.opens_at))::float8 * 1000 as "opensAt",
      extract(epoch from coalesce(moved.closes_at, r.closes_at))::float8 * 1000 as "closesAt",
      coalesce(done.shipped, false) as "isShipped", coalesce(done.final, false) as "isFinal", coalesce(done.published, 0) as published,
      extract(epoch from done.published_at)::float8 * 1000 as "publishedMs",
      coalesce((select max(version) from eqa_evaluation v where v.round_id = r.id), 0) as evaluated
    from eqa_round r
    left join lateral (
      select opens_at, closes_at from eqa_act a where a.round_id = r.id and a.kind = 'rescheduled' order by a.id desc limit 1) moved on true
    left join lateral (
      select bool_or(kind = 'shipped') as shipped, bool_or(kind = 'final') as final, max(version) as published,
        min(recorded_at) filter (where kind = 'published') as published_at
      from eqa_act a where a.round_id = r.id) done on true
    where ${wanted} order by r.id desc`);
}

/** A target as it is entered; `consensus` takes back what was entered before. */
export interface NewTarget extends Omit<KnownTarget, 'kind'> {
  readonly kind: AssignedKind;
  readonly note: string | null;
}

export interface TargetRow extends NewTarget {
  readonly by: string;
  readonly atMs: number;
  /** No other was entered for the same since. */
  readonly isCurrent: boolean;
}

export async function insertTargets(
  tx: Queryable,
  { id, unit }: OfRound,
  rows: readonly NewTarget[],
  by: By,
): Promise<void> {
  if (rows.length === 0) return;
  const keyed = rows.map(({ group, ...row }) => ({ ...row, peers: group, key: groupKey(group ?? '') }));
  await tx.query(sql`
    insert into eqa_sample (round_id, unit, item, sample, variant, kind, peers, peers_key, value, uncertainty, experts, accepted, note,
      entered_by, entered_name, recorded_at)
    select ${id}, ${unit}, t.item, t.sample, t.variant, t.kind, t.peers, t.key, t.value, t.uncertainty, t.experts, t.accepted, t.note,
      ${by.id}, ${by.name}, ${at(by.at)}
    from jsonb_to_recordset(${jsonText(keyed)}::jsonb) as t(item text, sample text, variant text, kind text, peers text, key text,
      value numeric, uncertainty numeric, experts jsonb, accepted text[], note text)`);
}

/** Every target that was entered for a round, the latest first. */
export async function findTargets(db: Queryable, id: number): Promise<readonly TargetRow[]> {
  return db.query<TargetRow>(sql`
    select item, sample, variant, kind, peers as "group", value::float8 as value, uncertainty::float8 as uncertainty, experts, accepted, note,
      entered_name as by, extract(epoch from recorded_at)::float8 * 1000 as "atMs",
      row_number() over (partition by item, sample, variant, peers_key order by id desc) = 1 as "isCurrent"
    from eqa_sample where round_id = ${id} order by id desc`);
}

export interface Enrolment {
  readonly institution: string;
  readonly items: readonly string[];
  readonly excused: readonly string[];
  readonly variant: string;
  readonly reason: string | null;
}

export async function insertEnrolments(
  tx: Queryable,
  { id, unit }: OfRound,
  rows: readonly Enrolment[],
  by: By,
): Promise<void> {
  await tx.query(sql`
    insert into eqa_enrolment (round_id, unit, institution, items, excused, variant, reason, entered_by, recorded_at)
    select ${id}, ${unit}, t.institution, t.items, t.excused, t.variant, t.reason, ${by.id}, ${at(by.at)}
    from jsonb_to_recordset(${jsonText(rows)}::jsonb) as t(institution text, items text[], excused text[], variant text, reason text)`);
}

/** Who takes part, by what stands last of each. */
export async function findEnrolments(
  db: Queryable,
  id: number,
  institution: string | null = null,
): Promise<readonly Enrolment[]> {
  return db.query<Enrolment>(sql`
    select distinct on (institution) institution, items, excused, variant, reason from eqa_enrolment
    where round_id = ${id} ${institution === null ? empty : sql`and institution = ${institution}`} order by institution, id desc`);
}

export interface NewAct {
  readonly kind: 'shipped' | 'rescheduled' | 'published' | 'final' | 'enrolment';
  readonly opensAt?: number;
  readonly closesAt?: number;
  readonly version?: number;
  readonly reason?: string;
}

export async function insertAct(tx: Queryable, { id, unit }: OfRound, act: NewAct, by: By): Promise<void> {
  await tx.query(sql`
    insert into eqa_act (round_id, unit, kind, opens_at, closes_at, version, reason, acted_by, acted_name, recorded_at)
    values (${id}, ${unit}, ${act.kind}, ${at(act.opensAt ?? null)}, ${at(act.closesAt ?? null)}, ${act.version ?? null}, ${act.reason ?? null},
      ${by.id}, ${by.name}, ${at(by.at)})`);
}

export interface ReceiptRow {
  readonly institution: string;
  readonly condition: 'good' | 'thawed' | 'leaking' | 'missing' | 'other';
  readonly note: string | null;
  readonly receivedMs: number;
  readonly by: string;
}

export async function insertReceipt(
  tx: Queryable,
  { id, unit, institution }: OfLaboratory,
  one: Omit<ReceiptRow, 'institution' | 'by'>,
  by: By,
): Promise<void> {
  await tx.query(sql`
    insert into eqa_receipt (round_id, unit, institution, condition, note, received_at, entered_by, entered_name, recorded_at)
    values (${id}, ${unit}, ${institution}, ${one.condition}, ${one.note}, ${at(one.receivedMs)}, ${by.id}, ${by.name}, ${at(by.at)})`);
}

export async function findReceipts(
  db: Queryable,
  id: number,
  institution: string | null = null,
): Promise<readonly ReceiptRow[]> {
  return db.query<ReceiptRow>(sql`
    select institution, condition, note, extract(epoch from received_at)::float8 * 1000 as "receivedMs", entered_name as by from eqa_receipt
    where round_id = ${id} ${institution === null ? empty : sql`and institution = ${institution}`} order by id`);
}

export interface ReturnRow {
  readonly id: number;
  readonly roundId: number;
  readonly institution: string;
  readonly version: number;
  readonly results: readonly EqaResult[];
  readonly enteredBy: string;
  readonly enteredName: string;
  readonly enteredMs: number;
  readonly checkedName: string | null;
  readonly checkedMs: number | null;
  readonly submittedBy: string | null;
  readonly submittedName: string | null;
  readonly submittedMs: number | null;
  readonly receipt: string | null;
  readonly address: string | null;
  readonly isLate: boolean;
}

export async function insertReturn(
  tx: Queryable,
  { id, unit, institution }: OfLaboratory,
  { version, results }: { readonly version: number; readonly results: readonly EqaResult[] },
  by: By,
): Promise<void> {
  await tx.query(sql`
    insert into eqa_return (round_id, unit, institution, version, results, entered_by, entered_name, recorded_at)
    values (${id}, ${unit}, ${institution}, ${version}, ${jsonText(results)}::jsonb, ${by.id}, ${by.name}, ${at(by.at)})`);
}

/** Whether a return `s` came after the second at which its round closes, by the time that holds now 改期: moved, it is late by another. */
export const isLate = (round: Sql) => sql`coalesce(date_trunc('second', s.recorded_at) > date_trunc('second', coalesce(
  (select closes_at from eqa_act a where a.round_id = ${round} and a.kind = 'rescheduled' order by a.id desc limit 1),
  (select closes_at from eqa_round c where c.id = ${round}))), false)`;

/** Whether a round is graded, which a laboratory otherwise does not see before its grades are published. */
export async function isGraded(tx: Queryable, id: number): Promise<boolean> {
  const rows = await tx.query<{ graded: boolean }>(sql`select eqa_is_graded(${id}) as graded`);
  return rows[0]?.graded ?? false;
}

/** Versions of returns, the latest first of each institution. */
export async function findReturns(
  db: Queryable,
  id: number,
  institution: string | null = null,
): Promise<readonly ReturnRow[]> {
  return findReturnsIn(db, [id], institution);
}

/** The same of several rounds. */
export async function findReturnsIn(
  db: Queryable,
  rounds: readonly number[],
  institution: string | null,
): Promise<readonly ReturnRow[]> {
  return db.query<ReturnRow>(sql`
    select r.id, r.round_id as "roundId", r.institution, r.version, r.results, r.entered_by as "enteredBy", r.entered_name as "enteredName",
      extract(epoch from r.recorded_at)::float8 * 1000 as "enteredMs", c.acted_name as "checkedName",
      extract(epoch from c.recorded_at)::float8 * 1000 as "checkedMs", s.acted_by as "submittedBy", s.acted_name as "submittedName",
      extract(epoch from s.recorded_at)::float8 * 1000 as "submittedMs", s.receipt, s.address, ${isLate(sql`r.round_id`)} as "isLate"
    from eqa_return r
    left join eqa_return_act c on c.return_id = r.id and c.kind = 'checked'
    left join eqa_return_act s on s.return_id = r.id and s.kind = 'submitted'
    where r.round_id = any(${rounds}::bigint[]) ${institution === null ? empty : sql`and r.institution = ${institution}`}
    order by r.round_id, r.institution, r.version desc`);
}

/** How far a laboratory is in the rounds that it has begun. */
export async function findParts(db: Queryable, institution: string): Promise<EqaRoundsResponse['parts']> {
  return db.query<EqaRoundsResponse['parts'][number]>(sql`
    select e.round_id as round, exists (
        select from eqa_receipt p where p.round_id = e.round_id and p.institution = ${institution}) as "isReceived",
      case when ${isLate(sql`e.round_id`)} then 'late' when s.id is not null then 'submitted' when c.id is not null then 'checked'
        when v.id is not null then 'entered' end as step
    from (select distinct round_id from eqa_enrolment where institution = ${institution}) e
    left join lateral (
      select id from eqa_return r where r.round_id = e.round_id and r.institution = ${institution} order by version desc limit 1) v on true
    left join eqa_return_act c on c.return_id = v.id and c.kind = 'checked'
    left join eqa_return_act s on s.return_id = v.id and s.kind = 'submitted'`);
}

export interface NewReturnAct {
  readonly returned: number;
  readonly kind: 'checked' | 'submitted';
  readonly isLate: boolean;
  readonly receipt: string | null;
  readonly address: string | null;
}

export async function insertReturnAct(
  tx: Queryable,
  { id, unit, institution }: OfLaboratory,
  act: NewReturnAct,
  by: By,
): Promise<void> {
  await tx.query(sql`
    insert into eqa_return_act (return_id, round_id, unit, institution, kind, late, receipt, address, acted_by, acted_name, recorded_at)
    values (${act.returned}, ${id}, ${unit}, ${institution}, ${act.kind}, ${act.isLate}, ${act.receipt}, ${act.address}, ${by.id}, ${by.name},
      ${at(by.at)})`);
}

export interface EvaluationRow {
  readonly version: number;
  readonly reason: string | null;
  readonly targets: readonly RoundTarget[];
  readonly excluded: readonly Excluded[];
  readonly ungraded: readonly Ungraded[];
  readonly decisions: readonly Decided[];
  readonly by: string;
  readonly atMs: number;
}

export interface NewEvaluation {
  readonly version: number;
  readonly reason: string | null;
  readonly targets: readonly RoundTarget[];
  readonly excluded: readonly Excluded[];
  readonly ungraded: readonly Ungraded[];
  readonly decisions: readonly Decided[];
  readonly scores: readonly RoundScore[];
}

export async function insertEvaluation(
  tx: Queryable,
  { id, unit }: OfRound,
  one: NewEvaluation,
  by: By,
): Promise<void> {
  await tx.query(sql`
    insert into eqa_evaluation (round_id, unit, version, reason, targets, excluded, ungraded, decisions, evaluated_by, evaluated_name, recorded_at)
    values (${id}, ${unit}, ${one.version}, ${one.reason}, ${jsonText(one.targets)}::jsonb, ${jsonText(one.excluded)}::jsonb,
      ${jsonText(one.ungraded)}::jsonb, ${jsonText(one.decisions)}::jsonb, ${by.id}, ${by.name}, ${at(by.at)})`);
  await tx.query(sql`
    insert into eqa_score (round_id, unit, version, institution, item, outcome, percent, review, cells)
    select ${id}, ${unit}, ${one.version}, s.institution, s.item, s.outcome, s.percent, s.review, s.cells
    from jsonb_to_recordset(${jsonText(one.scores)}::jsonb)
      as s(institution text, item text, outcome text, percent numeric, review integer, cells jsonb)`);
}

export async function findEvaluation(db: Queryable, id: number, version: number): Promise<EvaluationRow | null> {
  const rows = await db.query<EvaluationRow>(sql`
    select version, reason, targets, excluded, ungraded, decisions, evaluated_name as by, extract(epoch from recorded_at)::float8 * 1000 as "atMs"
    from eqa_evaluation where round_id = ${id} and version = ${version}`);
  return rows[0] ?? null;
}

/** Why a version was made; of one that is published, for whoever takes part. */
export async function findReason(worker: Queryable, id: number, version: number): Promise<string | null> {
  const rows = await worker.query<{ reason: string | null }>(
    sql`select reason from eqa_evaluation where round_id = ${id} and version = ${version}`,
  );
  return rows[0]?.reason ?? null;
}

export async function findScores(
  db: Queryable,
  id: number,
  version: number,
  institution: string | null = null,
): Promise<readonly RoundScore[]> {
  return db.query<RoundScore>(sql`
    select institution, item, outcome, percent::float8 as percent, review, cells from eqa_score
    where round_id = ${id} and version = ${version} ${institution === null ? empty : sql`and institution = ${institution}`}
    order by institution, item`);
}
