/** Loops, their records and alerts as they are stored. */
import type { Instant } from '@fujie/core/kernel';
import type { LoopAlert, LoopRecord, LoopState, StageState } from '@fujie/core/loops';

import type { Queryable, Sql } from '../db/database.ts';
import { empty, sql } from '../db/database.ts';
import { sealed } from '../db/key-ring.ts';
import { ownerKey, sectionKey, unitKey } from './visible.ts';

/** A loop as it is found before it is decided. */
export interface LoopRow {
  readonly id: number;
  readonly definition: string;
  readonly subject: string;
  readonly unit: string;
  readonly department: string | null;
  readonly personId: number | null;
  readonly openedMs: number;
}

/** A loop with what is remembered of its state. */
export interface RememberedLoop extends LoopRow {
  readonly status: LoopState['status'];
  readonly state: Pick<LoopState, 'stages' | 'findings' | 'reopened'>;
}

export interface NewLoop {
  readonly definition: string;
  readonly subject: string;
  readonly unit: string;
  readonly department: string | null;
  readonly personId: number | null;
  readonly harm: number;
  readonly openedAt: Instant;
}

/** A record as it is handed in; its number is given by the database. */
export type NewRecord = WithoutId<LoopRecord> & {
  /** Its name where it came from: what is sent twice is recorded once. */
  readonly key: string;
};
type WithoutId<R> = R extends LoopRecord ? Omit<R, 'id'> : never;

/** Runs what each act and each batch runs: every connection prepares it once under its name. */
async function hot<T extends object>(tx: Queryable, name: string, { text, values }: Sql): Promise<readonly T[]> {
  return tx.prepared<T>(`loops-${name}`, text, values);
}

const LOOP = sql`select id, definition, subject, unit, department, person_id as "personId", extract(epoch from opened_at)::float8 * 1000 as "openedMs" from loop`;

type Inserted = readonly (LoopRow | null)[];

/** Adds loops; in their order, null where the same fact opened one before. */
export async function insertLoops(tx: Queryable, loops: readonly NewLoop[]): Promise<Inserted> {
  return insertNumbered(tx, loops, null, sql`(definition, subject)`);
}

const TRIES = 8;
/** Behind how many of the ordinary numbers to come it may stand; twice as many at each further try. */
const AHEAD = 500;

/** A number that is free behind one of the last ordinary loops, of a unit or of all; null: none is. */
const freeBehind = (which: Sql): Sql => sql`
  (select free.id
     from (select last.id + slot as id
             from (select id from loop where ${which} and definition <> n.definition order by id desc limit 500) as last,
                  generate_series(1, 15) as slot) as free
    where not exists (select from loop as taken where taken.id = free.id)
    order by random() limit 1)`;

/**
 * Adds loops whose facts are new, and whose numbers tell nothing of when: each one that is free between the last ones of its unit, or, where
 * it has too few of them, of all units, or, where there are hardly any, between those to come. None has an ordinary number.
 */
export async function insertSealedLoops(tx: Queryable, loops: readonly NewLoop[]): Promise<Inserted> {
  // Ordinary numbers are 16 apart (migration 0230); sealed ones are counted from these alone, so that they meet none to come.
  const between = sql`coalesce(${freeBehind(sql`unit = n.unit`)}, ${freeBehind(sql`true`)}, sealed_loop_number(${AHEAD}))`;
  const found: (LoopRow | null)[] = loops.map(() => null);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const left = [...loops.entries()].filter(([place]) => found[place] === null);
    if (left.length === 0) return found;
    const wanted = left.map(([, loop]) => loop);
    // What other units took is not seen, and may be all that seems free.
    const id = tries < TRIES / 2 ? between : sql`sealed_loop_number(${AHEAD * 2 ** tries})`;
    const rows = await insertNumbered(tx, wanted, id, empty);
    for (const [at, [place]] of left.entries()) found[place] = rows[at] ?? null;
  }
  if (found.includes(null)) throw new Error('no number is free for a sealed loop');
  return found;
}

