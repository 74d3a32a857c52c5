/** Limits learnt from a laboratory's own results 患者数据质控参数, what was decided on them, what was followed by them and its alarms. */
import type { MovingStatistic, PatientControl, PatientLimits } from '@fujie/core/iqc';
import type { FollowState, LearntControl } from '@fujie/core/laboratory';
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { empty, jsonText, sql } from '../platform/db/database.ts';
import type { By } from './eqa.query.ts';

export interface OfSeries {
  readonly institution: string;
  readonly item: string;
  /** Empty: results that name no instrument on record. */
  readonly instrument: string;
}

export interface NewSetting extends OfSeries {
  readonly learnt: LearntControl;
  readonly wantedAlarms: number;
  readonly from: Instant;
  readonly to: Instant;
  readonly count: number;
}

export type SettingDecision = 'in-force' | 'declined' | 'stopped';

export interface SettingRow extends OfSeries {
  readonly id: number;
  readonly control: PatientControl;
  readonly statistic: MovingStatistic['kind'];
  readonly limits: PatientLimits;
  readonly wantedAlarms: number;
  readonly falseAlarmRate: number | null;
  readonly detection: LearntControl['detection'];
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
  readonly by: string;
  readonly recordedMs: number;
  readonly decisions: readonly {
    readonly decision: SettingDecision;
    readonly reason: string;
    readonly by: string;
    readonly atMs: number;
  }[];
  /** Null: it never was in force. */
  readonly sinceMs: number | null;
  /** Null: it is in force, or never was. */
  readonly endedMs: number | null;
  /** Results followed by it. */
  readonly followed: number;
  readonly alarms: number;
  readonly openLoop: number | null;
}

export async function insertSetting(db: Queryable, one: NewSetting, by: By): Promise<number> {
  const { control, limits, falseAlarmRate, detection } = one.learnt;
  const rows = await db.query<{ id: number }>(sql`
    insert into iqc_patient_setting (institution, item, instrument, control, low, high, wanted_alarms, false_alarm_rate, detection, learnt_from,
      learnt_to, learnt_count, proposed_by, proposed_name, recorded_at)
    values (${one.institution}, ${one.item}, ${one.instrument}, ${jsonText(control)}::jsonb, ${limits.low}, ${limits.high}, ${one.wantedAlarms},
      ${falseAlarmRate}, ${jsonText(detection)}::jsonb, to_timestamp(${one.from}::float8 / 1000), to_timestamp(${one.to}::float8 / 1000), ${one.count},
      ${by.id}, ${by.name}, to_timestamp(${by.at}::float8 / 1000))
    returning id`);
  return rows[0]?.id ?? 0;
}

/** One by its number, those of an item, or the latest that is in force or waits of each series; the latest first. */
export async function findSettings(
  db: Queryable,
  which: { readonly id: number } | { readonly institution: string; readonly item: string | null },
): Promise<readonly SettingRow[]> {
  const wanted =
    'id' in which
      ? sql`s.id = ${which.id}`
      : sql`s.institution = ${which.institution} ${
          which.item === null
            ? sql`and (c.setting_id is not null and c.ended_at is null or not exists (select from iqc_patient_decision d where d.setting_id = s.id))`
            : sql`and s.item = ${which.item}`
        }`;
  return db.query<SettingRow>(sql`
    select s.id, s.institution, s.item, s.instrument, s.control, s.control #>> '{statistic,kind}' as statistic,
      jsonb_build_object('low', s.low, 'high', s.high) as limits, s.wanted_alarms as "wantedAlarms", s.false_alarm_rate as "falseAlarmRate", s.detection,
      extract(epoch from s.learnt_from)::float8 * 1000 as "fromMs", extract(epoch from s.learnt_to)::float8 * 1000 as "toMs", s.learnt_count as count,
      s.proposed_name as by, extract(epoch from s.recorded_at)::float8 * 1000 as "recordedMs",
      coalesce((select jsonb_agg(jsonb_build_object('decision', d.decision, 'reason', d.reason, 'by', d.decided_name,
          'atMs', extract(epoch from d.recorded_at)::float8 * 1000) order by d.id)
        from iqc_patient_decision d where d.setting_id = s.id), '[]') as decisions,
      extract(epoch from c.since)::float8 * 1000 as "sinceMs", extract(epoch from c.ended_at)::float8 * 1000 as "endedMs", coalesce(c.seq, 0)::int as followed,
      (select count(*)::int from iqc_patient_alarm a where a.setting_id = s.id) as alarms,
      (select a.loop_id from iqc_patient_alarm a join loop l on l.id = a.loop_id where a.id = c.alarm_id and l.status = 'open') as "openLoop"
      from iqc_patient_setting s left join patient_control_state c on c.setting_id = s.id
     where ${wanted} order by s.item, s.instrument, s.id desc limit 500`);
}

