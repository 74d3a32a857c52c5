/**
 * Which stages of loops 闭环 the tests really ended: read from the database that they drove, once they are through with it. A person's act
 * counts by the way it came; what the platform ended by itself counts as ended by what made it do so.
 */
import { PACKS } from '@fujie/packs';

import type { Database, Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';
import type { Store } from '../db/store.ts';
import { isTraced, trace } from './traces.ts';

/** Through a page, or as systems and other programs ask. */
export type Way = 'browser' | 'wire';

/** A record that ended a stage. */
export interface Ending {
  readonly definition: string;
  readonly stage: string;
  readonly outcome: string;
  readonly record: number;
  readonly recordedMs: number;
  readonly role: string;
}

/** Outcomes by which something was tried and no stage was ended, as `loop stage outcome`. */
const ATTEMPTS: ReadonlySet<string> = new Set(
  PACKS.flatMap(({ loops = [], refinements = [] }) => [
    ...loops,
    ...refinements.map(({ loop, stages = [] }) => ({ id: loop, stages })),
  ]).flatMap(({ id, stages }) =>
    stages.flatMap((stage) =>
      Object.entries(stage.outcomes).flatMap(([outcome, { effect }]) =>
        effect === 'attempt' ? [`${id} ${stage.id} ${outcome}`] : [],
      ),
    ),
  ),
);

/** What ended stages, also of those that were begun again since, by records after this one. An act that did not count is among the findings of its loop. */
export async function findEndings(db: Queryable, after = 0): Promise<readonly Ending[]> {
  const acts = await db.query<Ending>(sql`
    select l.definition, r.stage, r.outcome, r.id as record, extract(epoch from r.recorded_at)::float8 * 1000 as "recordedMs", r.by_role as role
      from loop_record r join loop l on l.id = r.loop_id
     where r.kind = 'act' and r.id > ${after}
       and not exists (select from loop_record c where c.corrects = r.id)
       and not exists (select from jsonb_array_elements(l.state -> 'findings') f
                        where f ->> 'record' = r.id::text and f ->> 'flaw' not in ('late', 'back-filled'))`);
  return acts.filter(({ definition, stage, outcome }) => !ATTEMPTS.has(`${definition} ${stage} ${outcome}`));
}

/** The last record of a database; what comes after it the tests did. */
export async function lastRecord(db: Queryable): Promise<number> {
  const [row] = await db.query<{ last: number }>(sql`select coalesce(max(id), 0) as last from loop_record`);
  return row?.last ?? 0;
}

/** Writes down the endings that came this way. */
export function traceDriven(way: Way, endings: readonly Ending[], isOfWay: (ending: Ending) => boolean): void {
  const driven = endings.filter((ending) => ending.role === 'platform' || isOfWay(ending));
  for (const line of new Set(driven.map(({ definition, stage }) => `${way} ${definition} ${stage}`)))
    trace('driven', line);
}

/** A store that notes which records of loops are written through it: a server is given it, and what a test writes past the server is not noted. */
export function notingStore(store: Store): { readonly store: Store; readonly records: ReadonlySet<number> } {
  const records = new Set<number>();
  if (!isTraced) return { store, records };
  const asked = (by: Queryable): Queryable => ({
    query: (statement) => by.query(statement),
    prepared: async <T extends object>(name: string, text: string, values: readonly unknown[]) => {
      const rows = await by.prepared<T>(name, text, values);
      if (name === 'loops-record') for (const row of rows) if ('id' in row) records.add(Number(row.id));
      return rows;
    },
  });
  const noting = (database: Database): Database => ({
    ...database,
    ...asked(database),
    tx: (work) => database.tx((tx) => work(asked(tx))),
  });
  const { db, worker, scoped } = store;
  return {
    store: { ...store, db: noting(db), worker: noting(worker), scoped: (scope) => noting(scoped(scope)) },
    records,
  };
}
