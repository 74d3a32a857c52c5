/**
 * Who a record is about 患者身份匹配: links of persons by an approved list of combinations. A decision uses certain links
 * only; whatever falls short is stored apart and put before a reviewer. A false link shows another person's result to a
 * physician, a missed link costs one repeated test.
 */
import type { Day } from '../kernel/day.ts';
import { isPlaceholderName, normaliseName } from './name.ts';
import { parseResidentId } from './resident-id.ts';

export type Sex = 'male' | 'female' | 'other' | 'unknown';

/** Kinds of identifiers 标识种类. The key of an identifier is (kind, issuer, number). */
export type IdentifierKind = 'resident-id' | 'health-card' | 'passport' | 'mrn';

export interface PersonIdentifier {
  readonly kind: IdentifierKind;
  /** Institution of a hospital number, country of a passport, otherwise empty. */
  readonly issuer: string;
  readonly number: string;
  /** The card itself was read, or the number checked with its issuer. */
  readonly verified: boolean;
}

/** What a record says of its patient. */
export interface Presented {
  readonly identifiers: readonly PersonIdentifier[];
  readonly name: string | null;
  readonly birthOn: Day | null;
  readonly sex: Sex | null;
}

/** A person already known under one of the identifiers presented. */
export interface KnownPerson {
  readonly personId: number;
  /** Which presented identifier led here. */
  readonly identifier: PersonIdentifier;
  readonly nameNorm: string | null;
  readonly birthOn: Day | null;
  readonly sex: Sex | null;
}

/** As in the published decision: `verified` may be used, `unconfirmed` and `mismatch` may not. */
export type Identity = 'verified' | 'unconfirmed' | 'mismatch';

export interface LinkVerdict {
  /** The person linked with certainty; null: a person of its own. */
  readonly personId: number | null;
  readonly identity: Identity;
  /** Identifiers that may lead to this person from now on. */
  readonly claims: readonly PersonIdentifier[];
  /** What a reviewer has to look at, if anything. */
  readonly review: LinkReview | null;
}

export interface LinkReview {
  readonly reason:
    | 'same-number-other-person'
    | 'number-contradicts-record'
    | 'numbers-of-two-persons'
    | 'incomplete-record'
    | 'not-identified';
  /** The other person concerned, if known. */
  readonly otherPersonId: number | null;
  /** Fields that disagree. */
  readonly fields: readonly ('name' | 'birthOn' | 'sex')[];
}

const STRENGTH: Readonly<Record<IdentifierKind, number>> = { 'resident-id': 4, passport: 3, 'health-card': 2, mrn: 1 };

/** Decides whom a record belongs to. `known` are the persons found under its identifiers. */
export function linkPerson(presented: Presented, known: readonly KnownPerson[]): LinkVerdict {
  const name = presented.name === null ? '' : normaliseName(presented.name);
  if (isPlaceholderName(name)) {
    return {
      personId: null,
      identity: 'unconfirmed',
      claims: [],
      review: { reason: 'not-identified', otherPersonId: null, fields: ['name'] },
    };
  }
  const contradiction = contradictionOf(presented);
  if (contradiction.length > 0) {
    // A child under a parent's number, or a borrowed card: the number says nothing about this patient.
    return {
      personId: null,
      identity: 'unconfirmed',
      claims: [],
      review: { reason: 'number-contradicts-record', otherPersonId: null, fields: contradiction },
    };
  }
  const fitting: KnownPerson[] = [];
  const differing: { person: KnownPerson; fields: readonly ('name' | 'birthOn' | 'sex')[] }[] = [];
  for (const person of known) {
    const fields = differencesOf(presented, name, person);
    if (fields.length > 0) differing.push({ person, fields });
    else if (isApproved(presented, person.identifier)) fitting.push(person);
  }
  const strongest = [...fitting].sort((a, b) => STRENGTH[b.identifier.kind] - STRENGTH[a.identifier.kind])[0];
  const clash = differing[0];
  if (clash) {
    // INVARIANT: one disagreeing number suffices against a link, whatever the other numbers say.
    return {
      personId: null,
      identity: 'mismatch',
      claims: [],
      review: { reason: 'same-number-other-person', otherPersonId: clash.person.personId, fields: clash.fields },
    };
  }
  if (strongest) {
    const other = fitting.find((person) => person.personId !== strongest.personId);
    const taken = new Set(known.map((person) => keyOfIdentifier(person.identifier)));
    return {
      personId: strongest.personId,
      identity: 'verified',
      claims: presented.identifiers.filter((id) => isApproved(presented, id) && !taken.has(keyOfIdentifier(id))),
      review: other ? { reason: 'numbers-of-two-persons', otherPersonId: other.personId, fields: [] } : null,
    };
  }
  const claims = presented.identifiers.filter((id) => isApproved(presented, id));
  const possible = known[0];
  if (claims.length === 0 || possible) {
    return {
      personId: null,
      identity: 'unconfirmed',
      claims: [],
      review: { reason: 'incomplete-record', otherPersonId: possible?.personId ?? null, fields: missingOf(presented) },
    };
  }
  return { personId: null, identity: 'verified', claims, review: null };
}