/** False: this was decided before. */
export async function insertSettingDecision(
  tx: Queryable,
  { id, institution }: Pick<SettingRow, 'id' | 'institution'>,
  { decision, reason }: { readonly decision: SettingDecision; readonly reason: string },
  by: By,
): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into iqc_patient_decision (setting_id, institution, decision, reason, decided_by, decided_name, recorded_at)
    values (${id}, ${institution}, ${decision}, ${reason}, ${by.id}, ${by.name}, to_timestamp(${by.at}::float8 / 1000))
    on conflict do nothing returning id`);
  return rows.length > 0;
}

/** Nothing of an item and instrument is followed by the limits in force so far. */
export async function endInForce(tx: Queryable, of: OfSeries, at: Instant): Promise<void> {
  await tx.query(sql`
    update patient_control_state set ended_at = to_timestamp(${at}::float8 / 1000)
     where institution = ${of.institution} and item = ${of.item} and instrument = ${of.instrument} and ended_at is null`);
}

export async function beginInForce(
  tx: Queryable,
  of: OfSeries & { readonly id: number; readonly state: FollowState },
  at: Instant,
): Promise<void> {
  await tx.query(sql`
    insert into patient_control_state (setting_id, institution, item, instrument, since, state)
    values (${of.id}, ${of.institution}, ${of.item}, ${of.instrument}, to_timestamp(${at}::float8 / 1000), ${jsonText(of.state)}::jsonb)`);
}

export interface PointRow {
  readonly seq: number;
  readonly atMs: number;
  readonly statistic: number;
  readonly side: 'low' | 'high' | null;
}

/** The last statistics of a setting, the earliest first: of results that came, not of what was corrected since. */
export async function findPoints(db: Queryable, setting: number, most: number): Promise<readonly PointRow[]> {
  const rows = await db.query<PointRow>(sql`
    select seq, extract(epoch from reported_at)::float8 * 1000 as "atMs", statistic, side from iqc_patient_point
     where setting_id = ${setting} and kind = 'result' and statistic is not null order by seq desc limit ${most}`);
  return rows.toReversed();
}

export interface AlarmRow {
  readonly id: number;
  readonly setting: number;
  readonly institution: string;
  readonly item: string;
  readonly instrument: string;
  readonly side: 'low' | 'high';
  readonly statistic: number;
  readonly bound: number;
  readonly fromSeq: number;
  readonly seq: number;
  readonly results: number;
  /** Of them corrected or withdrawn since. */
  readonly changed: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly atMs: number;
  readonly loop: number | null;
  readonly loopStatus: string | null;
  readonly cause: string | null;
}

/** One by its number, or those of an item, the latest first. */
export async function findAlarms(
  db: Queryable,
  which: { readonly id: number } | { readonly institution: string; readonly item: string | null },
): Promise<readonly AlarmRow[]> {
  const wanted =
    'id' in which
      ? sql`a.id = ${which.id}`
      : sql`a.institution = ${which.institution} ${which.item === null ? empty : sql`and s.item = ${which.item}`}`;
  return db.query<AlarmRow>(sql`
    select a.id, a.setting_id as setting, a.institution, s.item, s.instrument, a.side, a.statistic, a.bound, a.from_seq as "fromSeq", a.seq, a.results,
      (select count(distinct c.result_id)::int from iqc_patient_point r join iqc_patient_point c
         on c.setting_id = r.setting_id and c.result_id = r.result_id and c.kind in ('corrected', 'withdrawn')
        where r.setting_id = a.setting_id and r.seq between a.from_seq and a.seq and r.kind = 'result') as changed,
      extract(epoch from a.first_at)::float8 * 1000 as "firstMs", extract(epoch from a.last_at)::float8 * 1000 as "lastMs",
      extract(epoch from a.raised_at)::float8 * 1000 as "atMs", a.loop_id as loop, l.status as "loopStatus",
      jsonb_path_query_first(l.state, '$.stages[*] ? (@.id == "cause").outcome') #>> '{}' as cause
      from iqc_patient_alarm a join iqc_patient_setting s on s.id = a.setting_id left join loop l on l.id = a.loop_id
     where ${wanted} order by a.id desc limit 200`);
}

export interface AlarmResultRow {
  readonly seq: number;
  readonly personId: number | null;
  readonly report: string | null;
  readonly value: number;
  readonly reportedMs: number | null;
  readonly standing: 'standing' | 'corrected' | 'withdrawn';
}

/** The results of an alarm, the latest first, with what became of each since. */
export async function findAlarmResults(
  db: Queryable,
  { setting, fromSeq, seq }: Pick<AlarmRow, 'setting' | 'fromSeq' | 'seq'>,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
): Promise<readonly AlarmResultRow[]> {
  return db.query<AlarmResultRow>(sql`
    select p.seq, r.person_id as "personId", coalesce(r.report_no, r.report_id) as report, p.value,
      extract(epoch from p.reported_at)::float8 * 1000 as "reportedMs",
      coalesce((select c.kind from iqc_patient_point c where c.setting_id = p.setting_id and c.result_id = p.result_id and c.seq > p.seq
        order by c.seq desc limit 1), 'standing') as standing
      from iqc_patient_point p left join result r on r.id = p.result_id and r.current
     where p.setting_id = ${setting} and p.seq between ${fromSeq} and ${seq} and p.kind = 'result'
     order by p.seq desc limit ${pageSize} offset ${(page - 1) * pageSize}`);
}
