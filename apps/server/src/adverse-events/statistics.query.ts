/** Adverse events counted by one dimension, and those behind a number; nothing of who reported is asked. */
import type { Instant } from '@fujie/core/kernel';
import type { AdverseEventsQuery } from '@fujie/wire/contracts';
import type { Sql } from 'sql-template-tag';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { EventRow } from './events.query.ts';
import { EVENT } from './events.query.ts';

export interface EventFilter {
  /** `[from, to)`, by when it was reported. */
  readonly from: Instant;
  readonly to: Instant;
  readonly institutions: readonly string[];
  readonly department: string | null;
}

type Dimension = NonNullable<AdverseEventsQuery['by']>;
type Measure = NonNullable<AdverseEventsQuery['counted']>;

/** What the triage said, as the state of the loop has it. */
const GRADE = sql`(select s ->> 'outcome' from jsonb_array_elements(l.state -> 'stages') s where s ->> 'id' = 'triage')`;
const CARRIED_OUT = sql`exists (select from jsonb_array_elements(l.state -> 'stages') s where s ->> 'id' = 'carry-out' and s ->> 'doneAt' is not null)`;

const KEYS: Readonly<Record<Dimension, Sql>> = {
  institution: sql`e.institution`,
  department: sql`e.institution || '|' || e.department`,
  month: sql`to_char(e.reported_at at time zone 'Asia/Shanghai', 'YYYY-MM')`,
  class: sql`e.class`,
  // What a hospital watches for by itself is of this hospital alone.
  kind: sql`case when e.kind like 'own/%' then e.institution || '|' || e.kind else coalesce(e.kind, '') end`,
  grade: sql`coalesce(${GRADE}, '')`,
  harm: sql`e.harm`,
  serviceStage: sql`coalesce(e.service_stage, '')`,
  hour: sql`to_char(e.occurred_at at time zone 'Asia/Shanghai', 'HH24')`,
  place: sql`coalesce(e.place, '')`,
  illness: sql`coalesce(e.illness, '')`,
  product: sql`coalesce(e.product, '')`,
};

/** Which events a number counts: the same for the number and for the list that it opens to. */
const COUNTED: Readonly<Record<Measure, Sql>> = {
  nearMisses: sql`coalesce(${GRADE} in ('grade-3', 'grade-4'), false)`,
  graded: sql`${GRADE} is not null`,
  closed: sql`l.status = 'closed'`,
  closedInTime: sql`(l.status = 'closed' and not 'late' = any (l.flaws))`,
  systemic: CARRIED_OUT,
};

/** Events of a filter; what turned out to be none, or was reported before, is left out. */
const within = ({ from, to, institutions, department }: EventFilter): Sql => sql`
  e.institution = any(${[...institutions]}::text[]) and (${department}::text is null or e.department = ${department})
  and e.reported_at >= to_timestamp(${from}::float8 / 1000) and e.reported_at < to_timestamp(${to}::float8 / 1000) and l.status <> 'void'`;

export interface CountRow {
  readonly key: string;
  readonly events: number;
  readonly nearMisses: number;
  readonly graded: number;
  readonly closed: number;
  readonly closedInTime: number;
  readonly systemic: number;
}

export async function countEvents(db: Queryable, by: Dimension, filter: EventFilter): Promise<readonly CountRow[]> {
  return db.query<CountRow>(sql`
    select key, count(*)::int as events, count(*) filter (where near)::int as "nearMisses", count(*) filter (where graded)::int as graded,
      count(*) filter (where closed)::int as closed, count(*) filter (where in_time)::int as "closedInTime",
      count(*) filter (where systemic)::int as systemic
    from (select ${KEYS[by]} as key, ${COUNTED.nearMisses} as near, ${COUNTED.graded} as graded, ${COUNTED.closed} as closed,
                 ${COUNTED.closedInTime} as in_time, ${COUNTED.systemic} as systemic
            from adverse_event e join loop l on l.id = e.loop_id where ${within(filter)}) as counted
    group by key order by key`);
}

export interface CaseFilter extends EventFilter {
  readonly by: Dimension | null;
  readonly key: string;
  /** Those alone that a number counts. */
  readonly counted: Measure | null;
  readonly status: 'open' | 'closed' | null;
  readonly before: number | null;
}

/** Events of a filter, the newest first; `before`: those after this one in that order, which numbers of one day do not tell. */
export async function listEvents(db: Queryable, filter: CaseFilter, most: number): Promise<readonly EventRow[]> {
  const { by, key, counted, status, before } = filter;
  const isOfKey = by === null ? sql`true` : sql`${KEYS[by]} = ${key}`;
  const isCounted = counted === null ? sql`true` : COUNTED[counted];
  return db.query<EventRow>(sql`${EVENT} where ${within(filter)} and ${isOfKey} and ${isCounted}
    and (${status}::text is null or (l.status = 'open') = (${status} = 'open')) and (${before}::bigint is null
      or (e.reported_at, e.id) < (select b.reported_at, b.id from adverse_event b where b.id = ${before}))
    order by e.reported_at desc, e.id desc limit ${most}`);
}

const IS_REPORTED = sql`l.state -> 'stages' @> '[{"id": "report", "outcome": "reported"}]'`;
/** What data showed in a period; what turned out to be no event is left out. */
const shown = ({ from, to, institutions, department }: EventFilter): Sql => sql`
  adverse_event_detection d join loop l on l.id = d.loop_id
    where d.institution = any(${[...institutions]}::text[]) and (${department}::text is null or d.department = ${department})
      and d.detected_at >= to_timestamp(${from}::float8 / 1000) and d.detected_at < to_timestamp(${to}::float8 / 1000)
      and not (l.state -> 'stages' @> '[{"id": "report", "outcome": "no-event"}]')`;

/** How much data showed, and how much of it was reported. */
export async function countDetections(
  db: Queryable,
  filter: EventFilter,
): Promise<{ readonly detected: number; readonly reported: number }> {
  const rows = await db.query<{ detected: number; reported: number }>(sql`
    select count(*)::int as detected, count(*) filter (where ${IS_REPORTED})::int as reported from ${shown(filter)}`);
  return rows[0] ?? { detected: 0, reported: 0 };
}

export interface DetectionRow {
  readonly loop: number;
  readonly institution: string;
  readonly department: string | null;
  readonly kind: string;
  readonly occurredMs: number;
  readonly isReported: boolean;
}

/** What data showed, the newest first, and whether it was reported. */
export async function listDetections(
  db: Queryable,
  filter: EventFilter,
  most: number,
): Promise<readonly DetectionRow[]> {
  return db.query<DetectionRow>(sql`
    select l.id as loop, d.institution, d.department, d.kind, extract(epoch from d.occurred_at)::float8 * 1000 as "occurredMs",
      ${IS_REPORTED} as "isReported" from ${shown(filter)} order by l.id desc limit ${most}`);
}
