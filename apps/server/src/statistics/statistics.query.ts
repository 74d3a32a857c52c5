/** Additive counts of recognition and the cases behind them. */
import type { Day } from '@fujie/core/kernel';

import type { Database, Queryable, Sql } from '../platform/db/database.ts';
import { empty, sql } from '../platform/db/database.ts';

export type UnitColumn = 'institution' | 'department' | 'item' | 'week' | 'issuer';

export interface CountFilter {
  readonly from: string;
  readonly to: string;
  /** Null: every institution. */
  readonly institutions: readonly string[] | null;
  /** Null: every department of them. */
  readonly department: string | null;
}

export interface CountRow {
  key: string;
  measure: string;
  count: number;
  yuan: string;
}

// A department is one of its institution; the key names both.
const KEYS: Readonly<Record<UnitColumn, Sql>> = {
  institution: sql`institution`,
  department: sql`institution || '|' || department`,
  item: sql`item`,
  week: sql`date_trunc('week', day)::date::text`,
  issuer: sql`issuer`,
};

function within(filter: CountFilter): Sql {
  return sql`day between ${filter.from}::date and ${filter.to}::date ${filter.institutions === null ? empty : sql`and institution = any(${filter.institutions})`} ${
    filter.department === null ? empty : sql`and department = ${filter.department}`
  }`;
}

/** Explanations past their time: what time alone changes is counted when asked. */
const overdueAt = (now: number): Sql => sql`
  select 'explanationsOverdue' as measure, day, institution, department, item, issuer, 0::numeric as yuan, person_id, decision_id, act_id, episode
    from explanation_owed where due_at < to_timestamp(${now}::float8 / 1000)`;

/** Sums of the daily counts by unit and measure, with what is overdue now. */
export async function sumCounts(db: Queryable, by: UnitColumn, filter: CountFilter, now: number): Promise<CountRow[]> {
  return db.query<CountRow>(sql`
    select key, measure, sum(count)::bigint as count, sum(yuan)::text as yuan from (
      select ${KEYS[by]} as key, measure, count, yuan from recognition_daily where ${within(filter)}
      union all
      select ${KEYS[by]}, measure, 1, yuan from (${overdueAt(now)}) overdue where ${within(filter)}) counts
     group by 1, 2 order by 1, 2`);
}

export interface CaseRow {
  decision_id: string;
  act_id: number;
  at: Date;
  /** In microseconds: the next page begins exactly here. */
  at_us: number;
  person_id: number;
  institution: string;
  department: string;
  practitioner: string | null;
  item: string;
  issuer: string;
  class: string | null;
  choice: string | null;
  code: number | null;
  yuan: string;
}

export interface CaseFilter extends CountFilter {
  readonly measures: readonly string[];
  /** Only cases for which something was shown before the order; only those not repeated for a reason of Article 19. */
  readonly only: 'prompted' | 'not-repeated' | null;
  readonly by: UnitColumn;
  readonly key: string | null;
}

/** Where a page of cases ends. */
export type CaseMark = readonly [atUs: number, decision: string, item: string, act: number];

const ONLY: Readonly<Record<'prompted' | 'not-repeated', Sql>> = {
  prompted: sql`c.prompted`,
  'not-repeated': sql`not exists (select from recognition_act r where r.id = c.act_id and r.choice = 'REPEAT' and r.code is not null)`,
};

function casesOf(filter: CaseFilter, now: number): Sql {
  const facts = filter.measures.includes('explanationsOverdue')
    ? sql`(${overdueAt(now)}) overdue`
    : sql`recognition_fact`;
  return sql`
    select f.decision_id, coalesce(f.act_id, 0) as act_id, coalesce(a.acted_at, d.asked_at) as at, f.person_id, f.institution,
           f.department, coalesce(a.practitioner, d.practitioner) as practitioner, f.item, f.issuer,
           coalesce(a.class, c.class) as class, a.choice, a.code, f.yuan::text
      from (select * from ${facts}
             where measure = any(${filter.measures}) and ${within(filter)}
               ${filter.key === null ? empty : sql`and ${KEYS[filter.by]} = ${filter.key}`}) f
      join decision d on d.id = f.decision_id
      left join recognition_act a on a.id = f.act_id
      left join recognition_case c on f.act_id is null and c.person_id = f.person_id and c.item = f.item and c.episode = f.episode
     ${filter.only === null ? empty : sql`where ${ONLY[filter.only]}`}`;
}

