/** Loops as they are listed and read. */
import type { Flaw } from '@fujie/core/loops';
import type { LOOP_VIEWS, LoopMeasure, StageList } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { RememberedLoop } from '../platform/loops/loops.query.ts';
import type { Place as InPlace } from './statistics.query.ts';
import { inPlace, measured, stageMeasured, STAGES } from './statistics.query.ts';

export interface ListedLoop extends RememberedLoop {
  readonly harm: 1 | 2 | 3 | 4;
  readonly stages: readonly string[];
  readonly owners: readonly string[];
  readonly told: readonly string[];
  readonly assignee: string | null;
  readonly dueMs: number | null;
  readonly closedMs: number | null;
  readonly flaws: readonly Flaw[];
}

/** Whose loops, of which kinds. */
export interface Reach {
  readonly units: readonly string[];
  readonly definitions: readonly string[];
  /** Kinds of which only those are seen of which the reader was told. */
  readonly toldOf: readonly string[];
  /** Kinds that are kept for others, and of these the stages from which the reader sees them, such as `complaint/handling:investigate`. */
  readonly guarded: readonly string[];
  readonly from: readonly string[];
  /** Kinds whose time of opening is sealed for the reader, and of these the stages that are seen; the limit of another one tells that time. */
  readonly sealed: { readonly definitions: readonly string[]; readonly stages: readonly string[] };
  /** Only of this department, or assigned to `me`, or of a department that nobody knows; null: of all. */
  readonly department: string | null;
  /** As whom the reader is told of what the own department tested or examined, wherever the patient lies. */
  readonly section: string;
  readonly me: string;
  /** Owners that the reader stands for, such as `department:doctor`. */
  readonly keys: readonly string[];
  /** Kinds of which the reader, an authority above, owes nothing but its own, and is told of others under the name of its own unit alone. */
  readonly above: readonly string[];
  readonly name: string;
  /** The unit for which the reader stands; a wider authority sees what a bureau within it owes, and does not owe it. */
  readonly own: { readonly unit: string; readonly key: string };
}

const LISTED = sql`select id, definition, subject, unit, department, person_id as "personId", extract(epoch from opened_at)::float8 * 1000 as "openedMs",
  harm, status, stages, owners, told, assignee, extract(epoch from due_at)::float8 * 1000 as "dueMs",
  extract(epoch from closed_at)::float8 * 1000 as "closedMs", flaws, state from loop`;

/** Of one unit in the order of their numbers, which an index gives; of several they are sorted. */
const ofUnits = (units: readonly string[]) =>
  units.length === 1 ? sql`unit = ${units[0]}` : sql`unit = any(${units}::text[])`;
const isOfOthers = ({ above, own }: Reach) => sql`(definition = any(${above}::text[]) and unit <> ${own.unit})`;
const told = (reach: Reach) =>
  reach.above.length === 0
    ? sql`told && ${reach.keys}::text[]`
    : sql`told && case when ${isOfOthers(reach)} then array[${reach.name}]::text[] else ${reach.keys}::text[] end`;
const isOwn = ({ above, own }: Reach) =>
  above.length === 0 ? sql`false` : sql`(definition = any(${above}::text[]) and unit = ${own.unit})`;
const within = (reach: Reach) => {
  const { units, definitions, toldOf, guarded, from, department, section, me } = reach;
  return sql`${ofUnits(units)}
  and (definition = any(${definitions}::text[]) or ${isOwn(reach)} or (definition = any(${toldOf}::text[]) and ${told(reach)}))
  and (${department}::text is null or department = ${department} or (department is null and assignee is null) or assignee = ${me}
    or ${section} = any(told))
  and (definition <> all(${guarded}::text[])
    or exists (select from ${STAGES} where s."startedAt" is not null and definition || ':' || s.id = any(${from}::text[])))`;
};
const isSealedIn = ({ sealed }: Reach) => sql`definition = any(${sealed.definitions}::text[])`;
/** When a loop is due for the reader: that of a sealed one by the stages that are seen, of which none began with the loop. */
const dueFor = (reach: Reach) =>
  reach.sealed.definitions.length === 0
    ? sql`due_at`
    : sql`case when ${isSealedIn(reach)} then (select to_timestamp(min(s."dueAt") / 1000) from ${STAGES}
        where s.id = any(stages) and definition || ':' || s.id = any(${reach.sealed.stages}::text[])
          and s."startedAt" > extract(epoch from opened_at) * 1000) else due_at end`;