/** Approved combinations: a verified number with the name, or any valid number with name, date of birth and sex. */
function isApproved(presented: Presented, identifier: PersonIdentifier): boolean {
  if (identifier.verified) return true;
  return presented.birthOn !== null && isSexStated(presented.sex);
}

function isSexStated(sex: Sex | null): boolean {
  return sex !== null && sex !== 'unknown';
}

function missingOf(presented: Presented): ('name' | 'birthOn' | 'sex')[] {
  const missing: ('name' | 'birthOn' | 'sex')[] = [];
  if (presented.birthOn === null) missing.push('birthOn');
  if (!isSexStated(presented.sex)) missing.push('sex');
  return missing;
}

/** What an identity number says of birth and sex, against what the record says. */
function contradictionOf(presented: Presented): ('birthOn' | 'sex')[] {
  const fields = new Set<'birthOn' | 'sex'>();
  for (const identifier of presented.identifiers) {
    if (identifier.kind !== 'resident-id') continue;
    const id = parseResidentId(identifier.number);
    if (!id.ok) continue;
    if (presented.birthOn !== null && presented.birthOn !== id.value.birthOn) fields.add('birthOn');
    if (isSexStated(presented.sex) && presented.sex !== 'other' && presented.sex !== id.value.sex) fields.add('sex');
  }
  return [...fields];
}

function differencesOf(presented: Presented, name: string, person: KnownPerson): ('name' | 'birthOn' | 'sex')[] {
  const fields: ('name' | 'birthOn' | 'sex')[] = [];
  if (person.nameNorm !== name) fields.push('name');
  if (presented.birthOn !== null && person.birthOn !== null && presented.birthOn !== person.birthOn)
    fields.push('birthOn');
  if (isSexStated(presented.sex) && isSexStated(person.sex) && presented.sex !== person.sex) fields.push('sex');
  return fields;
}

/** The text under which an identifier is told apart from all others. */
export function keyOfIdentifier(identifier: Pick<PersonIdentifier, 'kind' | 'issuer' | 'number'>): string {
  return `${identifier.kind}\n${identifier.issuer}\n${identifier.number}`;
}

/** Whether a record names its patient: placeholders 无名氏、某某之子 do not. */
export function isNamed({ name }: Presented): boolean {
  return name !== null && !isPlaceholderName(normaliseName(name));
}

/** Whether two descriptions cannot be of the same human: both state a name, a birth or a sex, and not the same one. */
export function isContradiction(a: Presented, b: Presented): boolean {
  if (isNamed(a) && isNamed(b) && normaliseName(a.name ?? '') !== normaliseName(b.name ?? '')) return true;
  if (a.birthOn !== null && b.birthOn !== null && a.birthOn !== b.birthOn) return true;
  return isSexStated(a.sex) && isSexStated(b.sex) && a.sex !== b.sex;
}
