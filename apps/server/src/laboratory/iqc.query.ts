/** Internal quality control 室内质控 as it is stored: measurements, targets, events of systems, verdicts of runs. */
import type { RunVerdict } from '@fujie/core/iqc';
import type { Instant } from '@fujie/core/kernel';
import type { SeriesRun } from '@fujie/core/laboratory';

import type { Queryable } from '../platform/db/database.ts';
import { empty, jsonText, sql } from '../platform/db/database.ts';

export type Purpose = 'routine' | 'temporary' | 'parallel';
export type Channel = 'hand' | 'json' | 'sheet' | 'mllp';

export interface NewResult {
  readonly institution: string;
  readonly system: string;
  readonly product: string;
  readonly lot: string;
  readonly level: string;
  readonly value: string | null;
  readonly reading: string;
  readonly measuredAt: Instant;
  readonly run: string;
  readonly purpose: Purpose;
  readonly operator: string | null;
  readonly reagentLot: string | null;
  readonly calibratorLot: string | null;
  readonly channel: Channel;
  readonly key: string;
  readonly repeatOf: number | null;
  readonly corrects: number | null;
  readonly isVoid: boolean;
  readonly reason: string | null;
  readonly isLate: boolean;
  readonly enteredBy: string;
  readonly enteredName: string;
  readonly recordedAt: Instant;
}

/** A measurement as it stands: what corrected it, if anything did, in its place. */
export interface ResultRow {
  readonly id: number;
  readonly system: string;
  readonly product: string;
  readonly lot: string;
  readonly level: string;
  readonly value: string | null;
  readonly reading: string;
  readonly measuredMs: number;
  readonly run: string;
  readonly purpose: Purpose;
  readonly operator: string | null;
  readonly reagentLot: string | null;
  readonly calibratorLot: string | null;
  readonly key: string;
  readonly repeatOf: number | null;
  readonly corrects: number | null;
  readonly isVoid: boolean;
  readonly reason: string | null;
  readonly isLate: boolean;
  readonly enteredName: string;
  readonly recordedMs: number;
}

const RESULT = sql`r.id, r.system, r.product, r.lot, r.level, r.value::text, r.reading, extract(epoch from r.measured_at)::float8 * 1000 as "measuredMs", r.run,
  r.purpose, r.operator, r.reagent_lot as "reagentLot", r.calibrator_lot as "calibratorLot", r.key, r.repeat_of as "repeatOf", r.corrects,
  r.void as "isVoid", r.reason, r.late as "isLate", r.entered_name as "enteredName", extract(epoch from r.recorded_at)::float8 * 1000 as "recordedMs"`;
const STANDING = sql`not exists (select from iqc_result c where c.corrects = r.id)`;
const at = (instant: Instant | number) => sql`to_timestamp(${instant}::float8 / 1000)`;

export async function insertResult(tx: Queryable, one: NewResult, sealOf: (one: NewResult) => Buffer): Promise<number> {
  const [id = 0] = await insertResults(tx, [one], sealOf);
  return id;
}

