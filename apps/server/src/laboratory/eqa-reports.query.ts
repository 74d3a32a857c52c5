/** Periodic reports of organisers of EQA 室间质评定期报告 as they are stored, what they are made of, and who received them. */
import type { EqaReportFigures, ReportedRound } from '@fujie/core/eqa';
import type { Day } from '@fujie/core/kernel';

import type { Queryable, Sql } from '../platform/db/database.ts';
import { jsonText, sql } from '../platform/db/database.ts';
import { isLate } from './eqa.query.ts';
import type { By } from './eqa.query.ts';

interface Reported extends ReportedRound {
  readonly id: number;
  /** Version of its grades that stands; null: none is published. */
  readonly version: number | null;
}

const dayAt = (instant: ReturnType<typeof sql>) => sql`to_char(${instant} at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`;

interface Period {
  readonly organiser: string;
  readonly from: Day;
  readonly to: Day;
}

/** Whether a report of other days holds a round `d`, in a version such as this. */
const stoodElsewhere = ({ organiser, from, to }: Period, version: Sql): Sql => sql`exists (
  select from eqa_report e, unnest(e.rounds, e.versions) held(round, version)
  where e.organiser = ${organiser} and (e.from_day, e.to_day) <> (${from}::date, ${to}::date) and held.round = d.id and ${version})`;

/** Grades of a round `d` that came out in days reported before the period and after their report was issued, and stand in no other report. */
const cameLate = (of: Period): Sql => sql`(d.published_on < ${of.from}
  and exists (select from eqa_report e where e.organiser = ${of.organiser} and d.published_on::date between e.from_day and e.to_day)
  and not ${stoodElsewhere(of, sql`true`)})`;

/** Grades of a round `d` that were corrected by the end of the period, after a report held them as they were. */
const wasCorrected = (of: Period): Sql => sql`(d.corrected_on <= ${of.to}
  and ${stoodElsewhere(of, sql`held.version < d.published and e.to_day < ${of.from}::date`)}
  and not ${stoodElsewhere(of, sql`held.version >= d.published`)})`;

/** What a version of the report of these very days held of a round `d` before. */
const heldBefore = ({ organiser, from, to }: Period): Sql => sql`(d.published_on <= ${to} and exists (
  select from eqa_report e where e.organiser = ${organiser} and (e.from_day, e.to_day) = (${from}::date, ${to}::date) and d.id = any(e.rounds)))`;

/**
 * Rounds of an organiser whose grades were first published in a period, or in days reported before it and after their report was issued; those whose
 * grades were corrected since they were reported; and those that closed in it and are not published by its end. Grades are of the version that stands
 * now.
 */
export async function findReportedRounds(worker: Queryable, of: Period): Promise<readonly Reported[]> {
  const { organiser, from, to } = of;
  return worker.query<Reported>(sql`
    with round as (
      select r.id, r.round, r.name_zh, coalesce(moved.closes_at, r.closes_at) as closes_at, done.published_at, done.corrected_at, done.published
      from eqa_round r
      left join lateral (
        select closes_at from eqa_act a where a.round_id = r.id and a.kind = 'rescheduled' order by a.id desc limit 1) moved on true
      left join lateral (
        -- The first version that is published need not be the first that was graded: what is published after it corrects it.
        select min(recorded_at) as published_at, case when count(*) > 1 then max(recorded_at) end as corrected_at, max(version) as published
        from eqa_act a where a.round_id = r.id and a.kind = 'published') done on true
      where r.organiser = ${organiser}),
    dated as (
      select *, ${dayAt(sql`closes_at`)} as closes_on, ${dayAt(sql`published_at`)} as published_on, ${dayAt(sql`corrected_at`)} as corrected_on
      from round)
    select d.id, d.round, d.name_zh as "nameZh", d.closes_on as "closesOn", d.published as version,
      case when d.published_on <= ${to} then d.published_on end as "publishedOn",
      case when d.published_on <= ${to} then d.corrected_on end as "correctedOn",
      coalesce((select jsonb_agg(jsonb_build_object('institution', e.institution, 'returned',
          case when t.in_time then 'in-time' when t.in_time is not null then 'late' else 'missing' end) order by e.institution)
        from (select distinct on (institution) round_id, institution, items from eqa_enrolment where round_id = d.id
          order by institution, id desc) e
        left join lateral (
          select bool_or(not ${isLate(sql`e.round_id`)}) as in_time from eqa_return_act s
          where s.round_id = e.round_id and s.institution = e.institution and s.kind = 'submitted') t on true
        where cardinality(e.items) > 0), '[]') as participants,
      case when d.published_on <= ${to} then coalesce((select jsonb_agg(jsonb_build_object(
          'institution', s.institution, 'item', s.item, 'outcome', s.outcome) order by s.institution, s.item)
        from eqa_score s where s.round_id = d.id and s.version = d.published), '[]') else '[]' end as scores
    from dated d
    where d.published_on between ${from} and ${to} or ${cameLate(of)} or ${wasCorrected(of)} or ${heldBefore(of)}
      or (coalesce(d.published_on, '9999') > ${to} and d.closes_on between ${from} and ${to})
    order by d.closes_at, d.id`);
}