async function insertNumbered(tx: Queryable, loops: readonly NewLoop[], id: Sql | null, same: Sql): Promise<Inserted> {
  const rows = await tx.query<LoopRow>(sql`
    insert into loop (${id === null ? empty : sql`id, `}definition, subject, unit, department, person_id, opened_at, harm, status, stages, owners, told, flaws, state)
    overriding system value
    select ${id === null ? empty : sql`${id}, `}definition, subject, unit, department, person, to_timestamp(opened / 1000), harm, 'open', '{}', '{}', '{}', '{}', '{}'
      from unnest(${loops.map(({ definition }) => definition)}::text[], ${loops.map(({ subject }) => subject)}::text[], ${loops.map(({ unit }) => unit)}::text[],
        ${loops.map(({ department }) => department)}::text[], ${loops.map(({ personId }) => personId)}::bigint[], ${loops.map(({ openedAt }) => openedAt)}::float8[],
        ${loops.map(({ harm }) => harm)}::smallint[]) with ordinality as n (definition, subject, unit, department, person, opened, harm, place)
     order by place
    on conflict ${same} do nothing
    returning id, definition, subject, unit, department, person_id as "personId", extract(epoch from opened_at)::float8 * 1000 as "openedMs"`);
  const bySubject = new Map(rows.map((row) => [`${row.definition} ${row.subject}`, row]));
  return loops.map(({ definition, subject }) => {
    const row = bySubject.get(`${definition} ${subject}`);
    // Of two openings by the same fact the first one opened it.
    bySubject.delete(`${definition} ${subject}`);
    return row ?? null;
  });
}

/** Holds a loop until the transaction ends; null when there is none within the scope. */
export async function lockLoop(tx: Queryable, id: number): Promise<LoopRow | null> {
  const rows = await hot<LoopRow>(tx, 'hold', sql`${LOOP} where id = ${id} for update`);
  return rows[0] ?? null;
}

/** Holds loops until the transaction ends. */
export async function lockLoops(tx: Queryable, ids: readonly number[]): Promise<readonly LoopRow[]> {
  return tx.query<LoopRow>(sql`${LOOP} where id = any(${ids}::bigint[]) order by id for update`);
}

/** Holds loops that time has changed since they were decided; those that another worker holds are left to it. */
export async function claimDue(tx: Queryable, now: Instant, most: number): Promise<readonly LoopRow[]> {
  // Planned each time: only with the instant at hand is it seen how few are due.
  return tx.query<LoopRow>(
    sql`${LOOP} where next_at <= to_timestamp(${now}::float8 / 1000) order by next_at limit ${most} for update skip locked`,
  );
}

type OfLoop = Pick<LoopRow, 'id' | 'unit'>;

/** Adds a record; null when it was recorded before, otherwise its number. */
export async function insertRecord(tx: Queryable, loop: OfLoop, record: NewRecord): Promise<string | null> {
  const [number] = await insertRecords(tx, [{ loop, record }]);
  return number ?? null;
}

/** Adds records, each of a loop of its own or under another key; the numbers of those that were not recorded before, in their order. */
export async function insertRecords(
  tx: Queryable,
  all: readonly { readonly loop: OfLoop; readonly record: NewRecord }[],
): Promise<readonly string[]> {
  const records = all.map(({ record }) => record);
  const columns = records.map(columnsOf);
  const rows = await hot<{ id: number }>(
    tx,
    'record',
    sql`
    insert into loop_record (loop_id, unit, key, kind, stage, outcome, occurred_at, recorded_at, by_id, by_name, by_role, corrects, content)
    select loop, unit, key, kind, stage, outcome, to_timestamp(occurred / 1000), to_timestamp(recorded / 1000), by_id, by_name, by_role, corrects, content
      from unnest(${all.map(({ loop }) => loop.id)}::bigint[], ${all.map(({ loop }) => loop.unit)}::text[], ${records.map(({ key }) => key)}::text[],
        ${records.map(({ kind }) => kind)}::text[], ${columns.map(({ stage }) => stage)}::text[], ${columns.map(({ outcome }) => outcome)}::text[],
        ${records.map(({ occurredAt }) => occurredAt)}::float8[], ${records.map(({ recordedAt }) => recordedAt)}::float8[],
        ${records.map(({ by }) => by.id)}::text[], ${records.map(({ by }) => by.name)}::text[], ${records.map(({ by }) => by.role)}::text[],
        ${records.map(({ corrects }) => corrects ?? null)}::bigint[], ${columns.map(({ content }) => sealed(JSON.stringify(content)))}::bytea[])
        with ordinality as r (loop, unit, key, kind, stage, outcome, occurred, recorded, by_id, by_name, by_role, corrects, content, place)
     order by place
    on conflict (loop_id, key) do nothing returning id`,
  );
  return rows.map(({ id }) => String(id));
}

