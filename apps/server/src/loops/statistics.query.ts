/** Counts of loops and of their stages, by kind and unit, over the loops that arose in a period. */
import type { LoopMeasure, LoopNumbers, LoopsQuery, StageList, StageMeasure } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

/** Which loops are counted: of these units and kinds, that arose in `[from, to)`. */
export interface Counted {
  readonly units: readonly string[];
  readonly definitions: readonly string[];
  readonly department: string | null;
  /** Of these, which place alone. */
  readonly place: Place;
  readonly from: number;
  readonly to: number;
}

/** A unit and department, either of which may be left open; `none`: only what is of no department. */
export interface Place {
  readonly unit: string | null;
  readonly department: string | null;
  readonly none: boolean;
}

/** The place that a query names. */
export function placeIn(query: Pick<LoopsQuery, 'unit' | 'department' | 'noDepartment'>): Place {
  return {
    unit: query.unit ?? null,
    department: query.department ?? null,
    none: query.noDepartment !== undefined,
  };
}

export function inPlace({ unit, department, none }: Place): Fragment {
  return sql`(${unit}::text is null or unit = ${unit}) and (${department}::text is null or department = ${department})
    and (not ${none}::boolean or department is null)`;
}

type Fragment = ReturnType<typeof sql>;

/** Whether a loop is counted under a measure; `now` decides what is over its limit. */
export function measured(measure: LoopMeasure, now: number): Fragment {
  switch (measure) {
    case 'opened':
      return sql`true`;
    case 'closedInTime':
      return sql`status = 'closed' and not 'late' = any(flaws)`;
    case 'closedLate':
      return sql`status = 'closed' and 'late' = any(flaws)`;
    case 'waived':
    case 'void':
    case 'open':
      return sql`status = ${measure}`;
    case 'overdue':
      return sql`status = 'open' and due_at < to_timestamp(${now}::float8 / 1000)`;
    case 'flawed':
      return sql`array_remove(flaws, 'late') <> '{}'`;
    case 'warned':
      return sql`status <> 'void'`;
    case 'whole':
      return sql`status = 'closed' and array_remove(flaws, 'late') = '{}'`;
  }
}

/** Whether a stage, as it is remembered (`s`), is counted under a measure. */
export function stageMeasured(measure: StageList, now: number): Fragment {
  switch (measure) {
    case 'reached':
      return sql`s."startedAt" is not null`;
    case 'done':
      return sql`s.status in ('met', 'met-late')`;
    case 'minutes':
      return sql`s.status in ('met', 'met-late') and s."doneAt" - s."startedAt" is not null`;
    case 'late':
      return sql`(s.status = 'met-late' or s.status in ('running', 'overdue') and s."dueAt" < ${now}::float8)`;
  }
}

/** The stages that are remembered of a loop, as rows `s`. */
export const STAGES = sql`jsonb_to_recordset(state -> 'stages') as s (id text, status text, "startedAt" float8, "dueAt" float8, "doneAt" float8)`;

const within = ({ units, definitions, department, place, from, to }: Counted): Fragment => sql`
  definition = any(${definitions}::text[]) and unit = any(${units}::text[]) and (${department}::text is null or department = ${department})
  and ${inPlace(place)} and opened_at >= to_timestamp(${from}::float8 / 1000) and opened_at < to_timestamp(${to}::float8 / 1000)`;

export interface UnitCounts extends LoopNumbers {
  readonly definition: string;
  readonly unit: string;
  readonly department: string | null;
}

export async function countByUnit(db: Queryable, counted: Counted, now: number): Promise<readonly UnitCounts[]> {
  const of = (measure: LoopMeasure): Fragment => sql`count(*) filter (where ${measured(measure, now)})::int`;
  return db.query<UnitCounts>(sql`
    select definition, unit, department, ${of('opened')} as opened, ${of('closedInTime')} as "closedInTime", ${of('closedLate')} as "closedLate",
      ${of('waived')} as waived, ${of('void')} as void, ${of('open')} as open, ${of('overdue')} as overdue, ${of('flawed')} as flawed,
      ${of('warned')} as warned, ${of('whole')} as whole
    from loop where ${within(counted)} group by definition, unit, department order by definition, unit, department`);
}

export interface StageCounts {
  readonly definition: string;
  readonly stage: string;
  readonly reached: number;
  readonly done: number;
  readonly late: number;
  readonly median: number | null;
  readonly p90: number | null;
}

/**
 * Counts of stages with the minutes from beginning to end: the median, and the value at rank 0.9 (n + 1), rounded half up, the last
 * one if there is none of that rank.
 */
export async function countByStage(db: Queryable, counted: Counted, now: number): Promise<readonly StageCounts[]> {
  const of = (measure: StageMeasure): Fragment => sql`count(*) filter (where ${stageMeasured(measure, now)})::int`;
  return db.query<StageCounts>(sql`
    select definition, stage, reached, done, late, median, minutes[least(done, floor(0.9 * (done + 1) + 0.5)::int)] as p90
    from (
      select definition, s.id as stage, ${of('reached')} as reached, ${of('done')} as done, ${of('late')} as late,
        percentile_cont(0.5) within group (order by minutes) as median, array_agg(minutes order by minutes) filter (where minutes is not null) as minutes
      from loop, ${STAGES}, lateral (select case when ${stageMeasured('done', now)} then (s."doneAt" - s."startedAt") / 60000 end) as m (minutes)
      where ${within(counted)} group by definition, s.id
    ) counted`);
}
