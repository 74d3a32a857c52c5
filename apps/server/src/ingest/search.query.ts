/** Reads of stored resources: by id, by version, by search. Scope is the institution that sent them. */
import type { DateMatch, ResourceType, SearchQuery, TokenMatch } from '@fujie/wire/fhir';

import type { Queryable, Sql } from '../platform/db/database.ts';
import { empty, join, raw, sql } from '../platform/db/database.ts';
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

function selectVersions(type: ResourceType): string {
  return `select r.id, r.version, r.current, extract(epoch from r.updated_at)::float8 * 1000 as updated_ms, r.person_id,
    (d.content::json -> r.ix)::text as content
    from ${tableOf(type)} r join document d on d.id = r.document_id`;
}

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
  const rows = await db.prepared<StoredVersion>(
    `fhir-read-${type}`,
    `${selectVersions(type)} where r.id = $1 and r.current and r.institution = $2 and ${ofType(type)}`,
    [id, institution],
  );
  return rows[0] ?? null;
}

/** All versions of a resource, newest first; or the one asked for. */
export async function findVersions(
  db: Queryable,
  type: ResourceType,
  id: string,
  institution: string,
  filter: { readonly version?: number; readonly limit?: number } = {},
): Promise<StoredVersion[]> {
  // Versions of an Observation stand under the person, which the current one names.
  const persons =
    type === 'Observation' ? `r.person_id in (select c.person_id from result c where c.id = $1 and c.current) and` : '';
  return db.prepared<StoredVersion>(
    `fhir-versions-${type}`,
    `${selectVersions(type)} where ${persons} r.id = $1 and r.institution = $2 and ${ofType(type)}
       and ($3::int is null or r.version = $3) order by r.version desc limit $4`,
    [id, institution, filter.version ?? null, filter.limit ?? 200],
  );
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

/** Conditions of a query; references and ids are those that the institution knows. */
function conditionsOf(query: SearchQuery, institution: string, tokenOf: TokenOf): Sql {
  const { type } = query;
  const stored = (reference: string, of: string): string =>
    storedId(institution, of, reference.replace(new RegExp(`^.*${of}/`), ''));
  const token = ({ system, code }: TokenMatch): string => tokenOf(system, code);
  const conditions: Sql[] = [sql`r.current`, sql`r.institution = ${institution}`, raw(ofType(type))];
  for (const ids of query.ids) conditions.push(sql`r.id = any(${ids.map((id) => stored(id, type))}::text[])`);
  for (const list of query.identifiers) conditions.push(sql`r.identifiers && ${list.map(token)}::text[]`);
  for (const list of query.patients) {
    const patients = list.map((reference) => stored(reference, 'Patient'));
    conditions.push(sql`r.subject_ref = any(${patients}::text[])`);
  }
  for (const list of query.patientIdentifiers) {
    conditions.push(sql`r.subject_ref in (select p.id from resource p where p.type = 'Patient' and p.current
      and p.institution = ${institution} and p.identifiers && ${list.map(token)}::text[])`);
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
}

export interface FoundVersion extends StoredVersion {
  readonly updated_us: string;
}

/** A page of current versions, last changed first. */
export async function searchVersions(
  db: Queryable,
  query: SearchQuery,
  institution: string,
  tokenOf: TokenOf,
  after: Cursor | null,
): Promise<FoundVersion[]> {
  const later =
    after === null
      ? empty
      : sql`and (r.updated_at < timestamptz 'epoch' + ${after.at}::bigint * interval '1 microsecond'
          or (r.updated_at = timestamptz 'epoch' + ${after.at}::bigint * interval '1 microsecond' and r.id > ${after.id}))`;
  return db.query<FoundVersion>(sql`
    select r.id, r.version, r.current, extract(epoch from r.updated_at)::float8 * 1000 as updated_ms,
           (extract(epoch from r.updated_at) * 1000000)::bigint::text as updated_us, r.person_id,
           (select (d.content::json -> r.ix)::text from document d where d.id = r.document_id) as content
      from ${raw(tableOf(query.type))} r
     where ${conditionsOf(query, institution, tokenOf)} ${later}
     order by r.updated_at desc, r.id limit ${query.count + 1}`);
}

export async function countVersions(
  db: Queryable,
  query: SearchQuery,
  institution: string,
  tokenOf: TokenOf,
): Promise<number> {
  const rows = await db.query<{ total: number }>(sql`
    select count(*) as total from ${raw(tableOf(query.type))} r where ${conditionsOf(query, institution, tokenOf)}`);
  return rows[0]?.total ?? 0;
}

/** Stored id and the sender's own id of what a query finds. */
export async function searchIds(
  db: Queryable,
  query: SearchQuery,
  institution: string,
  tokenOf: TokenOf,
): Promise<{ id: string; public_id: string }[]> {
  return db.query<{ id: string; public_id: string }>(sql`
    select r.id, (select (d.content::json -> r.ix) ->> 'id' from document d where d.id = r.document_id) as public_id
      from ${raw(tableOf(query.type))} r where ${conditionsOf(query, institution, tokenOf)} limit ${query.count}`);
}
