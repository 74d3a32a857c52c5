/** Results of patients that wait to be followed, the steps that they make and the alarms of these 患者数据实时质控, as they are kept. */
import type { FollowState } from '@fujie/core/laboratory';
import type { PatientControl, PatientLimits } from '@fujie/core/iqc';
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { jsonText, sql } from '../platform/db/database.ts';

export interface OfItem {
  readonly institution: string;
  readonly item: string;
}

export interface DueResult {
  readonly device: string | null;
  readonly resultId: string;
  readonly version: number;
  readonly status: string;
  readonly value: number | null;
  readonly reportedMs: number | null;
}

/** A setting in force and how far it has come. */
export interface InForce extends OfItem {
  readonly setting: number;
  readonly instrument: string;
  readonly control: PatientControl;
  readonly limits: PatientLimits;
  readonly sinceMs: number;
  readonly seq: number;
  readonly state: FollowState;
  readonly alarm: { readonly id: number; readonly loop: number | null; readonly isOver: boolean } | null;
}

export interface Step {
  readonly seq: number;
  readonly kind: 'result' | 'corrected' | 'withdrawn' | 'restarted';
  readonly resultId: string | null;
  readonly version: number | null;
  readonly value: number | null;
  readonly statistic: number | null;
  readonly side: 'low' | 'high' | null;
  readonly reportedMs: number | null;
}

/** Of which item, but some, a result has waited longest; null: none waits. */
export async function findDueItem(db: Queryable, but: readonly OfItem[]): Promise<OfItem | null> {
  const [first] = await db.query<OfItem>(sql`
    select institution, item from patient_control_due
     where (institution, item) not in (
       select * from unnest(${but.map(({ institution }) => institution)}::text[], ${but.map(({ item }) => item)}::text[]))
     order by id limit 1`);
  return first ?? null;
}

/** Holds an item until the transaction ends: of several workers one follows it at a time. */
export async function lockPatientItem(tx: Queryable, { institution, item }: OfItem): Promise<void> {
  await tx.query(
    sql`select pg_advisory_xact_lock(hashtextextended(${`patient-control|${institution}|${item}`}::text, 0))`,
  );
}

/** Strikes out the results of an item that have waited longest, in the order in which they came. */
export async function takeDue(
  tx: Queryable,
  { institution, item }: OfItem,
  most: number,
): Promise<readonly DueResult[]> {
  return tx.query<DueResult>(sql`
    with taken as (
      delete from patient_control_due where id in (
        select id from patient_control_due where institution = ${institution} and item = ${item} order by id limit ${most})
      returning *)
    select device, result_id as "resultId", version, status, value, extract(epoch from reported_at)::float8 * 1000 as "reportedMs"
      from taken order by id`);
}

export async function findInForce(tx: Queryable, { institution, item }: OfItem): Promise<readonly InForce[]> {
  return tx.query<InForce>(sql`
    select c.setting_id as setting, c.institution, c.item, c.instrument, s.control, jsonb_build_object('low', s.low, 'high', s.high) as limits,
      extract(epoch from c.since)::float8 * 1000 as "sinceMs", c.seq, c.state,
      case when c.alarm_id is not null then jsonb_build_object('id', a.id, 'loop', a.loop_id, 'isOver', coalesce(l.status <> 'open', false)) end as alarm
      from patient_control_state c join iqc_patient_setting s on s.id = c.setting_id
      left join iqc_patient_alarm a on a.id = c.alarm_id left join loop l on l.id = a.loop_id
     where c.institution = ${institution} and c.item = ${item} and c.ended_at is null order by c.setting_id`);
}

export interface KnownResult {
  readonly resultId: string;
  readonly version: number;
  readonly kind: Step['kind'];
  readonly value: number | null;
}

/** The last step of each of these results that a setting has followed. */
export async function findKnown(
  tx: Queryable,
  setting: number,
  results: readonly string[],
): Promise<readonly KnownResult[]> {
  return tx.query<KnownResult>(sql`
    select distinct on (result_id) result_id as "resultId", version, kind, value from iqc_patient_point
     where setting_id = ${setting} and result_id = any(${results}::text[]) order by result_id, version desc`);
}