function columnsOf(record: NewRecord): { stage: string | null; outcome: string | null; content: object } {
  switch (record.kind) {
    case 'opened':
      return { stage: null, outcome: null, content: { facts: record.facts } };
    case 'act':
      return {
        stage: record.stage,
        outcome: record.outcome,
        content: {
          fields: record.fields,
          ...(record.proof === undefined ? {} : { proof: record.proof }),
          ...(record.takenPart === undefined ? {} : { takenPart: record.takenPart }),
        },
      };
    case 'seen':
      return { stage: record.stage, outcome: null, content: {} };
    case 'assigned':
      return { stage: null, outcome: null, content: { to: record.to } };
    case 'waived':
      return { stage: record.stage, outcome: null, content: { reason: record.reason, note: record.note } };
    case 'reopened':
      return { stage: record.stage, outcome: null, content: { note: record.note } };
    case 'withdrawn':
      return { stage: null, outcome: null, content: { note: record.note } };
  }
}

interface RecordRow {
  loop_id: number;
  id: number;
  kind: LoopRecord['kind'];
  stage: string | null;
  outcome: string | null;
  occurred_ms: number;
  recorded_ms: number;
  by_id: string;
  by_name: string;
  by_role: string;
  corrects: number | null;
  content: Buffer;
}

const RECORD = sql`
    select loop_id, id, kind, stage, outcome, extract(epoch from occurred_at)::float8 * 1000 as occurred_ms,
      extract(epoch from recorded_at)::float8 * 1000 as recorded_ms, by_id, by_name, by_role, corrects, content
    from loop_record`;

/** The record of a name. */
export async function findRecordOf(tx: Queryable, loop: number, key: string): Promise<LoopRecord | null> {
  const rows = await tx.query<RecordRow>(sql`${RECORD} where loop_id = ${loop} and key = ${key}`);
  return rows[0] === undefined ? null : recordOf(rows[0]);
}

/** Records of loops, by loop, in the order in which they came. */
export async function findRecords(
  tx: Queryable,
  loops: readonly number[],
): Promise<ReadonlyMap<number, readonly LoopRecord[]>> {
  const rows = await hot<RecordRow>(
    tx,
    'records',
    sql`
    ${RECORD} where loop_id = any(${loops}::bigint[]) order by id`,
  );
  const found = new Map<number, LoopRecord[]>();
  for (const row of rows) {
    const record = recordOf(row);
    const known = found.get(row.loop_id);
    if (known) known.push(record);
    else found.set(row.loop_id, [record]);
  }
  return found;
}

function recordOf(row: RecordRow): LoopRecord {
  return {
    id: String(row.id),
    kind: row.kind,
    occurredAt: Math.round(row.occurred_ms) as Instant,
    recordedAt: Math.round(row.recorded_ms) as Instant,
    by: { id: row.by_id, name: row.by_name, role: row.by_role },
    ...(row.corrects === null ? {} : { corrects: String(row.corrects) }),
    stage: row.stage,
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(JSON.parse(row.content.toString()) as object),
  } as LoopRecord;
}