/** Measurements in one statement, each with its seal 封签; their numbers, in their order. */
export async function insertResults(
  tx: Queryable,
  all: readonly NewResult[],
  sealOf: (one: NewResult) => Buffer,
): Promise<readonly number[]> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into iqc_result (institution, system, product, lot, level, value, reading, measured_at, run, purpose, operator, reagent_lot, calibrator_lot,
      channel, key, repeat_of, corrects, void, reason, late, entered_by, entered_name, recorded_at, seal)
    select institution, system, product, lot, level, value, reading, to_timestamp(measured / 1000), run, purpose, operator, reagent_lot, calibrator_lot,
      channel, key, repeat_of, corrects, void, reason, late, entered_by, entered_name, to_timestamp(recorded / 1000), decode(seal, 'hex')
      from unnest(${all.map((r) => r.institution)}::text[], ${all.map((r) => r.system)}::text[], ${all.map((r) => r.product)}::text[],
        ${all.map((r) => r.lot)}::text[], ${all.map((r) => r.level)}::text[], ${all.map((r) => r.value)}::numeric[], ${all.map((r) => r.reading)}::text[],
        ${all.map((r) => r.measuredAt)}::float8[], ${all.map((r) => r.run)}::text[], ${all.map((r) => r.purpose)}::text[], ${all.map((r) => r.operator)}::text[],
        ${all.map((r) => r.reagentLot)}::text[], ${all.map((r) => r.calibratorLot)}::text[], ${all.map((r) => r.channel)}::text[],
        ${all.map((r) => r.key)}::text[], ${all.map((r) => r.repeatOf)}::bigint[], ${all.map((r) => r.corrects)}::bigint[], ${all.map((r) => r.isVoid)}::boolean[],
        ${all.map((r) => r.reason)}::text[], ${all.map((r) => r.isLate)}::boolean[], ${all.map((r) => r.enteredBy)}::text[], ${all.map((r) => r.enteredName)}::text[],
        ${all.map((r) => r.recordedAt)}::float8[], ${all.map((r) => sealOf(r).toString('hex'))}::text[])
        with ordinality as t (institution, system, product, lot, level, value, reading, measured, run, purpose, operator, reagent_lot, calibrator_lot,
          channel, key, repeat_of, corrects, void, reason, late, entered_by, entered_name, recorded, seal, place)
     order by place
    returning id`);
  return rows.map(({ id }) => id);
}

/** Measurements by their keys, corrected or not. */
export async function findByKeys(
  db: Queryable,
  institution: string,
  keys: readonly string[],
): Promise<readonly ResultRow[]> {
  return db.query<ResultRow>(
    sql`select ${RESULT} from iqc_result r where r.institution = ${institution} and r.key = any(${keys}::text[])`,
  );
}

/** The systems of measurements of an institution, by their numbers. */
export async function findSystemsOf(
  db: Queryable,
  institution: string,
  ids: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const rows = await db.query<{ id: number; system: string }>(
    sql`select id, system from iqc_result where institution = ${institution} and id = any(${ids}::bigint[])`,
  );
  return new Map(rows.map(({ id, system }) => [id, system]));
}

/** One measurement with what stands in its place; null: there is none within the scope. */
export async function findStanding(db: Queryable, id: number): Promise<(ResultRow & { institution: string }) | null> {
  const rows = await db.query<ResultRow & { institution: string }>(sql`
    with recursive chain as (
      select id from iqc_result where id = ${id} union all select c.id from iqc_result c join chain on c.corrects = chain.id)
    select ${RESULT}, r.institution from iqc_result r join chain using (id) where ${STANDING}`);
  return rows[0] ?? null;
}

export interface Span {
  readonly institution: string;
  readonly system: string;
  readonly from: Instant;
  readonly to: Instant | null;
}

/** Measurements of a system as they stand, in the order of measurement. */
export async function findResults(
  db: Queryable,
  { institution, system, from, to }: Span,
): Promise<readonly ResultRow[]> {
  return db.query<ResultRow>(sql`
    select ${RESULT} from iqc_result r
     where r.institution = ${institution} and r.system = ${system} and r.measured_at >= ${at(from)}
       ${to === null ? empty : sql`and r.measured_at < ${at(to)}`} and ${STANDING}
     order by r.measured_at, r.id`);
}

export interface TargetRow {
  readonly id: number;
  readonly system: string;
  readonly product: string;
  readonly lot: string;
  readonly level: string;
  readonly mean: string;
  readonly sd: string;
  readonly kind: 'provisional' | 'cumulative' | 'fixed' | 'peer' | 'manufacturer';
  readonly n: number;
  readonly validFromMs: number;
  readonly excluded: readonly { readonly result: number; readonly reason: string }[];
  readonly reason: string | null;
  readonly approvedName: string;
  readonly recordedMs: number;
}

export interface NewTarget extends Omit<TargetRow, 'id' | 'validFromMs' | 'recordedMs'> {
  readonly institution: string;
  readonly validFrom: Instant;
  readonly approvedBy: string;
  readonly recordedAt: Instant;
}

export async function insertTarget(tx: Queryable, one: NewTarget): Promise<number> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into iqc_target (institution, system, product, lot, level, mean, sd, kind, n, valid_from, excluded, reason, approved_by, approved_name, recorded_at)
    values (${one.institution}, ${one.system}, ${one.product}, ${one.lot}, ${one.level}, ${one.mean}::numeric, ${one.sd}::numeric, ${one.kind}, ${one.n},
      ${at(one.validFrom)}, ${jsonText(one.excluded)}::jsonb, ${one.reason}, ${one.approvedBy}, ${one.approvedName}, ${at(one.recordedAt)})
    returning id`);
  return rows[0]?.id ?? 0;
}