/** What changes of a loop as others are told of it or a limit of theirs passes; nothing of it is seen of a sealed one. */
const changing = (reach: Reach) =>
  reach.sealed.definitions.length === 0
    ? sql`told, due_at, flaws`
    : sql`case when ${isSealedIn(reach)} then null else told end, ${dueFor(reach)}, case when ${isSealedIn(reach)} then null else flaws end`;
/** What the reader's role owes, whoever of it is to do it. */
const ofRole = (reach: Reach) => sql`(owners && ${reach.keys}::text[] and not ${isOfOthers(reach)}
  and (unit = ${reach.own.unit} or not (${reach.own.key} = any(owners))))`;
const mine = (reach: Reach) => sql`(assignee = ${reach.me} or (assignee is null and ${ofRole(reach)}))`;
/** Of the reader's department 本科室, or of the office that answers for the whole unit; apart from what is assigned to the reader. */
const ofDepartment = (reach: Reach) => {
  const { department, me } = reach;
  const own = department === null ? ofRole(reach) : sql`department = ${department}`;
  return sql`(${own} and assignee is distinct from ${me})`;
};

const any = () => sql`true`;

export interface Filter {
  readonly view: (typeof LOOP_VIEWS)[number];
  readonly flaw: Flaw | null;
  readonly overdueBefore: number | null;
  /** The last one of the page before. */
  readonly after: Place | null;
  /** The loops behind a number of the statistics. */
  readonly behind: Behind;
}

/** Where a loop stands in a list; by the minutes of a stage, `dueMs` is how long that took. */
export type Place = Pick<ListedLoop, 'harm' | 'dueMs' | 'id'>;

export interface Behind {
  readonly place: InPlace;
  /** Instants `[from, to)` of the opening. */
  readonly opened: { readonly from: number; readonly to: number } | null;
  readonly measure: LoopMeasure | null;
  readonly stage: { readonly id: string; readonly measure: StageList } | null;
}

function behindNumber({ place, opened, measure, stage }: Behind, now: number) {
  const period =
    opened === null
      ? sql`true`
      : sql`opened_at >= to_timestamp(${opened.from}::float8 / 1000) and opened_at < to_timestamp(${opened.to}::float8 / 1000)`;
  const reached =
    stage === null
      ? sql`true`
      : sql`exists (select from ${STAGES} where s.id = ${stage.id} and ${stageMeasured(stage.measure, now)})`;
  return sql`${inPlace(place)}
    and ${period} and ${measure === null ? sql`true` : measured(measure, now)} and ${reached}`;
}

/** How long a stage took, in milliseconds. */
const lengthOf = (stage: string) =>
  sql`(select s."doneAt" - s."startedAt" from ${STAGES} where s.id = ${stage} limit 1)`;

/** The stage by whose minutes loops are listed. */
export function timedIn({ stage }: Behind): string | null {
  return stage?.measure === 'minutes' ? stage.id : null;
}

/** In which order a list goes, and what of it comes after a place. */
function orderOf(reach: Reach, { view, after, behind }: Filter) {
  const timed = timedIn(behind);
  if (timed !== null) {
    const length = lengthOf(timed);
    const rest =
      after === null
        ? any()
        : sql`(${length} < ${after.dueMs}::float8 or ${length} = ${after.dueMs}::float8 and id < ${after.id})`;
    return { order: sql`${length} desc, id desc`, rest };
  }
  const isByHarm = view !== 'closed' && view !== 'all';
  const due = dueFor(reach);
  const rest = after === null ? any() : isByHarm ? lessPressing(due, after) : sql`id < ${after.id}`;
  return { order: isByHarm ? sql`harm, ${due} nulls last, id` : sql`id desc`, rest };
}

/**
 * Loops within reach: open ones by what harms most and then by what is due first, closed ones the newest first; by the minutes of a
 * stage what took longest first.
 */
export async function findLoops(
  db: Queryable,
  reach: Reach,
  filter: Filter,
  now: number,
  most: number,
): Promise<readonly ListedLoop[]> {
  const { view, flaw, overdueBefore, behind } = filter;
  const part = { mine, told, department: ofDepartment, open: any, closed: any, all: any }[view](reach);
  const state = { closed: sql`status <> 'open'`, all: sql`true` }[view as string] ?? sql`status = 'open'`;
  const { order, rest } = orderOf(reach, filter);
  return db.query<ListedLoop>(sql`${LISTED} where ${within(reach)} and ${state} and ${part}
    and ${behindNumber(behind, now)} and (${flaw}::text is null or ${flaw} = any(flaws))
    and (${overdueBefore}::float8 is null or due_at < to_timestamp(${overdueBefore}::float8 / 1000))
    and ${rest} order by ${order} limit ${most}`);
}