export interface Decided {
  readonly id: number;
  readonly unit: string;
  readonly department: string | null;
  /** The unit of the authority above the one that handles it. */
  readonly above: string | null;
  /** Departments that tested or examined; empty: nobody there is told. */
  readonly sections: readonly string[];
  readonly state: LoopState;
}

/** What is kept of a state beside its columns. */
export function keptOf({ stages, findings, reopened }: LoopState): RememberedLoop['state'] {
  return { stages, findings, reopened };
}

/** Stores what loops were decided to be. */
export async function storeStates(tx: Queryable, decided: readonly Decided[]): Promise<void> {
  const states = decided.map(({ state }) => state);
  const waited = states.map(({ stages }) => stages.filter(isWaited));
  const owing = decided.map(owingOf);
  await hot(
    tx,
    'states',
    sql`
    update loop l set status = d.status, stages = coalesce(string_to_array(nullif(d.stages, ''), ','), '{}'), owners = coalesce(string_to_array(nullif(d.owners, ''), ','), '{}'),
      told = coalesce(string_to_array(nullif(d.told, ''), ','), '{}'),
      assignee = d.assignee, due_at = to_timestamp(d.due / 1000), next_at = to_timestamp(d.next / 1000), closed_at = to_timestamp(d.closed / 1000),
      flaws = coalesce(string_to_array(nullif(d.flaws, ''), ','), '{}'), state = d.state, department = d.department
    from unnest(${decided.map(({ id }) => id)}::bigint[], ${states.map(({ status }) => status)}::text[],
      ${waited.map((stages) => stages.map(({ id }) => id).join(','))}::text[],
      ${owing.map(({ owners }) => owners.join(','))}::text[], ${owing.map(({ told }) => told.join(','))}::text[],
      ${states.map(({ assignee }) => assignee?.id ?? null)}::text[], ${states.map(({ dueAt }) => dueAt)}::float8[],
      ${states.map(({ nextAt }) => nextAt)}::float8[], ${states.map(({ closedAt }) => closedAt)}::float8[],
      ${states.map(({ findings }) => [...new Set(findings.map(({ flaw }) => flaw))].join(','))}::text[],
      ${states.map((state) => JSON.stringify(keptOf(state)))}::jsonb[], ${decided.map(({ department }) => department)}::text[])
      as d (id, status, stages, owners, told, assignee, due, next, closed, flaws, state, department)
    where l.id = d.id`,
  );
}

/** Leaves loops alone until an instant, or for good: those that could not be decided. */
export async function parkLoops(tx: Queryable, ids: readonly number[], until: Instant | null): Promise<void> {
  await tx.query(sql`update loop set next_at = to_timestamp(${until}::float8 / 1000) where id = any(${ids}::bigint[])`);
}

/** Who owes what is waited for, and who else has been told of it: `department:doctor`. */
function owingOf({ above, sections, state: { alerts, stages } }: Decided): {
  readonly owners: readonly string[];
  readonly told: readonly string[];
} {
  const waited = new Set(stages.filter(isWaited).map(({ id }) => id));
  const keys = (own: boolean): readonly string[] =>
    alerts
      .filter(({ stage, percent, isAtOnce }) => waited.has(stage) && (percent === 0 && isAtOnce !== true) === own)
      .flatMap(({ to }) => {
        if (to.at === 'section') return sections.map((department) => sectionKey(department, to.role));
        if (to.at !== 'above') return ownerKey(to);
        return above === null ? [] : unitKey(above, to.role);
      });
  const owners = new Set(keys(true));
  return { owners: [...owners], told: [...new Set(keys(false).filter((key) => !owners.has(key)))] };
}

const isWaited = ({ status }: StageState): boolean => status === 'running' || status === 'overdue';

