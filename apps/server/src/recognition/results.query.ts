/** Reads of results 结果: the one indexed read of the decision path, and what a doctor's page shows. */
import type { WishRow } from '../platform/access/facts.query.ts';
import { wishesOf } from '../platform/access/facts.query.ts';
import type { Queryable } from '../platform/db/database.ts';
import { raw, sql } from '../platform/db/database.ts';
import { groupedBy, READS } from '../platform/db/grouped.ts';
import type { Store } from '../platform/db/store.ts';
import type { ReliedChange } from './reliance.query.ts';

/** One version of a result as it is stored; times in milliseconds since 1970. */
export interface ResultRow {
  person_id: number;
  id: string;
  version: number;
  source_type: string;
  institution: string;
  report_id: string | null;
  report_no: string | null;
  item: string | null;
  name: string | null;
  status: string;
  collected_ms: number | null;
  reported_ms: number | null;
  value_num: number | null;
  comparator: string | null;
  value_text: string | null;
  unit: string | null;
  item_value: number | null;
  ref_low: number | null;
  ref_high: number | null;
  ref_text: string | null;
  flag: string | null;
  method: string | null;
  specimen: string | null;
  marks: string[];
  content: 'data' | 'image' | 'conclusion';
  identity: 'verified' | 'unconfirmed' | 'mismatch';
  /** What is doubtful about it, such as a unit that is missing. */
  warnings: string[];
}

/** With what the person objects and consents to, which no statement reads a result of others without. */
export interface WishedRow extends ResultRow {
  wishes: WishRow[] | null;
}

export interface CandidateRow extends WishedRow {
  /** What the physician already answered on this result in this encounter. */
  answered: 'ACCEPT' | 'REPEAT' | null;
}

/** The answers that a physician already gave in this encounter, by result. */
export function answersOf(rows: readonly CandidateRow[]): ReadonlyMap<string, 'ACCEPT' | 'REPEAT'> {
  return new Map(rows.flatMap(({ id, answered }) => (answered === null ? [] : [[id, answered] as const])));
}

const COLUMNS = `r.person_id, r.id, r.version, r.source_type, r.institution, r.report_id, r.report_no, r.item, r.name, r.status,
  date_part('epoch', r.collected_at) * 1000 as collected_ms, date_part('epoch', r.reported_at) * 1000 as reported_ms,
  r.value_num, r.comparator, r.value_text, r.unit, r.item_value, r.ref_low, r.ref_high, r.ref_text, r.flag, r.method, r.specimen, r.marks,
  r.content, r.identity, r.warnings`;

/** How many earlier results of one item are shown. */
export const CANDIDATES_SHOWN = 5;
/** How many of an item are judged that carry a mark, and that carry none: a daily value hides no older one that is a must. */
const JUDGED = 50;
/** The most that are read of one person and item, the newest first: years of a daily value. */
const READ = 1000;

/** What was taken back or never released is not even looked at. */
const NEVER_OFFERED = `('entered-in-error', 'cancelled', 'registered')`;

/** What can be recognised at all (N2 to N4); the rest is shown while it is among the newest. */
const CAN_BE_RECOGNISED = `r.status in ('final', 'amended', 'corrected', 'appended') and r.content <> 'conclusion' and r.identity = 'verified'`;

