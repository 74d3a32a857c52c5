/** Reads of stored resources: by id, by version, by search. Scope is the institution that sent them. */
import type { DateMatch, ResourceType, SearchQuery, TokenMatch } from '@fujie/wire/fhir';

import type { Database, Queryable, Sql } from '../platform/db/database.ts';
import { empty, join, raw, sql } from '../platform/db/database.ts';
import type { InPart } from '../platform/db/document-parts.ts';
import { PART, resourceIn, withContent } from '../platform/db/document-parts.ts';
import { storedId } from './ids.ts';

/** One version as it is kept; `content` is its text. */
export interface StoredVersion {
  readonly id: string;
  readonly version: number;
  readonly current: boolean;
  readonly updated_ms: number;
  readonly person_id: number | null;
  readonly content: string;
}

const tableOf = (type: ResourceType): string => (type === 'Observation' ? 'result' : 'resource');

const COLUMNS = `r.id, r.version, r.current, extract(epoch from r.updated_at)::float8 * 1000 as updated_ms,
  (extract(epoch from r.updated_at) * 1000000)::bigint::text as updated_us, r.person_id,
  (select ${PART} from document d where d.id = r.document_id) as part, r.ix`;

function ofType(type: ResourceType): string {
  return type === 'Observation' ? `r.source_type = 'Observation'` : `r.type = '${type}'`;
}

/** The current version of a resource of an institution. */
export async function findCurrent(
  db: Queryable,
  type: ResourceType,
  id: string,
  institution: string,
): Promise<StoredVersion | null> {
  const rows = await db.prepared<InPart<StoredVersion>>(
    `fhir-read-${type}`,
    `select ${COLUMNS} from ${tableOf(type)} r where r.id = $1 and r.current and r.institution = $2 and ${ofType(type)}`,
    [id, institution],
  );
  return rows.map(withContent)[0] ?? null;
}

/** Every version of one resource; those of a result stand under two indexes, whichever person they were about. */
function versionsOf(type: ResourceType): string {
  const all =
    type === 'Observation'
      ? 'select * from result where id = $1 and current union all select * from result where id = $1 and not current'
      : `select * from resource where type = '${type}' and id = $1`;
  return `from (${all}) r where r.institution = $2 and ${ofType(type)}`;
}

/** One version of a resource of an institution. */
export async function findVersion(
  db: Queryable,
  type: ResourceType,
  id: string,
  institution: string,
  version: number,
): Promise<StoredVersion | null> {
  const rows = await db.prepared<InPart<StoredVersion>>(
    `fhir-version-${type}`,
    `select ${COLUMNS} ${versionsOf(type)} and r.version = $3`,
    [id, institution, version],
  );
  return rows.map(withContent)[0] ?? null;
}

/** Where a page of a history begins and how long it is; times in milliseconds since 1970. */
export interface HistoryPage {
  readonly since: number | null;
  readonly after: Cursor | null;
  readonly limit: number;
}

/** Versions of one resource, newest first, and how many there are. */
export async function findHistory(
  db: Queryable,
  type: ResourceType,
  id: string,
  institution: string,
  page: HistoryPage,
): Promise<{ readonly total: number; readonly versions: FoundVersion[] }> {
  const since = `($3::float8 is null or r.updated_at >= to_timestamp($3::float8 / 1000))`;
  const counted = await db.prepared<{ total: number }>(
    `fhir-history-count-${type}`,
    `select count(*) as total ${versionsOf(type)} and ${since}`,
    [id, institution, page.since],
  );
  const versions = await db.prepared<InPart<FoundVersion>>(
    `fhir-history-${type}`,
    `select ${COLUMNS} ${versionsOf(type)} and ${since} and ($4::int is null or r.version < $4) order by r.version desc limit $5`,
    [id, institution, page.since, page.after?.version ?? null, page.limit],
  );
  return { total: counted[0]?.total ?? 0, versions: versions.map(withContent) };
}

