/** Whom a Patient resource is about: the link of core/person, remembered, extended and reviewed. Source: interfaces 4.3. */
import { createHash } from 'node:crypto';

import type { Day } from '@fujie/core/kernel';
import type { Identity, KnownPerson, PersonIdentifier, Presented } from '@fujie/core/person';
import { linkPerson, normaliseName } from '@fujie/core/person';
import type { Patient } from '@fujie/wire/fhir';
import { presentedOf } from '@fujie/wire/fhir';

import type { Deps } from '../platform/deps.ts';
import { Lru } from './lru.ts';
import type { TokenRef } from './persons.query.ts';
import { addPerson, addReview, claimTokens, findByTokens, findPatient } from './persons.query.ts';

export interface LinkedPerson {
  readonly personId: number;
  readonly identity: Identity;
  readonly birthOn: Day | null;
}

const REMEMBERED = 100_000;
const ATTEMPTS = 5;

type PersonDeps = Pick<Deps, 'db' | 'seal'>;

/** Links patients to persons, with what was linked lately in memory. */
export class Persons {
  readonly #deps: PersonDeps;
  readonly #links = new Lru<string, LinkedPerson>(REMEMBERED);
  readonly #patients = new Lru<string, LinkedPerson>(REMEMBERED);
  /** Counts what was forgotten: a read that began before must not be remembered after. */
  #forgotten = 0;
  /** Links of the same record that are under way, so that parallel messages wait for the first. */
  readonly #pending = new Map<string, Promise<LinkedPerson>>();

  constructor(deps: PersonDeps) {
    this.#deps = deps;
  }

  /** The person of a Patient resource of an institution, stored under `id`. */
  async link(institution: string, id: string, patient: Patient): Promise<LinkedPerson> {
    const presented = presentedOf(patient, institution);
    const key = createHash('sha256')
      .update(`${institution}\n${id}\n${JSON.stringify(presented)}`)
      .digest('base64');
    const known = this.#links.get(key);
    if (known) return known;
    const pending =
      this.#pending.get(key) ?? this.#resolve(institution, id, presented).finally(() => this.#pending.delete(key));
    this.#pending.set(key, pending);
    const linked = await pending;
    this.#links.set(key, linked);
    return linked;
  }

  /** The person of a Patient that the institution has stored already, or null when there is no such Patient. */
  async ofStored(institution: string, id: string): Promise<LinkedPerson | null> {
    const key = `${institution}\n${id}`;
    const known = this.#patients.get(key);
    if (known) return known;
    const forgotten = this.#forgotten;
    const row = await findPatient(this.#deps.db, institution, id);
    if (row?.person_id === null || row?.person_id === undefined) return null;
    const linked = { personId: row.person_id, identity: row.identity ?? 'unconfirmed', birthOn: row.birth_on };
    if (forgotten === this.#forgotten) this.#patients.set(key, linked);
    return linked;
  }

  /** Patients that were written anew are read anew. */
  forget(institution: string, ids: readonly string[]): void {
    this.#forgotten += 1;
    for (const id of ids) this.#patients.delete(`${institution}\n${id}`);
  }

  async #resolve(institution: string, id: string, presented: Presented): Promise<LinkedPerson> {
    const { db, seal } = this.#deps;
    const tokenOf = (identifier: PersonIdentifier): TokenRef => ({
      kind: identifier.kind,
      issuer: identifier.issuer,
      token: seal.token(identifier.kind, identifier.issuer, identifier.number),
      verified: identifier.verified,
    });
    const tokens = presented.identifiers.map(tokenOf);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const rows = await findByTokens(db, tokens);
      const known = rows.flatMap((row): KnownPerson[] => {
        const identifier = presented.identifiers[row.ord];
        return identifier
          ? [{ personId: row.person_id, identifier, nameNorm: row.name_norm, birthOn: row.birth_on, sex: row.sex }]
          : [];
      });
      const verdict = linkPerson(presented, known);
      const claims = verdict.claims.map(tokenOf);
      let personId = verdict.personId;
      if (personId !== null) await claimTokens(db, personId, claims);
      else
        personId = (await this.#ownPerson(institution, id, verdict.identity)) ?? (await this.#add(presented, claims));
      if (personId === null) continue;
      if (verdict.review) await addReview(db, institution, id, personId, verdict.review);
      return { personId, identity: verdict.identity, birthOn: presented.birthOn };
    }
    throw new Error('a person could not be linked: its identifiers keep changing hands');
  }

  /** An unlinked record keeps the person of its own from message to message. */
  async #ownPerson(institution: string, id: string, identity: Identity): Promise<number | null> {
    if (identity === 'verified') return null;
    const stored = await findPatient(this.#deps.db, institution, id);
    return stored !== null && stored.identity !== 'verified' ? stored.person_id : null;
  }

  async #add(presented: Presented, claims: readonly TokenRef[]): Promise<number | null> {
    const name = presented.name === null ? '' : normaliseName(presented.name);
    return addPerson(this.#deps.db, {
      nameNorm: name === '' ? null : name,
      nameToken: name === '' ? null : this.#deps.seal.nameToken(name),
      birthOn: presented.birthOn,
      sex: presented.sex,
      claims,
    });
  }
}
