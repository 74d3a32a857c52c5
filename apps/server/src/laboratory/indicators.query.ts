/** What laboratory indicators 检验质量指标 count of reports and critical values; no row says whose they are. */
import type { FollowedCritical } from '@fujie/core/critical';
import type { Day, Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { empty, sql } from '../platform/db/database.ts';
import type { MonthSpan } from './iqc-month.query.ts';

const at = (instant: Instant) => sql`to_timestamp(${instant}::float8 / 1000)`;

/**
 * Laboratory reports that were first given in the month, with the time from collection to that, whatever became of them since. What was
 * reported in the month was stored since: the index by the time of storing leads to it.
 */
const reports = ({ institution, from, to }: MonthSpan) => sql`
  select coalesce(max(r.report_no), r.report_id) as report, min(r.reported_at) as at,
    round(extract(epoch from min(r.reported_at) - min(r.collected_at)) / 60)::int as minutes,
    bool_or(r.current and r.status in ('corrected', 'entered-in-error')) as incorrect
    from result r
   where r.institution = ${institution} and r.updated_at >= ${at(from)} and r.report_id is not null and r.content = 'data'
     and r.reported_at < ${at(to)}
   group by r.report_id having min(r.reported_at) >= ${at(from)}`;

export interface ReportCount {
  readonly minutes: number | null;
  readonly count: number;
  readonly incorrect: number;
}

export async function countReports(db: Queryable, span: MonthSpan): Promise<readonly ReportCount[]> {
  return db.query<ReportCount>(sql`
    select minutes, count(*)::int as count, count(*) filter (where incorrect)::int as incorrect
      from (${reports(span)}) r group by minutes`);
}

export interface CountedReport {
  readonly report: string;
  readonly day: string;
  readonly minutes: number | null;
  readonly incorrect: boolean;
}

const MOST = 200;

/** The slowest reports of a month, or those that were wrong. */
export async function findReports(
  db: Queryable,
  span: MonthSpan,
  { isIncorrect }: { readonly isIncorrect: boolean },
): Promise<readonly CountedReport[]> {
  return db.query<CountedReport>(sql`
    select report, to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, minutes, incorrect
      from (${reports(span)}) r where ${isIncorrect ? sql`incorrect` : sql`minutes is not null`}
     order by ${isIncorrect ? empty : sql`minutes desc,`} report limit ${MOST}`);
}

/** Items that an institution compared by split samples from a day on, before another; a study that was corrected is none. */
export async function findCompared(
  db: Queryable,
  institution: string,
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ item: string }>(sql`
    select distinct item from laboratory_study s
     where institution = ${institution} and kind = 'split-sample' and measured_on >= ${from}::date and measured_on < ${to}::date
       and not exists (select from laboratory_study n where n.corrects = s.id)`);
  return new Set(rows.map(({ item }) => item));
}

export async function findCriticalOf(
  db: Queryable,
  { institution, from, to }: MonthSpan,
): Promise<readonly FollowedCritical[]> {
  return db.query<FollowedCritical>(sql`
    select v.loop_id as "loopId", v.setting, extract(epoch from v.appeared_at)::float8 * 1000 as "appearedAt", l.status, l.flaws, l.state,
      case when l.status = 'waived' then (select w.content from loop_record w where w.loop_id = l.id and w.kind = 'waived' and w.stage is null
        order by w.id desc limit 1) end as waiver
      from critical_value v join loop l on l.id = v.loop_id
     where v.unit = ${institution} and v.appeared_at >= ${at(from)} and v.appeared_at < ${at(to)}`);
}