/** Adds alerts that nobody added before, and voids those whose time the loop never reached by what is recorded now. */
export async function storeAlerts(tx: Queryable, decided: readonly Decided[], now: Instant): Promise<void> {
  const rows = decided.flatMap(({ id, unit, department, sections, state }) =>
    state.alerts.map((alert) => ({
      ...{ loop: id, unit, alert, superseded: isSuperseded(alert, state.alerts) },
      department: alert.to.at !== 'section' ? department : sections.length === 1 ? (sections[0] ?? null) : null,
    })),
  );
  await hot(
    tx,
    'alerts',
    sql`
    with named as (select * from unnest(${rows.map(({ loop }) => loop)}::bigint[], ${rows.map(({ unit }) => unit)}::text[], ${rows.map(({ alert }) => alert.id)}::text[],
      ${rows.map(({ alert }) => alert.stage)}::text[], ${rows.map(({ alert }) => alert.percent)}::int[], ${rows.map(({ alert }) => alert.at)}::float8[],
      ${rows.map(({ alert }) => alert.to.role)}::text[], ${rows.map(({ alert }) => alert.to.at)}::text[], ${rows.map(({ department }) => department)}::text[],
      ${rows.map(({ superseded }) => superseded)}::boolean[]) as a (loop, unit, key, stage, percent, at, role, place, department, superseded)),
    voided as (update loop_alert k set void = not k.void where k.loop_id = any(${decided.map(({ id }) => id)}::bigint[])
      and k.void = exists (select from named a where a.loop = k.loop_id and a.key = k.key))
    insert into loop_alert (loop_id, unit, key, stage, percent, at, to_role, to_at, department, superseded, found_at)
    select a.loop, a.unit, a.key, a.stage, a.percent, to_timestamp(a.at / 1000), a.role, a.place, a.department,
      a.superseded and not exists (select from loop_alert k where k.loop_id = a.loop and k.key = a.key), to_timestamp(${now}::float8 / 1000)
    from named a on conflict (loop_id, key) do nothing`,
  );
}

/** A later alert of the same stage for the same reader stands for it. */
function isSuperseded(alert: LoopAlert, all: readonly LoopAlert[]): boolean {
  return all.some(
    ({ stage, at, to, percent }) =>
      stage === alert.stage &&
      to.role === alert.to.role &&
      to.at === alert.to.at &&
      (at > alert.at || (at === alert.at && percent > alert.percent)),
  );
}

/** The loop of a kind that a fact has opened, held until the transaction ends: what is recorded next depends on what stands there. */
export async function findLoopBySubject(
  tx: Queryable,
  definition: string,
  subject: string,
): Promise<{ readonly id: number; readonly status: LoopState['status'] } | null> {
  const rows = await tx.query<{ id: number; status: LoopState['status'] }>(
    sql`select id, status from loop where definition = ${definition} and subject = ${subject} for update`,
  );
  return rows[0] ?? null;
}

/** The open loops of a kind. */
export async function findOpenOf(db: Queryable, definition: string): Promise<readonly LoopRow[]> {
  return db.query<LoopRow>(sql`${LOOP} where definition = ${definition} and status = 'open' order by id`);
}

/** The loops of a kind that were waived 豁免, of subjects that begin so. */
export async function findWaivedOf(
  db: Queryable,
  definition: string,
  beginnings: readonly string[],
): Promise<readonly LoopRow[]> {
  if (beginnings.length === 0) return [];
  return db.query<LoopRow>(sql`${LOOP} where id in (
    select l.id from unnest(${beginnings}::text[]) of (beginning)
      join loop l on l.definition = ${definition} and l.status = 'waived'
       and l.subject collate "C" >= of.beginning and l.subject collate "C" < of.beginning || chr(1114111)) order by id`);
}

/** Loops of these kinds by the fact that opened them: those that are open, and those of facts in question, however they stand. */
export async function findSubjects(
  db: Queryable,
  definitions: readonly string[],
  subjects: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: number; readonly status: LoopState['status'] }>> {
  const rows = await db.query<{ id: number; subject: string; status: LoopState['status'] }>(sql`
    select id, subject, status from loop where definition = any(${definitions}::text[]) and status = 'open'
    union all
    select id, subject, status from loop
     where definition = any(${definitions}::text[]) and subject = any(${subjects}::text[]) and status <> 'open'`);
  return new Map(rows.map(({ id, subject, status }) => [subject, { id, status }]));
}