export interface NewReport {
  readonly unit: string;
  readonly organiser: string;
  readonly from: Day;
  readonly to: Day;
  readonly version: number;
  readonly corrects: number | null;
  readonly reason: string | null;
  readonly summary: string;
  readonly advice: readonly { readonly institution: string; readonly text: string }[];
  readonly figures: EqaReportFigures;
  readonly rounds: readonly number[];
  /** Of the grades of each round. */
  readonly versions: readonly number[];
  readonly authorities: readonly string[];
  readonly institutions: readonly string[];
  readonly loop: number | null;
}

export interface ReportRow extends NewReport {
  readonly id: number;
  readonly by: string;
  readonly atMs: number;
  readonly isCurrent: boolean;
}

/** Holds the reports of an organiser until the transaction ends. */
export async function lockReports(worker: Queryable, organiser: string): Promise<void> {
  await worker.query(sql`select pg_advisory_xact_lock(hashtext('eqa_report'), hashtext(${organiser}))`);
}

export async function insertReport(worker: Queryable, one: NewReport, by: By): Promise<number> {
  const rows = await worker.query<{ id: number }>(sql`
    insert into eqa_report (unit, organiser, from_day, to_day, version, corrects, reason, summary, advice, figures, rounds, versions, authorities,
      institutions, loop_id, issued_by, issued_name, recorded_at)
    values (${one.unit}, ${one.organiser}, ${one.from}::date, ${one.to}::date, ${one.version}, ${one.corrects}, ${one.reason}, ${one.summary},
      ${jsonText(one.advice)}::jsonb, ${jsonText(one.figures)}::jsonb, ${one.rounds}::bigint[], ${one.versions}::integer[], ${one.authorities}::text[],
      ${one.institutions}::text[], ${one.loop}, ${by.id}, ${by.name}, to_timestamp(${by.at}::float8 / 1000))
    returning id`);
  return rows[0]?.id ?? 0;
}

/** Whose reports: one, an organiser's, those of a region's organisers, those that go to an authority, or that name one of these institutions. */
type Which =
  | { readonly id: number }
  | { readonly organiser: string }
  | { readonly unit: string }
  | { readonly authority: string }
  | { readonly institutions: readonly string[] };

function isWanted(which: Which): Sql {
  if ('id' in which) return sql`r.id = ${which.id}`;
  if ('organiser' in which) return sql`r.organiser = ${which.organiser}`;
  if ('unit' in which) return sql`r.unit = ${which.unit}`;
  if ('authority' in which) return sql`${which.authority} = any(r.authorities)`;
  return sql`r.institutions && ${which.institutions}::text[]`;
}