/** One page of the facts behind a number, latest first. */
export async function findCases(
  db: Queryable,
  filter: CaseFilter,
  now: number,
  after: CaseMark | null,
  limit: number,
): Promise<CaseRow[]> {
  const rest =
    after === null
      ? empty
      : sql`where (at_us, decision_id, item, act_id) < (${after[0]}::bigint, ${after[1]}::uuid, ${after[2]}, ${after[3]}::bigint)`;
  return db.query<CaseRow>(sql`
    select * from (select *, (extract(epoch from at) * 1000000)::bigint as at_us from (${casesOf(filter, now)}) facts) cases ${rest}
     order by at_us desc, decision_id desc, item desc, act_id desc limit ${limit}`);
}

export async function countCases(db: Queryable, filter: CaseFilter, now: number): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    sql`select count(*)::int as count from (${casesOf(filter, now)}) cases`,
  );
  return row?.count ?? 0;
}

export interface CaseOfPersonRow {
  person_id: number;
  birth_on: Day | null;
  sex: string | null;
  institution: string;
  day: Day;
  item: string;
  class: string | null;
  choice: string | null;
  code: number | null;
}

/** Cases with what tells of their persons, for de-identification alone. */
export async function findCasesOfPersons(
  db: Queryable,
  filter: Pick<CountFilter, 'from' | 'to' | 'institutions'>,
  most: number,
): Promise<CaseOfPersonRow[]> {
  return db.query<CaseOfPersonRow>(sql`
    select c.person_id, p.birth_on, p.sex, c.institution, c.day, c.item, c.class, a.choice, a.code
      from (select * from recognition_case where ${within({ ...filter, department: null })} limit ${most}) c
      left join person p on p.id = c.person_id
      left join recognition_act a on a.id = c.act_id`);
}

/**
 * Recomputes cases and daily counts from the stored decisions and acts alone. Writers wait while it runs.
 * Returns how many cases and daily counts there are afterwards.
 */
export async function rebuildStatistics(db: Database): Promise<{ readonly cases: number; readonly counts: number }> {
  return db.tx(async (tx) => {
    await tx.query(sql`lock table recognition_case, recognition_daily in exclusive mode`);
    await tx.query(sql`delete from recognition_case`);
    await tx.query(sql`delete from recognition_daily`);
    const cases = await tx.query(sql`
      insert into recognition_case (person_id, item, episode, day, institution, department, issuer, class, decision_id, first_seq, prompted)
      select person_id, item, episode, (array_agg(day order by seq))[1], (array_agg(institution order by seq))[1],
             (array_agg(department order by seq))[1], (array_agg(issuer order by seq))[1], max(class),
             (array_agg(decision_id order by (class = 'MUST') desc, seq))[1], min(seq), bool_or(kind <> 'order')
        from (
          select d.person_id, i.entry ->> 0 as item, d.institution || '|' || coalesce(d.encounter, t.day::text) as episode, t.day,
                 d.institution, coalesce(d.department, '') as department, i.entry -> 2 -> 0 ->> 2 as issuer, i.entry ->> 1 as class,
                 d.id as decision_id, d.seq, d.kind
            from decision d
            cross join lateral jsonb_array_elements(d.output -> 'items') as i (entry)
            cross join lateral (select (d.asked_at at time zone 'Asia/Shanghai')::date as day) as t
           where i.entry ->> 1 in ('MUST', 'MAY') and not (d.output ->> 'timedOut')::boolean
             and i.entry -> 2 -> 0 ->> 2 <> d.institution) offered
       group by person_id, item, episode
      returning 1`);
    await tx.query(sql`
      update recognition_case c
         set answer = s.answer, act_id = s.act_id, opened = s.opened, overlooked_id = s.overlooked_id, reordered_id = s.reordered_id
        from recognition_case_state s
       where c.person_id = s.person_id and c.item = s.item and c.episode = s.episode`);
    const counts = await tx.query(sql`
      insert into recognition_daily (day, institution, department, item, issuer, measure, count, yuan)
      select day, institution, department, item, issuer, measure, count(*), sum(yuan)
        from recognition_fact group by day, institution, department, item, issuer, measure
      returning 1`);
    return { cases: cases.length, counts: counts.length };
  });
}
