/** What laboratory indicators 检验质量指标 count of reports, specimens and critical values; no row says whose they are. */
import type { FollowedCritical } from '@fujie/core/critical';
import type { Day, Instant } from '@fujie/core/kernel';
import type { SpecimenFault } from '@fujie/wire/fhir';

import type { Queryable } from '../platform/db/database.ts';
import { empty, sql } from '../platform/db/database.ts';
import { FOLLOWED_CRITICAL } from '../platform/loops/critical-followed.query.ts';
/** Institutions, and the months that are counted: from their beginning until their end. */
export interface MonthsSpan {
  readonly institutions: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
}

interface OfMonth {
  readonly institution: string;
  /** Calendar month in China. */
  readonly month: string;
}

const at = (instant: Instant) => sql`to_timestamp(${instant}::float8 / 1000)`;
const MONTH_OF = sql`to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM')`;
const MONTH = sql`${MONTH_OF} as month`;

/**
 * Laboratory reports that were first given in the months, with the time from collection to that, whatever became of them since. What was
 * reported in a month was stored since: the index by the time of storing leads to it, also to what only corrects a report of before.
 */
const reports = ({ institutions, from, to }: MonthsSpan) => sql`
  select r.institution, coalesce(max(r.report_no), r.report_id) as report, min(r.reported_at) as at,
    round(extract(epoch from min(r.reported_at) - min(r.collected_at)) / 60)::int as minutes,
    round(extract(epoch from min(r.reported_at) - min(r.received_at)) / 60)::int as bench,
    bool_or(r.current and r.status in ('corrected', 'entered-in-error')) as incorrect
    from result r
   where r.institution = any(${institutions}::text[]) and r.updated_at >= ${at(from)} and r.report_id is not null and r.content = 'data'
     and r.reported_at < ${at(to)}
   group by r.institution, r.report_id having min(r.reported_at) >= ${at(from)} and not exists (
     select from result e where e.report_id = r.report_id and e.institution = r.institution and e.content = 'data' and e.reported_at < ${at(from)})`;

export interface ReportCount extends OfMonth {
  readonly minutes: number | null;
  readonly count: number;
  readonly incorrect: number;
}

export async function countReports(db: Queryable, span: MonthsSpan): Promise<readonly ReportCount[]> {
  return db.query<ReportCount>(sql`
    select institution, ${MONTH}, minutes, count(*)::int as count, count(*) filter (where incorrect)::int as incorrect
      from (${reports(span)}) r group by 1, 2, 3`);
}

/** From the receipt of the specimen to the report, of reports of which both are known. */
export async function countBench(db: Queryable, span: MonthsSpan): Promise<readonly BenchCount[]> {
  return db.query<BenchCount>(sql`
    select institution, ${MONTH}, bench as minutes, count(*)::int as count
      from (${reports(span)}) r where bench is not null group by 1, 2, 3`);
}

export interface BenchCount extends OfMonth {
  readonly minutes: number;
  readonly count: number;
}

/** Specimens that reached the laboratory, each once however often it was sent; without that time by their collection. */
const specimens = ({ institutions, from, to }: MonthsSpan) => sql`
  select * from (
    select distinct on (institution, coalesce(identifiers[1], id)) institution, id, codes, categories, status,
      coalesce(ended_at, effective_at) as at, round(extract(epoch from ended_at - effective_at) / 60)::int as minutes
      from resource where type = 'Specimen' and current and institution = any(${institutions}::text[]) and updated_at >= ${at(from)}
       and status is distinct from 'entered-in-error'
     order by institution, coalesce(identifiers[1], id), updated_at desc, id) s
   where at >= ${at(from)} and at < ${at(to)}`;

export interface SpecimenCount extends OfMonth {
  /** From collection to receipt. */
  readonly minutes: number | null;
  readonly count: number;
  /** How many have which fault. */
  readonly faults: Readonly<Record<SpecimenFault | 'rejected', number>>;
  readonly anticoagulated: number;
  readonly contained: number;
}

const having = (fault: string) => sql`count(*) filter (where codes @> array[${fault}::text])::int`;

export async function countSpecimens(db: Queryable, span: MonthsSpan): Promise<readonly SpecimenCount[]> {
  return db.query<SpecimenCount>(sql`
    select institution, ${MONTH}, minutes, count(*)::int as count,
      json_build_object('rejected', ${having('rejected')}, 'wrong-type', ${having('wrong-type')},
        'wrong-container', ${having('wrong-container')}, 'wrong-volume', ${having('wrong-volume')}, 'clotted', ${having('clotted')}) as faults,
      count(*) filter (where categories @> array['anticoagulant'] or codes @> array['clotted'])::int as anticoagulated,
      count(*) filter (where categories && array['anticoagulant', 'no-anticoagulant'])::int as contained
      from (${specimens(span)}) s group by 1, 2, 3`);
}