/** Reports within the scope, the latest first. */
export async function findReports(
  db: Queryable,
  which: Which,
  most: number | null = null,
): Promise<readonly ReportRow[]> {
  return db.query<ReportRow>(sql`
    select r.id, r.unit, r.organiser, to_char(r.from_day, 'YYYY-MM-DD') as from, to_char(r.to_day, 'YYYY-MM-DD') as to, r.version, r.corrects,
      r.reason, r.summary, r.advice, r.figures, r.rounds, r.versions, r.authorities, r.institutions, r.loop_id as loop, r.issued_name as by,
      extract(epoch from r.recorded_at)::float8 * 1000 as "atMs", not exists (select from eqa_report c where c.corrects = r.id) as "isCurrent"
    from eqa_report r where ${isWanted(which)} order by r.id desc limit ${most}`);
}

export interface ReceivedRow {
  readonly report: number;
  readonly unit: string;
  readonly by: string;
  readonly atMs: number;
}

export async function findReceived(db: Queryable, reports: readonly number[]): Promise<readonly ReceivedRow[]> {
  return db.query<ReceivedRow>(sql`
    select report_id as report, unit, received_name as by, extract(epoch from recorded_at)::float8 * 1000 as "atMs" from eqa_report_receipt
    where report_id = any(${reports}::bigint[]) order by id`);
}

/** False: that authority said so before. */
export async function insertReceived(worker: Queryable, report: number, unit: string, by: By): Promise<boolean> {
  const rows = await worker.query(sql`
    insert into eqa_report_receipt (report_id, unit, received_by, received_name, recorded_at)
    values (${report}, ${unit}, ${by.id}, ${by.name}, to_timestamp(${by.at}::float8 / 1000))
    on conflict (report_id, unit) do nothing returning id`);
  return rows.length > 0;
}

/** What an organiser's report is due by: rounds that were published, whether somebody failed, and the day on which a report was waived last. */
export interface Standing {
  readonly organiser: string;
  /** The first publication of a failure that stands in no report, also of one that corrected grades bring. */
  readonly problem: Day | null;
  /** A correction is not what is owed for the days after it. */
  readonly reportedOn: Day | null;
  readonly waivedOn: Day | null;
}

/** Of all organisers, or of one. */
export async function findStandings(worker: Queryable, organiser: string | null = null): Promise<readonly Standing[]> {
  return worker.query<Standing>(sql`
    with published as (
      select r.organiser, r.id, max(a.version) as version, coalesce((
          select max(held.version) from eqa_report e, unnest(e.rounds, e.versions) held(round, version)
          where e.organiser = r.organiser and held.round = r.id), 0) as reported
      from eqa_round r join eqa_act a on a.round_id = r.id and a.kind = 'published'
      where ${organiser}::text is null or r.organiser = ${organiser} group by r.organiser, r.id)
    select p.organiser, ${dayAt(sql`min(f.at)`)} as problem,
      (select ${dayAt(sql`max(e.recorded_at)`)} from eqa_report e where e.organiser = p.organiser and e.corrects is null) as "reportedOn",
      (select ${dayAt(sql`max(l.closed_at)`)} from loop l where l.definition = 'eqa/report' and l.status not in ('void', 'open')
        and starts_with(l.subject, 'eqa-report|' || p.organiser || '|')
        and not exists (select from eqa_report e where e.loop_id = l.id)) as "waivedOn"
    from published p left join lateral (
      select min(a.recorded_at) as at from eqa_act a
      where a.round_id = p.id and a.kind = 'published' and a.version > p.reported and exists (
        select from eqa_score s where s.round_id = p.id and s.version = p.version and s.outcome in ('FAIL', 'ABSENT')
          and not exists (select from eqa_score t where t.round_id = p.id and t.version = p.reported and t.institution = s.institution
            and t.item = s.item and t.outcome in ('FAIL', 'ABSENT')))) f on true
    group by p.organiser order by p.organiser`);
}