export async function insertSteps(
  tx: Queryable,
  { setting, institution }: Pick<InForce, 'setting' | 'institution'>,
  steps: readonly Step[],
  at: Instant,
): Promise<void> {
  const column = <K extends keyof Step>(name: K): Step[K][] => steps.map((one) => one[name]);
  await tx.query(sql`
    insert into iqc_patient_point (setting_id, institution, seq, kind, result_id, version, value, statistic, side, reported_at, taken_at)
    select ${setting}, ${institution}, seq, kind, result_id, version, value, statistic, side, to_timestamp(reported / 1000), to_timestamp(${at}::float8 / 1000)
      from unnest(${column('seq')}::bigint[], ${column('kind')}::text[], ${column('resultId')}::text[], ${column('version')}::int[],
        ${column('value')}::float8[], ${column('statistic')}::float8[], ${column('side')}::text[], ${column('reportedMs')}::float8[])
        as t (seq, kind, result_id, version, value, statistic, side, reported)`);
}

export async function storeState(
  tx: Queryable,
  { setting, seq, state, alarm }: Pick<InForce, 'setting' | 'seq' | 'state'> & { readonly alarm: number | null },
): Promise<void> {
  await tx.query(sql`
    update patient_control_state set seq = ${seq}, state = ${jsonText(state)}::jsonb, alarm_id = ${alarm} where setting_id = ${setting}`);
}

/** The run of results that led to a step: since the statistic was last on the other side of the middle, or began anew. */
export interface AlarmRun {
  readonly fromSeq: number;
  readonly results: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

export async function findRun(
  tx: Queryable,
  { setting, limits }: Pick<InForce, 'setting' | 'limits'>,
  { seq, side }: { readonly seq: number; readonly side: 'low' | 'high' },
): Promise<AlarmRun | null> {
  const middle = (limits.low + limits.high) / 2;
  const sign = side === 'low' ? -1 : 1;
  const [run] = await tx.query<AlarmRun>(sql`
    with before as (
      select seq from iqc_patient_point
       where setting_id = ${setting} and seq < ${seq} and (kind = 'restarted' or (kind = 'result' and (statistic - ${middle}::float8) * ${sign} <= 0))
       order by seq desc limit 1)
    select min(p.seq) as "fromSeq", count(*)::int as results, extract(epoch from min(p.reported_at))::float8 * 1000 as "firstMs",
      extract(epoch from max(p.reported_at))::float8 * 1000 as "lastMs"
      from iqc_patient_point p where p.setting_id = ${setting} and p.kind = 'result' and p.seq <= ${seq}
       and p.seq > coalesce((select seq from before), 0)
    having count(*) > 0`);
  return run ?? null;
}

export interface NewAlarm extends AlarmRun {
  readonly setting: number;
  readonly institution: string;
  readonly seq: number;
  readonly side: 'low' | 'high';
  readonly statistic: number;
  readonly bound: number;
  readonly loop: number | null;
  readonly at: Instant;
}

export async function insertAlarm(tx: Queryable, one: NewAlarm): Promise<number> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into iqc_patient_alarm (setting_id, institution, seq, side, statistic, bound, from_seq, results, first_at, last_at, loop_id, raised_at)
    values (${one.setting}, ${one.institution}, ${one.seq}, ${one.side}, ${one.statistic}, ${one.bound}, ${one.fromSeq}, ${one.results},
      to_timestamp(${one.firstMs}::float8 / 1000), to_timestamp(${one.lastMs}::float8 / 1000), ${one.loop}, to_timestamp(${one.at}::float8 / 1000))
    returning id`);
  return rows[0]?.id ?? 0;
}

/** Every step of a setting as it was taken, for whoever computes it again. */
export async function findSteps(db: Queryable, setting: number): Promise<readonly Step[]> {
  return db.query<Step>(sql`
    select seq, kind, result_id as "resultId", version, value, statistic, side, extract(epoch from reported_at)::float8 * 1000 as "reportedMs"
      from iqc_patient_point where setting_id = ${setting} order by seq`);
}