/** `$1` number of the question, then person, item, time (ms), episode and practitioner, one of each per item asked. */
export const CANDIDATES = `select w.ask, w.wishes, ${COLUMNS},
    case when w.episode is not null then (
      select a.choice from recognition_act a
       where a.person_id = r.person_id and a.result_id = r.id and a.result_version = r.version and a.episode = w.episode
         and a.practitioner = w.practitioner and a.outcome in ('ACCEPTED', 'ORDER_ALLOWED')
       order by a.acted_at desc, a.id desc limit 1) end as answered
  from (
    select q.*, ${wishesOf('q.person_id')} as wishes
      from unnest($1::int[], $2::bigint[], $3::text[], $4::float8[], $5::text[], $6::text[]) as q (ask, person_id, item, as_of, episode, practitioner)
    offset 0) w
  cross join lateral (
    select r.*, row_number() over newest as nth,
           ${CAN_BE_RECOGNISED} as usable,
           count(*) filter (where ${CAN_BE_RECOGNISED} and r.marks <> '{}') over newest as nth_marked,
           count(*) filter (where ${CAN_BE_RECOGNISED} and r.marks = '{}') over newest as nth_unmarked
      from (
        select * from result
         where person_id = w.person_id and item = w.item and current and collected_at <= to_timestamp(w.as_of / 1000)
           and status not in ${NEVER_OFFERED}
         order by collected_at desc, id limit ${String(READ)}) r
    window newest as (order by r.collected_at desc, r.id rows unbounded preceding)) r
 where r.nth <= ${String(CANDIDATES_SHOWN)}
    or (r.usable and (case when r.marks = '{}' then r.nth_unmarked else r.nth_marked end) <= ${String(JUDGED)})`;

export interface CandidateQuestion {
  /** Who asks: whose answers of this encounter may be looked at. */
  readonly institution: string;
  readonly personId: number;
  readonly items: readonly string[];
  readonly asOf: number;
  /** Given when the physician and the encounter are known: answers already given are marked. */
  readonly answeredBy: { readonly episode: string; readonly practitioner: string } | null;
}

/** The parameters of `CANDIDATES` for questions asked together. */
function candidateParameters(asks: readonly CandidateQuestion[]): unknown[][] {
  const wanted = asks.flatMap(({ personId, items, asOf, answeredBy }, ask) =>
    items.map((item) => [ask, personId, item, asOf, answeredBy?.episode ?? null, answeredBy?.practitioner ?? null]),
  );
  return [0, 1, 2, 3, 4, 5].map((column) => wanted.map((row) => row[column]));
}

const findTogether = groupedBy(async (scoped: Store['scoped'], asks: readonly CandidateQuestion[]) => {
  const institutions = [...new Set(asks.map((ask) => ask.institution))].sort();
  const persons = [...new Set(asks.map((ask) => ask.personId))];
  return readCandidates(scoped({ institutions, persons }), asks);
}, READS);

/** The newest results of each item of each question. */
export async function readCandidates(db: Queryable, asks: readonly CandidateQuestion[]): Promise<CandidateRow[][]> {
  const found: CandidateRow[][] = asks.map(() => []);
  const rows = await db.prepared<CandidateRow & { ask: number }>(
    'recognition-candidates',
    CANDIDATES,
    candidateParameters(asks),
  );
  for (const row of rows) found[row.ask]?.push(row);
  return found;
}

/** The newest results of each ordered item of one person, in one statement on one index. */
export async function findCandidates(scoped: Store['scoped'], question: CandidateQuestion): Promise<CandidateRow[]> {
  return question.items.length === 0 ? [] : findTogether(scoped, question);
}

/** Items of which a person has had results since an instant, most recent first. */
export async function findRecentItems(
  db: Queryable,
  personId: number,
  since: number,
  limit: number,
): Promise<string[]> {
  const rows = await db.query<{ item: string }>(sql`
    select item from result
     where person_id = ${personId} and current and item is not null and status not in ${raw(NEVER_OFFERED)} and collected_at >= to_timestamp(${since}::float8 / 1000)
     group by item order by max(collected_at) desc limit ${limit}`);
  return rows.map((row) => row.item);
}

/** Exact versions of results, for explanation and replay. */
export async function findResultVersions(
  db: Queryable,
  personId: number,
  refs: readonly { readonly id: string; readonly version: number }[],
): Promise<ResultRow[]> {
  if (refs.length === 0) return [];
  return db.prepared<ResultRow>(
    'result-versions',
    `select ${COLUMNS} from unnest($2::text[], $3::int[]) as wanted (id, version)
       join result r on r.person_id = $1 and r.id = wanted.id and r.version = wanted.version`,
    [personId, refs.map((ref) => ref.id), refs.map((ref) => ref.version)],
  );
}

/**
 * The newest results of items as they were known when a decision was asked: what the decision says it looked at, and what
 * had been recorded by then. A version that came within the same milliseconds was known only if it was looked at.
 */