export interface CultureCount extends OfMonth {
  /** A set is what was taken by one puncture. */
  readonly sets: number;
  readonly contaminatedSets: number;
  readonly samples: number;
  readonly contaminatedSamples: number;
}

/** Blood cultures 血培养 by sets and by bottles; a bottle that names no set is one. */
export async function countCultures(db: Queryable, span: MonthsSpan): Promise<readonly CultureCount[]> {
  return db.query<CultureCount>(sql`
    select institution, ${MONTH}, count(*)::int as sets, count(*) filter (where contaminated > 0)::int as "contaminatedSets",
      sum(samples)::int as samples, sum(contaminated)::int as "contaminatedSamples"
      from (select institution, coalesce((select c from unnest(categories) c where starts_with(c, 'set:')), id) as set, min(at) as at,
              count(*) as samples, count(*) filter (where codes @> array['contaminated']) as contaminated
              from (${specimens(span)}) s where categories @> array['blood-culture'] group by 1, 2) c group by 1, 2`);
}

/** Since which month each institution records which fault of specimens, looked for over two years. */
export async function findRecordedFaults(
  db: Queryable,
  { institutions, to }: Omit<MonthsSpan, 'from'>,
): Promise<readonly (OfMonth & { readonly fault: string })[]> {
  return db.query(sql`
    select institution, fault, min(${MONTH_OF}) as month
      from (select institution, coalesce(ended_at, effective_at) as at, unnest(codes) as fault from resource
             where type = 'Specimen' and current and cardinality(codes) > 0 and institution = any(${institutions}::text[])
               and updated_at >= ${at(to)} - interval '2 years' and status is distinct from 'entered-in-error') s
     where at < ${at(to)} group by 1, 2`);
}

export interface FaultySpecimen {
  readonly specimen: string;
  readonly day: string;
}

/** Specimens with a fault, the earliest first. */
export async function findFaulty(db: Queryable, span: MonthsSpan, fault: string): Promise<readonly FaultySpecimen[]> {
  return db.query<FaultySpecimen>(sql`
    select id as specimen, to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day
      from (${specimens(span)}) s where codes @> array[${fault}::text] order by at, id limit ${MOST}`);
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
  span: MonthsSpan,
  { isIncorrect, isBench }: { readonly isIncorrect: boolean; readonly isBench: boolean },
): Promise<readonly CountedReport[]> {
  return db.query<CountedReport>(sql`
    select report, to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, minutes, incorrect
      from (select report, at, ${isBench ? sql`bench` : sql`minutes`} as minutes, incorrect from (${reports(span)}) r) r where ${isIncorrect ? sql`incorrect` : sql`minutes is not null`}
     order by ${isIncorrect ? empty : sql`minutes desc,`} report limit ${MOST}`);
}

export interface AssessedItem {
  readonly institution: string;
  readonly item: string;
  readonly on: Day;
}

/**
 * Items that institutions assessed by other means than rounds, with the day: split samples, comparison with another method, an assigned value
 * found again. A study that was corrected is none, nor is one that no second person signed.
 */
export async function findAssessed(
  db: Queryable,
  { institutions, from, to }: { readonly institutions: readonly string[]; readonly from: Day; readonly to: Day },
): Promise<readonly AssessedItem[]> {
  return db.query<AssessedItem>(sql`
    select distinct institution, item, measured_on::text as "on" from laboratory_study s
     where institution = any(${institutions}::text[]) and measured_on >= ${from}::date and measured_on < ${to}::date
       and (kind in ('split-sample', 'comparison') or (kind = 'precision' and data ? 'assigned'))
       and not exists (select from laboratory_study n where n.corrects = s.id)
       and (not awaits_signature or exists (select from laboratory_study_signature g where g.study_id = s.id))`);
}

/** Those of tests; what no kind is known of, because it stood before kinds were kept, counts among them. */
export async function findCriticalOf(
  db: Queryable,
  { institutions, from, to }: MonthsSpan,
): Promise<readonly (FollowedCritical & { readonly institution: string })[]> {
  return db.query(sql`
    select v.unit as institution, ${FOLLOWED_CRITICAL}
      from critical_value v join loop l on l.id = v.loop_id
     where v.unit = any(${institutions}::text[]) and coalesce(v.kind, 'laboratory') = 'laboratory'
       and v.appeared_at >= ${at(from)} and v.appeared_at < ${at(to)}`);
}