/** When the last result of a lot since an instant was measured that any verdict judged by a target; null: there is none. */
export async function findLastJudged(
  db: Queryable,
  { institution, system, from }: Omit<Span, 'to'>,
  { product, lot, level }: Pick<TargetRow, 'product' | 'lot' | 'level'>,
): Promise<Instant | null> {
  // A run is known by its first result: others of it are measured within the day.
  const rows = await db.query<{ ms: number | null }>(sql`
    select extract(epoch from max(r.measured_at))::float8 * 1000 as ms
      from iqc_run v cross join unnest(v.results, v.targets) as point (result, target) join iqc_result r on r.id = point.result
     where v.institution = ${institution} and v.system = ${system} and v.measured_at >= ${at(from)} - interval '1 day'
       and point.target is not null and r.measured_at >= ${at(from)}
       and r.product = ${product} and r.lot = ${lot} and r.level = ${level}`);
  return (rows[0]?.ms ?? null) as Instant | null;
}

/** Every target of systems, the earliest first; of two that begin at once the one recorded last holds. */
export async function findTargets(
  db: Queryable,
  institution: string,
  systems: readonly string[],
): Promise<readonly TargetRow[]> {
  return db.query<TargetRow>(sql`
    select id, system, product, lot, level, mean::text, sd::text, kind, n, extract(epoch from valid_from)::float8 * 1000 as "validFromMs", excluded, reason,
      approved_name as "approvedName", extract(epoch from recorded_at)::float8 * 1000 as "recordedMs"
      from iqc_target where institution = ${institution} and system = any(${systems}::text[]) order by valid_from, id`);
}

export interface EventRow {
  readonly id: number;
  readonly system: string;
  readonly kind: string;
  readonly atMs: number;
  readonly text: string;
  readonly loop: number | null;
  readonly enteredName: string;
}

export interface NewEvent extends Omit<EventRow, 'id' | 'atMs'> {
  readonly institution: string;
  readonly at: Instant;
  readonly enteredBy: string;
  readonly recordedAt: Instant;
}