/** What comes after a place by harm, then by limit, those without one last; the first condition is what the index begins at. */
function lessPressing(due: ReturnType<typeof dueFor>, { harm, dueMs, id }: Place) {
  const last = sql`to_timestamp(${dueMs}::float8 / 1000)`;
  const later =
    dueMs === null
      ? sql`${due} is null and id > ${id}`
      : sql`${due} > ${last} or ${due} is null or (${due} = ${last} and id > ${id})`;
  return sql`harm >= ${harm} and (harm > ${harm} or ${later})`;
}

export interface LoopCounts {
  readonly mine: number;
  readonly mineOverdue: number;
  readonly told: number;
  readonly department: number;
  readonly open: number;
  readonly overdue: number;
}

/** Counts of open loops, and a mark that is another one as soon as any of them has changed. */
export async function countLoops(
  db: Queryable,
  reach: Reach,
  now: number,
): Promise<{ readonly counts: LoopCounts; readonly mark: string }> {
  const isOver = sql`${dueFor(reach)} < to_timestamp(${now}::float8 / 1000)`;
  const rows = await db.query<LoopCounts & { readonly mark: string }>(sql`
    select count(*) filter (where ${mine(reach)})::int as mine, count(*) filter (where ${mine(reach)} and ${isOver})::int as "mineOverdue",
      count(*) filter (where ${told(reach)})::int as told, count(*) filter (where ${ofDepartment(reach)})::int as department,
      count(*)::int as open, count(*) filter (where ${isOver})::int as overdue,
      coalesce(sum(hashtextextended(concat_ws('|', id, department, stages, owners, assignee, ${changing(reach)}), 0)), 0)::text as mark
    from loop where status = 'open' and ${within(reach)}`);
  const { mark, ...counts } = rows[0] ?? {
    mine: 0,
    mineOverdue: 0,
    told: 0,
    department: 0,
    open: 0,
    overdue: 0,
    mark: '0',
  };
  return { counts, mark };
}

export async function findLoop(db: Queryable, reach: Reach, id: number): Promise<ListedLoop | null> {
  const rows = await db.query<ListedLoop>(sql`${LISTED} where id = ${id} and ${within(reach)}`);
  return rows[0] ?? null;
}

export interface TaskFilter {
  readonly owner: string | null;
  readonly statuses: readonly string[] | null;
  readonly hasBegun: boolean | null;
  readonly code: string | null;
  readonly person: number | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly after: number;
  readonly id: number | null;
}

export type FoundTask = ListedLoop & { readonly updatedMs: number; readonly hasBegun: boolean };

/** Loops within reach, by number, with when something was last recorded of them and whether anything was done. */
export async function findTasks(
  db: Queryable,
  reach: Reach,
  { owner, statuses, hasBegun, code, person, from, to, after, id }: TaskFilter,
  most: number,
): Promise<readonly FoundTask[]> {
  return db.query<FoundTask>(sql`
    select * from (${LISTED} where ${within(reach)} and id > ${after} and (${id}::bigint is null or id = ${id})
        and (${owner}::text is null or assignee = ${owner}) and (${statuses}::text[] is null or status = any(${statuses}::text[]))
        and (${code}::text is null or definition = ${code}) and (${person}::bigint is null or person_id = ${person})) l
      cross join lateral (
        select extract(epoch from max(recorded_at))::float8 * 1000 as "updatedMs", bool_or(kind = 'act') as "hasBegun"
          from loop_record r where r.loop_id = l.id) r
     where (${from}::float8 is null or r."updatedMs" >= ${from}) and (${to}::float8 is null or r."updatedMs" <= ${to})
       and (${hasBegun}::boolean is null or l.status <> 'open' or r."hasBegun" = ${hasBegun})
     order by l.id limit ${most}`);
}

/** Loops by number after one, with what is remembered of them. */
export async function findLoopsAfter(db: Queryable, after: number, most: number): Promise<readonly RememberedLoop[]> {
  return db.query<RememberedLoop>(sql`
    select id, definition, subject, unit, department, person_id as "personId", extract(epoch from opened_at)::float8 * 1000 as "openedMs",
      status, state from loop where id > ${after} order by id limit ${most}`);
}
