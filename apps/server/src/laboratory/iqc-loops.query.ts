/** Loops of rejected runs 失控事件 as they are remembered. */
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { SystemOf } from './iqc-series.query.ts';

export interface OutOfControl {
  readonly id: number;
  readonly subject: string;
  readonly status: LoopState['status'];
  readonly openedMs: number;
  readonly state: Pick<LoopState, 'stages'>;
  /** The stage from which it was last opened again. */
  readonly reopenedAt: string | null;
  /** Who said what became of the results of patients. */
  readonly assessedBy: string | null;
}

const LOOP = sql`select id, subject, status, extract(epoch from opened_at)::float8 * 1000 as "openedMs", state,
  (select stage from loop_record r where r.loop_id = loop.id and r.kind = 'reopened' order by r.id desc limit 1) as "reopenedAt",
  (select by_id from loop_record r
    where r.id = (jsonb_path_query_first(state, '$.stages[*] ? (@.id == "patients").by') #>> '{}')::bigint) as "assessedBy" from loop`;
const DEFINITION = 'iqc/out-of-control';

export const stageOf = ({ state }: OutOfControl, id: string): LoopState['stages'][number] | undefined =>
  state.stages.find((stage) => stage.id === id);

/** Its results were corrected away, which a second person has to confirm. */
export const isMistaken = (loop: OutOfControl): boolean => stageOf(loop, 'cause')?.outcome === 'mistaken';

/** A run in control has shown that the correction helped. */
export const isVerified = (loop: OutOfControl): boolean => (stageOf(loop, 'verify')?.doneAt ?? null) !== null;

/** The open one of each system, by institution and system; of several the first. */
export async function findOpenOf(
  db: Queryable,
  systems: readonly SystemOf[],
): Promise<ReadonlyMap<string, OutOfControl>> {
  if (systems.length === 0) return new Map();
  const [units, codes] = [systems.map(({ institution }) => institution), systems.map(({ system }) => system)];
  const rows = await db.query<OutOfControl>(sql`
    ${LOOP} where definition = ${DEFINITION} and unit = any(${[...new Set(units)]}::text[]) and status = 'open'
       and split_part(subject, '|', 2) = any(${codes}::text[]) order by id desc`);
  return new Map(rows.map((row) => [systemOf(row), row]));
}

/** Institution and system of a loop. */
const systemOf = ({ subject }: OutOfControl): string => subject.split('|', 2).join('|');

/** Those of systems since an instant, and all that are open. */
export async function findLoopsOf(
  db: Queryable,
  institution: string,
  { system, since }: { readonly system: string | null; readonly since: number },
): Promise<readonly OutOfControl[]> {
  const prefix = system === null ? `${institution}|` : `${institution}|${system}|`;
  return db.query<OutOfControl>(sql`
    ${LOOP} where definition = ${DEFINITION} and unit = ${institution} and starts_with(subject, ${prefix})
       and (status = 'open' or opened_at >= to_timestamp(${since}::float8 / 1000)) order by opened_at desc limit 500`);
}

/** One by its number. */
export async function findLoopOf(db: Queryable, id: number): Promise<OutOfControl | null> {
  return (await findLoopsBy(db, [id]))[0] ?? null;
}

/** By their numbers. */
export async function findLoopsBy(db: Queryable, ids: readonly number[]): Promise<readonly OutOfControl[]> {
  return db.query<OutOfControl>(sql`${LOOP} where definition = ${DEFINITION} and id = any(${ids}::bigint[])`);
}

/** Every one that is open, and those of these numbers however they ended. */
export async function findOpenAnd(db: Queryable, ids: readonly number[]): Promise<readonly OutOfControl[]> {
  return db.query<OutOfControl>(sql`
    ${LOOP} where definition = ${DEFINITION} and status = 'open'
    union all ${LOOP} where definition = ${DEFINITION} and id = any(${ids}::bigint[]) and status <> 'open'`);
}

/** Those in which results are still to be decided on, or were and may be again: open, or closed and not long past. */
export async function findReviewed(db: Queryable, since: number): Promise<readonly OutOfControl[]> {
  return db.query<OutOfControl>(sql`
    ${LOOP} where definition = ${DEFINITION} and status in ('open', 'closed')
       and (status = 'open' or opened_at >= to_timestamp(${since}::float8 / 1000)) order by id`);
}