export async function findCandidatesKnownAt(
  db: Queryable,
  question: { readonly personId: number; readonly items: readonly string[]; readonly asOf: number },
  seen: readonly { readonly id: string; readonly version: number }[],
): Promise<WishedRow[]> {
  if (question.items.length === 0) return [];
  return db.prepared<WishedRow>(
    'candidates-known-at',
    `with seen as (select * from unnest($4::text[], $5::int[]) as s (id, version)),
      known as (
        select distinct on (r.id) r.* from result r
         where r.person_id = $1
           and (r.updated_at <= to_timestamp($3::float8 / 1000) or (r.id, r.version) in (select id, version from seen))
         order by r.id, ((r.id, r.version) in (select id, version from seen)) desc, r.version desc),
      placed as (
        select k.*, row_number() over (partition by item order by collected_at desc, id) as place from known k
         where item = any($2::text[]) and collected_at <= to_timestamp($3::float8 / 1000) and status not in ${NEVER_OFFERED})
     select ${COLUMNS}, (select ${wishesOf('$1::bigint', 'to_timestamp($3::float8 / 1000)')}) as wishes from placed r
      where place <= ${String(READ)} or (r.id, r.version) in (select id, version from seen)`,
    [question.personId, question.items, question.asOf, seen.map((ref) => ref.id), seen.map((ref) => ref.version)],
  );
}

/** What became of a result of which a version no longer holds. */
export async function findChange(
  db: Queryable,
  personId: number,
  id: string,
): Promise<{ readonly change: ReliedChange; readonly report: string | null }> {
  const rows = await db.query<{ current: boolean; status: string; report: string | null }>(sql`
    select current, status, report_id as report from result where person_id = ${personId} and id = ${id} order by version desc limit 1`);
  const last = rows[0];
  const report = last?.report ?? null;
  if (last?.current !== true) return { change: 'moved', report };
  return { change: VOID.includes(last.status) ? 'withdrawn' : 'corrected', report };
}

const VOID: readonly string[] = ['entered-in-error', 'cancelled'];

/** Those of the named versions that still hold, kept from being corrected or withdrawn until the transaction ends. */
export async function lockCurrentResults(
  tx: Queryable,
  personId: number,
  refs: readonly { readonly id: string; readonly version: number }[],
): Promise<WishedRow[]> {
  if (refs.length === 0) return [];
  return tx.prepared<WishedRow>(
    'lock-current-results',
    `select ${COLUMNS}, ${wishesOf('$1::bigint')} as wishes from unnest($2::text[], $3::int[]) as wanted (id, version)
       join result r on r.person_id = $1 and r.id = wanted.id and r.version = wanted.version
      where r.current and r.status not in ${NEVER_OFFERED} order by r.id for share of r`,
    [personId, refs.map((ref) => ref.id), refs.map((ref) => ref.version)],
  );
}

export interface ResultFilter {
  readonly item?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Current results of a person, newest first. */
export async function findResultsOfPerson(
  db: Queryable,
  personId: number,
  filter: ResultFilter,
  limit: number,
): Promise<ResultRow[]> {
  return db.prepared<ResultRow>(
    'results-of-person',
    `select ${COLUMNS} from result r
      where r.person_id = $1 and r.current and r.status not in ${NEVER_OFFERED}
        and ($2::text is null or r.item = $2)
        and ($3::date is null or r.collected_at >= ($3::date)::timestamp at time zone 'Asia/Shanghai')
        and ($4::date is null or r.collected_at < ($4::date + 1)::timestamp at time zone 'Asia/Shanghai')
      order by r.collected_at desc nulls last, r.id limit $5`,
    [personId, filter.item ?? null, filter.from ?? null, filter.to ?? null, limit],
  );
}

/** The current results of one report, or the one result of that id when it belongs to no report. */
export async function findResultsOfReport(db: Queryable, id: string): Promise<ResultRow[]> {
  return db.prepared<ResultRow>(
    'results-of-report',
    `select ${COLUMNS} from result r
      where r.current and (r.report_id = $1 or r.id = $1) order by r.source_type, r.name, r.id limit 1000`,
    [id],
  );
}
