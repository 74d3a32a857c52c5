/** Persons 患者主索引 as ingest reads and extends them. Identifier numbers are known only as keyed hashes. */
import type { Day } from '@fujie/core/kernel';
import type { Identity, IdentifierKind, LinkReview, Sex } from '@fujie/core/person';

import type { Database, Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { groupedBy, READS } from '../platform/db/grouped.ts';
import { sealed } from '../platform/db/key-ring.ts';

export interface TokenRef {
  readonly kind: IdentifierKind;
  readonly issuer: string;
  readonly token: Buffer;
  readonly verified: boolean;
}

export interface KnownRow {
  readonly ord: number;
  readonly person_id: number;
  readonly name_norm: string | null;
  readonly birth_on: Day | null;
  readonly sex: Sex | null;
}

export interface PatientRow {
  readonly person_id: number | null;
  readonly identity: Identity | null;
  readonly birth_on: Day | null;
}

const findTogether = groupedBy(async (db: Queryable, asks: readonly (readonly TokenRef[])[]) => {
  const tokens = asks.flatMap((own, ask) => own.map((token, ord) => ({ ask, ord, ...token })));
  const rows = await db.prepared<KnownRow & { ask: number }>(
    'ingest-persons-by-tokens',
    `select t.ask, t.ord, p.id as person_id, p.name_norm, p.birth_on, p.sex
       from unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::bytea[]) as t (ask, ord, kind, issuer, token)
       join person_identifier i on i.kind = t.kind and i.issuer = t.issuer and i.token = t.token
       join person p on p.id = i.person_id`,
    [
      tokens.map((t) => t.ask),
      tokens.map((t) => t.ord),
      tokens.map((t) => t.kind),
      tokens.map((t) => t.issuer),
      tokens.map((t) => t.token),
    ],
  );
  return asks.map((_, ask) => rows.filter((row) => row.ask === ask));
}, READS);

/** The persons that tokens lead to; `ord` is the place of the token, from 0. */
export async function findByTokens(db: Queryable, tokens: readonly TokenRef[]): Promise<KnownRow[]> {
  return tokens.length === 0 ? [] : findTogether(db, tokens);
}

/** The Patient resource that an institution stored under an id, as far as its person is concerned. */
export async function findPatient(db: Queryable, institution: string, id: string): Promise<PatientRow | null> {
  const rows = await db.prepared<PatientRow>(
    'ingest-patient',
    `select r.person_id, r.identity, p.birth_on from resource r left join person p on p.id = r.person_id
      where r.type = 'Patient' and r.id = $1 and r.current and r.institution = $2`,
    [id, institution],
  );
  return rows[0] ?? null;
}

export interface NewPerson {
  readonly nameNorm: string | null;
  readonly nameToken: Buffer | null;
  readonly birthOn: Day | null;
  readonly sex: Sex | null;
  readonly claims: readonly TokenRef[];
}

/** Adds a person with its identifiers; null when another message claimed one of them in the meantime. */
export async function addPerson(db: Database, person: NewPerson): Promise<number | null> {
  return db
    .tx(async (tx) => {
      const rows = await tx.prepared<{ id: number }>(
        'ingest-add-person',
        'insert into person (name_norm, name_token, birth_on, sex) values ($1, $2, $3, $4) returning id',
        [sealed(person.nameNorm), person.nameToken, person.birthOn, person.sex],
      );
      const id = rows[0]?.id ?? 0;
      const claimed = await claim(tx, [{ personId: id, tokens: person.claims }]);
      if (claimed < person.claims.length) throw new ClaimLost();
      return id;
    })
    .catch((error: unknown) => {
      if (error instanceof ClaimLost) return null;
      throw error;
    });
}

class ClaimLost extends Error {}

export interface Claim {
  readonly personId: number;
  readonly tokens: readonly TokenRef[];
}

/** Lets further identifiers lead to persons; those that lead elsewhere stay where they are. Answers how many were new. */
async function claim(db: Queryable, claims: readonly Claim[]): Promise<number> {
  const rows = claims.flatMap(({ personId, tokens }) => tokens.map((token) => ({ personId, ...token })));
  if (rows.length === 0) return 0;
  // Sorted, so that two servers never wait for each other in a circle.
  const claimed = await db.prepared(
    'ingest-claim-tokens',
    `insert into person_identifier (kind, issuer, token, verified, person_id)
     select kind, issuer, token, verified, person_id
       from unnest($1::text[], $2::text[], $3::bytea[], $4::boolean[], $5::bigint[]) as t (kind, issuer, token, verified, person_id)
      order by kind, issuer, token
     on conflict do nothing returning 1`,
    [
      rows.map((t) => t.kind),
      rows.map((t) => t.issuer),
      rows.map((t) => t.token),
      rows.map((t) => t.verified),
      rows.map((t) => t.personId),
    ],
  );
  return claimed.length;
}

const claimTogether = groupedBy(async (db: Queryable, claims: readonly Claim[]) => {
  await claim(db, claims);
  return claims.map(() => undefined);
});

/** Lets further identifiers lead to a person; those that lead elsewhere stay where they are. */
export async function claimTokens(db: Queryable, personId: number, tokens: readonly TokenRef[]): Promise<void> {
  if (tokens.length > 0) await claimTogether(db, { personId, tokens });
}

/** Puts a record before a reviewer, once per patient and reason. */
export async function addReview(
  db: Queryable,
  institution: string,
  patientId: string,
  personId: number,
  review: LinkReview,
): Promise<void> {
  await db.query(sql`
    insert into person_review (institution, patient_id, person_id, other_person_id, reason, fields)
    values (${institution}, ${patientId}, ${personId}, ${review.otherPersonId}, ${review.reason}, ${[...review.fields]})
    on conflict (institution, patient_id, reason) do update set seen_at = now(), person_id = excluded.person_id,
      other_person_id = excluded.other_person_id, fields = excluded.fields, state = 'open'`);
}

/** A Patient that has arrived, as far as its person is concerned. */
export interface ArrivedPatient {
  readonly id: string;
  readonly personId: number;
  readonly identity: Identity;
}

/** Gives what waited for patients to the persons of those that have now arrived; which results did. */
export async function adoptWaiting(db: Queryable, patients: readonly ArrivedPatient[]): Promise<readonly string[]> {
  if (patients.length === 0) return [];
  const ids = patients.map((p) => p.id);
  const persons = patients.map((p) => p.personId);
  const adopted = await db.prepared<{ id: string }>(
    'ingest-adopt-results',
    `update result r set person_id = t.person_id, identity = t.identity
       from unnest($1::text[], $2::bigint[], $3::text[]) as t (id, person_id, identity)
      where r.person_id = 0 and r.subject_ref = t.id returning r.id`,
    [ids, persons, patients.map((p) => p.identity)],
  );
  await db.prepared(
    'ingest-adopt-resources',
    `update resource r set person_id = t.person_id from unnest($1::text[], $2::bigint[]) as t (id, person_id)
      where r.subject_ref = t.id and r.current and r.person_id is null`,
    [ids, persons],
  );
  return adopted.map(({ id }) => id);
}
