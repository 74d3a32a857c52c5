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
  results: number;
  institutions: number;
  last_reported_ms: number | null;
}

/** Counts of a person's current results beside the person, as the pages head their lists. */
export async function findPersonSummaries(db: Queryable, ids: readonly number[]): Promise<PersonSummaryRow[]> {
  if (ids.length === 0) return [];
  return db.query<PersonSummaryRow>(sql`
    select p.id, p.name_norm, p.birth_on, p.sex, count(r.id)::int as results, count(distinct r.institution)::int as institutions,
           extract(epoch from max(r.reported_at))::float8 * 1000 as last_reported_ms
      from person p
      left join result r on r.person_id = p.id and r.current and r.status not in ('entered-in-error', 'cancelled', 'registered')
     where p.id = any(${ids})
     group by p.id order by max(r.reported_at) desc nulls last, p.id`);
}

/** Persons of exactly that name, most recently reported first. */
export async function findPersonsByName(db: Queryable, nameNorm: string, limit: number): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    sql`select id from person where name_norm = ${nameNorm} order by id desc limit ${limit}`,
  );
  return rows.map((row) => row.id);
}

/** Whether an institution treats a person: it sent a record of them, or asked at ordering. */
export async function isPatientOf(db: Queryable, personId: number, institution: string): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 where exists (select from person_identifier where person_id = ${personId} and kind = 'mrn' and issuer = ${institution})
      or exists (select from result where person_id = ${personId} and institution = ${institution})
      or exists (select from resource where person_id = ${personId} and institution = ${institution} and current)
      or exists (select from decision where person_id = ${personId} and institution = ${institution})`);
  return rows.length > 0;
}