/** Every version of a type that an institution sent, last changed first. */
export async function findTypeHistory(
  db: Queryable,
  type: ResourceType,
  institution: string,
  { since, after, limit }: HistoryPage,
): Promise<FoundVersion[]> {
  const versions = await db.query<InPart<FoundVersion>>(sql`
    select ${raw(COLUMNS)} from ${raw(tableOf(type))} r
     where r.institution = ${institution} and ${raw(ofType(type))}
       ${since === null ? empty : sql`and r.updated_at >= to_timestamp(${since}::float8 / 1000)`} ${behind(after)}
     order by r.updated_at desc, r.id, r.version desc limit ${limit}`);
  return versions.map(withContent);
}

export type TokenOf = (system: string | null, value: string) => string;

const any = (conditions: readonly Sql[]): Sql => sql`(${join(conditions, ' or ')})`;

function tokenConditions(column: 'codes' | 'categories', lists: readonly (readonly TokenMatch[])[]): Sql[] {
  return lists.map((list) =>
    any(
      list.map(({ system, code }) => {
        if (system === null)
          return sql`exists (select from unnest(r.${raw(column)}) as c (code) where split_part(c.code, '|', 2) = ${code})`;
        if (code === '')
          return sql`exists (select from unnest(r.${raw(column)}) as c (code) where split_part(c.code, '|', 1) = ${system})`;
        return sql`r.${raw(column)} @> array[${`${system}|${code}`}]::text[]`;
      }),
    ),
  );
}

function dateConditions(column: string, lists: readonly (readonly DateMatch[])[]): Sql[] {
  const at = (ms: number): Sql => sql`to_timestamp(${ms}::float8 / 1000)`;
  const c = raw(`r.${column}`);
  return lists.map((list) =>
    any(
      list.map(({ prefix, span }) => {
        const { start, end } = span;
        switch (prefix) {
          case 'eq':
            return sql`(${c} >= ${at(start)} and ${c} < ${at(end)})`;
          case 'ne':
            return sql`(${c} < ${at(start)} or ${c} >= ${at(end)})`;
          case 'gt':
          case 'sa':
            return sql`${c} >= ${at(end)}`;
          case 'lt':
          case 'eb':
            return sql`${c} < ${at(start)}`;
          case 'ge':
            return sql`${c} >= ${at(start)}`;
          case 'le':
            return sql`${c} < ${at(end)}`;
          case 'ap': {
            const slack = Math.max(86_400_000, (end - start) / 10);
            return sql`(${c} >= ${at(start - slack)} and ${c} < ${at(end + slack)})`;
          }
        }
      }),
    ),
  );
}

/** Results stand under their persons, so that those of a patient are found by person; what waits for its patient by itself. */
function ofPatients(type: ResourceType, patients: Sql): Sql {
  const own = sql`r.subject_ref = any(array(${patients}))`;
  if (type !== 'Observation') return own;
  return sql`${own} and (r.person_id = 0 or r.person_id = any(array(
    select p.person_id from resource p where p.type = 'Patient' and p.person_id is not null and p.id in (${patients}))))`;
}

/** Conditions of a query; references and ids are those that the institution knows. */
function conditionsOf(query: SearchQuery, institution: string, tokenOf: TokenOf): Sql {
  const { type } = query;
  const stored = (reference: string, of: string): string =>
    storedId(institution, of, reference.replace(new RegExp(`^.*${of}/`), ''));
  const token = ({ system, code }: TokenMatch): string => tokenOf(system, code);
  const conditions: Sql[] = [sql`r.current`, sql`r.institution = ${institution}`, raw(ofType(type))];
  for (const ids of query.ids) conditions.push(sql`r.id = any(${ids.map((id) => stored(id, type))}::text[])`);
  for (const list of query.identifiers) {
    conditions.push(sql`r.identifiers && ${list.map(token)}::text[] and r.identifiers <> '{}'`);
  }
  for (const list of query.patients) {
    const patients = list.map((reference) => stored(reference, 'Patient'));
    conditions.push(ofPatients(type, sql`select unnest(${patients}::text[])`));
  }
  for (const list of query.patientIdentifiers) {
    conditions.push(
      ofPatients(
        type,
        sql`select p.id from resource p where p.type = 'Patient' and p.current and p.institution = ${institution}
          and p.identifiers && ${list.map(token)}::text[]`,
      ),
    );
  }
  conditions.push(...tokenConditions('codes', query.codes), ...tokenConditions('categories', query.categories));
  for (const list of query.statuses) conditions.push(sql`r.status = any(${[...list]}::text[])`);
  conditions.push(...dateConditions(type === 'Observation' ? 'collected_at' : 'effective_at', query.dates));
  conditions.push(...dateConditions('updated_at', query.updated));
  return join(conditions, ' and ');
}

