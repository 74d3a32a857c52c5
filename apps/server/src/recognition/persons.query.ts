/** Persons 患者 as the decision and the doctor's pages find them. Identifier numbers are known only as keyed hashes. */
import type { Day } from '@fujie/core/kernel';
import type { IdentifierKind, Sex } from '@fujie/core/person';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { groupedBy, READS } from '../platform/db/grouped.ts';

export interface PersonRow {
  id: number;
  name_norm: string | null;
  birth_on: Day | null;
  sex: Sex | null;
}

export interface IdentifiedRow extends PersonRow {
  kind: IdentifierKind;
  issuer: string;
}

type Token = { readonly kind: IdentifierKind; readonly issuer: string; readonly token: Buffer };

const findTogether = groupedBy(async (db: Queryable, asks: readonly (readonly Token[])[]) => {
  const tokens = asks.flatMap((own, ask) => own.map((token) => ({ ask, ...token })));
  const rows = await db.prepared<IdentifiedRow & { ask: number }>(
    'persons-by-tokens',
    `select t.ask, i.kind, i.issuer, p.id, p.name_norm, p.birth_on, p.sex
       from unnest($1::int[], $2::text[], $3::text[], $4::bytea[]) as t (ask, kind, issuer, token)
       join person_identifier i on i.kind = t.kind and i.issuer = t.issuer and i.token = t.token
       join person p on p.id = i.person_id`,
    [tokens.map((t) => t.ask), tokens.map((t) => t.kind), tokens.map((t) => t.issuer), tokens.map((t) => t.token)],
  );
  return asks.map((_, ask) => rows.filter((row) => row.ask === ask));
}, READS);

/** The persons that identifiers lead to. */
export async function findPersonsByTokens(db: Queryable, tokens: readonly Token[]): Promise<IdentifiedRow[]> {
  return tokens.length === 0 ? [] : findTogether(db, tokens);
}

export interface PersonSummaryRow extends PersonRow {
  /** Current results by who issued what: how many, and when the last was reported (ms). */
  groups: [institution: string, item: string | null, count: number, last: number | null][] | null;
}

/** Persons with the numbers of their results, as the pages head their lists. */
export async function findPersonSummaries(db: Queryable, ids: readonly number[]): Promise<PersonSummaryRow[]> {
  if (ids.length === 0) return [];
  return db.query<PersonSummaryRow>(sql`
    select p.id, p.name_norm, p.birth_on, p.sex, (
             select json_agg(json_build_array(g.institution, g.item, g.count, g.last)) from (
               select r.institution, r.item, count(*)::int as count, extract(epoch from max(r.reported_at))::float8 * 1000 as last
                 from result r
                where r.person_id = p.id and r.current and r.status not in ('entered-in-error', 'cancelled', 'registered')
                group by r.institution, r.item) g) as groups
      from person p where p.id = any(${ids}) order by p.id`);
}

/** Persons of exactly that name, most recently added first. */
export async function findPersonsByName(db: Queryable, nameToken: Buffer, limit: number): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    sql`select id from person where name_token = ${nameToken} order by id desc limit ${limit}`,
  );
  return rows.map((row) => row.id);
}
