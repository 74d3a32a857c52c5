/** Periodic reports of organisers of EQA 室间质评定期报告 as they are stored, what they are made of, and who received them. */
import type { EqaReportFigures, ReportedRound } from '@fujie/core/eqa';
import type { Day } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { jsonText, sql } from '../platform/db/database.ts';
import { isLate } from './eqa.query.ts';
import type { By } from './eqa.query.ts';

interface Reported extends ReportedRound {
  readonly id: number;
}

const dayAt = (instant: ReturnType<typeof sql>) => sql`to_char(${instant} at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`;

/**
 * Rounds of an organiser whose grades were first published in a period, or in days reported before it and after their report was issued, and those
 * that closed in it and are not published by its end. Grades are of the version that stands now.
 */
export async function findReportedRounds(
  worker: Queryable,
  { organiser, from, to }: { readonly organiser: string; readonly from: Day; readonly to: Day },
): Promise<readonly Reported[]> {
  return worker.query<Reported>(sql`
    with round as (
      select r.id, r.round, r.name_zh, coalesce(moved.closes_at, r.closes_at) as closes_at, done.published_at, done.published
      from eqa_round r
      left join lateral (
        select closes_at from eqa_act a where a.round_id = r.id and a.kind = 'rescheduled' order by a.id desc limit 1) moved on true
      left join lateral (
        select min(recorded_at) as published_at, max(version) as published from eqa_act a where a.round_id = r.id and a.kind = 'published') done on true
      where r.organiser = ${organiser}),
    dated as (
      select *, ${dayAt(sql`closes_at`)} as closes_on, ${dayAt(sql`published_at`)} as published_on from round)
    select d.id, d.round, d.name_zh as "nameZh", d.closes_on as "closesOn",
      case when d.published_on <= ${to} then d.published_on end as "publishedOn",
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
    where d.published_on between ${from} and ${to}
      or (d.published_on < ${from}
        and exists (select from eqa_report e where e.organiser = ${organiser}
          and d.published_on::date between e.from_day and e.to_day)
        and not exists (select from eqa_report e where e.organiser = ${organiser} and d.id = any(e.rounds)
          and (e.from_day, e.to_day) <> (${from}::date, ${to}::date)))
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
    insert into eqa_report (unit, organiser, from_day, to_day, version, corrects, reason, summary, advice, figures, rounds, authorities, institutions,
      loop_id, issued_by, issued_name, recorded_at)
    values (${one.unit}, ${one.organiser}, ${one.from}::date, ${one.to}::date, ${one.version}, ${one.corrects}, ${one.reason}, ${one.summary},
      ${jsonText(one.advice)}::jsonb, ${jsonText(one.figures)}::jsonb, ${one.rounds}::bigint[], ${one.authorities}::text[],
      ${one.institutions}::text[], ${one.loop}, ${by.id}, ${by.name}, to_timestamp(${by.at}::float8 / 1000))
    returning id`);
  return rows[0]?.id ?? 0;
}

/** Reports within the scope, the latest first: one, those of a region's organisers, or all that are shown. */
export async function findReports(
  db: Queryable,
  which: { readonly id: number } | { readonly organiser: string } | 'all',
): Promise<readonly ReportRow[]> {
  const wanted =
    which === 'all' ? sql`true` : 'id' in which ? sql`r.id = ${which.id}` : sql`r.organiser = ${which.organiser}`;
  return db.query<ReportRow>(sql`
    select r.id, r.unit, r.organiser, to_char(r.from_day, 'YYYY-MM-DD') as from, to_char(r.to_day, 'YYYY-MM-DD') as to, r.version, r.corrects,
      r.reason, r.summary, r.advice, r.figures, r.rounds, r.authorities, r.institutions, r.loop_id as loop, r.issued_name as by,
      extract(epoch from r.recorded_at)::float8 * 1000 as "atMs", not exists (select from eqa_report c where c.corrects = r.id) as "isCurrent"
    from eqa_report r where ${wanted} order by r.id desc limit 500`);
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
  /** The first publication of a failure that stands in no report. */
  readonly problem: Day | null;
  readonly reportedOn: Day | null;
  readonly waivedOn: Day | null;
}

export async function findStandings(worker: Queryable): Promise<readonly Standing[]> {
  return worker.query<Standing>(sql`
    with published as (
      select r.organiser, r.id, min(a.recorded_at) as at, max(a.version) as version from eqa_round r
      join eqa_act a on a.round_id = r.id and a.kind = 'published' group by r.organiser, r.id)
    select p.organiser, ${dayAt(sql`min(p.at) filter (where f.failed and not f.reported)`)} as problem,
      (select ${dayAt(sql`max(e.recorded_at)`)} from eqa_report e where e.organiser = p.organiser) as "reportedOn",
      (select ${dayAt(sql`max(l.closed_at)`)} from loop l where l.definition = 'eqa/report' and l.status not in ('void', 'open')
        and starts_with(l.subject, 'eqa-report|' || p.organiser || '|')
        and not exists (select from eqa_report e where e.loop_id = l.id)) as "waivedOn"
    from published p cross join lateral (
      select exists (select from eqa_score s where s.round_id = p.id and s.version = p.version and s.outcome in ('FAIL', 'ABSENT')) as failed,
        exists (select from eqa_report e where e.organiser = p.organiser and p.id = any(e.rounds)) as reported) f
    group by p.organiser order by p.organiser`);
}