/** A place in the order "last changed first". */
export interface Cursor {
  /** Microseconds since 1970. */
  readonly at: string;
  readonly id: string;
  readonly version: number;
}

export interface FoundVersion extends StoredVersion {
  readonly updated_us: string;
}

/** What comes after a place; the first condition is the one that an index begins at. */
function behind(after: Cursor | null): Sql {
  if (after === null) return empty;
  const at = sql`(timestamptz 'epoch' + ${after.at}::bigint * interval '1 microsecond')`;
  return sql`and r.updated_at <= ${at} and (r.updated_at < ${at} or r.id > ${after.id} or (r.id = ${after.id} and r.version < ${after.version}))`;
}

/** A search would take too long: it names neither patient, number nor id, and what it asks for is rare. */
export class TooCostly extends Error {
  override readonly name = 'TooCostly';
}

const LONGEST_SEARCH_MS = 5000;
/** Up to here matches are counted. */
export const MAX_TOTAL = 50_000;

/** Runs what no index leads to under a limit of time. */
async function limited<T>(db: Database, query: SearchQuery, work: (on: Queryable) => Promise<T>): Promise<T> {
  const anchors = [query.ids, query.identifiers, query.patients, query.patientIdentifiers];
  if (anchors.some((list) => list.length > 0)) return work(db);
  try {
    return await db.tx(async (tx) => {
      await tx.query(sql`select set_config('statement_timeout', ${String(LONGEST_SEARCH_MS)}, true)`);
      return work(tx);
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '57014') throw new TooCostly();
    throw error;
  }
}

/** A page of current versions, last changed first. */
export async function searchVersions(
  db: Database,
  query: SearchQuery,
  institution: string,
  tokenOf: TokenOf,
  after: Cursor | null,
): Promise<FoundVersion[]> {
  const versions = await limited(db, query, (on) =>
    on.query<InPart<FoundVersion>>(sql`
      select ${raw(COLUMNS)} from ${raw(tableOf(query.type))} r
       where ${conditionsOf(query, institution, tokenOf)} ${behind(after)}
       order by r.updated_at desc, r.id, r.version desc limit ${query.count + 1}`),
  );
  return versions.map(withContent);
}

/** How many match; null when they are more than `MAX_TOTAL`. */
export async function countVersions(
  db: Database,
  query: SearchQuery,
  institution: string,
  tokenOf: TokenOf,
): Promise<number | null> {
  const rows = await limited(db, query, (on) =>
    on.query<{ total: number }>(sql`
      select count(*) as total from (
        select from ${raw(tableOf(query.type))} r where ${conditionsOf(query, institution, tokenOf)} limit ${MAX_TOTAL + 1}) r`),
  );
  const total = rows[0]?.total ?? 0;
  return total > MAX_TOTAL ? null : total;
}

/** Stored id and the sender's own id of what a query finds. */
export async function searchIds(
  db: Queryable,
  query: SearchQuery,
  institution: string,
  tokenOf: TokenOf,
): Promise<{ id: string; public_id: string }[]> {
  const rows = await db.query<{ id: string; part: string; ix: number }>(sql`
    select r.id, (select ${raw(PART)} from document d where d.id = r.document_id) as part, r.ix
      from ${raw(tableOf(query.type))} r where ${conditionsOf(query, institution, tokenOf)} limit ${query.count}`);
  return rows.map(({ id, part, ix }) => ({ id, public_id: (JSON.parse(resourceIn(part, ix)) as { id: string }).id }));
}