export async function insertEvent(tx: Queryable, one: NewEvent): Promise<number> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into iqc_event (institution, system, kind, at, text, loop_id, entered_by, entered_name, recorded_at)
    values (${one.institution}, ${one.system}, ${one.kind}, ${at(one.at)}, ${one.text}, ${one.loop}, ${one.enteredBy}, ${one.enteredName}, ${at(one.recordedAt)})
    returning id`);
  return rows[0]?.id ?? 0;
}

export async function findEvents(db: Queryable, { institution, system, from, to }: Span): Promise<readonly EventRow[]> {
  return db.query<EventRow>(sql`
    select id, system, kind, extract(epoch from at)::float8 * 1000 as "atMs", text, loop_id as loop, entered_name as "enteredName" from iqc_event
     where institution = ${institution} and system = ${system} and at >= ${at(from)} ${to === null ? empty : sql`and at < ${at(to)}`}
     order by at, id`);
}

/** A result of a run with its z 标准差指数 and the target by which it was judged; null: it had none. */
export interface JudgedPoint {
  readonly result: number;
  readonly level: string;
  readonly z: number | null;
  readonly target: number | null;
}

/** A rule that fired, with the results that show it. */
export type FiredOn = SeriesRun['fired'][number];

export interface RunRow {
  readonly institution: string;
  readonly system: string;
  readonly item: string;
  readonly instrument: string;
  readonly run: string;
  readonly version: number;
  readonly measuredMs: number;
  readonly verdict: RunVerdict | 'unjudged';
  readonly purpose: Purpose;
  readonly levels: number;
  readonly fired: readonly FiredOn[];
  readonly points: readonly JudgedPoint[];
  readonly decidedMs: number;
}

/** What the verdicts of a system have in common while its entry in the register stands. */
export interface RunHead extends Pick<RunRow, 'institution' | 'system' | 'item' | 'instrument'> {
  /** How it is judged. */
  readonly settings: object;
}

export interface NewRun {
  readonly now: RunRow;
  readonly head: RunHead;
}

const VERDICT = sql`v.institution, v.system, v.item, v.instrument, v.run, v.version, extract(epoch from v.measured_at)::float8 * 1000 as "measuredMs", v.verdict,
  v.purpose, v.levels, v.fired, extract(epoch from v.decided_at)::float8 * 1000 as "decidedMs"`;
// Level and z follow from what is never altered, by the same arithmetic by which they were judged.
const RUN = sql`${VERDICT}, (
  select coalesce(json_agg(json_build_object('result', p.result, 'level', r.level, 'target', p.target,
           'z', (r.value::float8 - t.mean::float8) / t.sd::float8) order by p.place), '[]')
    from unnest(v.results, v.targets) with ordinality as p (result, target, place)
    join iqc_result r on r.id = p.result left join iqc_target t on t.id = p.target) as points`;
export const LAST_VERSION = sql`not exists (select from iqc_run n where n.institution = v.institution and n.system = v.system and n.run = v.run and n.version > v.version)`;

/**
 * Results out of control 失控点 as `e`, from runs `v` that stand: evidence, in the run itself, of a rule that rejected it; what is evidence
 * of an earlier run keeps the verdict it had.
 */
export const EVIDENCE = sql`jsonb_array_elements(v.fired) f, jsonb_array_elements(f -> 'evidence') e`;
export const IS_OUT = sql`v.verdict = 'reject' and (f ->> 'isRejecting')::boolean
  and e::bigint = any(v.results) and ${LAST_VERSION}`;

/** Verdicts of a system as they stand, the earliest first. */
export async function findRuns(db: Queryable, { institution, system, from, to }: Span): Promise<readonly RunRow[]> {
  return db.query<RunRow>(sql`
    select ${RUN} from iqc_run v
     where institution = ${institution} and system = ${system} and measured_at >= ${at(from)}
       ${to === null ? empty : sql`and measured_at < ${at(to)}`} and ${LAST_VERSION}
     order by measured_at, run`);
}

interface SpanOf {
  readonly institution: string;
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Runs `v` of an institution in a span, system by system as they are found: an index by institution and time would have a place of its own to
 * change for each run of a bulk.
 */
export const runsOfAll = ({ institution, from, to }: SpanOf) => sql`
  (with recursive s as (
     (select system from iqc_run where institution = ${institution} order by system limit 1)
     union all
     select (select n.system from iqc_run n where n.institution = ${institution} and n.system > s.system order by n.system limit 1)
       from s where s.system is not null)
   select v.* from s, lateral (
     select * from iqc_run
      where institution = ${institution} and system = s.system and measured_at >= ${at(from)} and measured_at < ${at(to)} offset 0) v) v`;

const standingIn = (span: SpanOf) =>
  sql`from ${runsOfAll(span)} where ${LAST_VERSION} order by measured_at, system, run`;

/** Verdicts of all systems of an institution as they stand, the earliest first. */
export async function findRunsOf(db: Queryable, span: SpanOf): Promise<readonly RunRow[]> {
  return db.query<RunRow>(sql`select ${RUN} ${standingIn(span)}`);
}

/** The same with nothing of each result but its number. */
export async function findVerdictsOf(
  db: Queryable,
  span: SpanOf,
): Promise<readonly (Omit<RunRow, 'points'> & { readonly results: readonly number[] })[]> {
  return db.query(sql`select ${VERDICT}, to_json(v.results) as results ${standingIn(span)}`);
}

/** When the last run was accepted of each system before an instant of its own; in their order, null where none is on record. */
export async function findLastAccepted(
  db: Queryable,
  systems: readonly { readonly institution: string; readonly system: string; readonly before: Instant }[],
): Promise<readonly (Instant | null)[]> {
  const rows = await db.query<{ ms: Instant | null }>(sql`
    select date_part('epoch', (
      select measured_at from iqc_run v
       where institution = s.institution and system = s.system and measured_at < to_timestamp(s.before / 1000) and verdict in ('accept', 'warning') and ${LAST_VERSION}
       order by measured_at desc limit 1)) * 1000 as ms
      from unnest(${systems.map(({ institution }) => institution)}::text[], ${systems.map(({ system }) => system)}::text[],
        ${systems.map(({ before }) => before)}::float8[]) with ordinality as s (institution, system, before, place)
     order by place`);
  return rows.map(({ ms }) => ms);
}

/** Whether a run of a system stands rejected that was measured, or became so, since an instant. */
export async function isRejectedSince(
  db: Queryable,
  { institution, system }: Pick<Span, 'institution' | 'system'>,
  { measured, decided }: { readonly measured: Instant; readonly decided: Instant },
): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from iqc_run v
     where institution = ${institution} and system = ${system} and verdict = 'reject' and ${LAST_VERSION}
       and (measured_at >= ${at(measured)} or decided_at >= ${at(decided)})
     limit 1`);
  return rows.length > 0;
}

/** Which names of runs a system has had. */
export async function findRunNames(
  db: Queryable,
  { institution, system }: Pick<Span, 'institution' | 'system'>,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ run: string }>(sql`
    select distinct run from iqc_run where institution = ${institution} and system = ${system} and run = any(${names}::text[])`);
  return new Set(rows.map(({ run }) => run));
}
