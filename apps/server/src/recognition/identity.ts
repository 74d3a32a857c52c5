/**
 * Whom a caller means 患者身份: a handle given by this platform, or identity documents. Only a certain answer leads to
 * results; a number that other particulars contradict leads nowhere. Source: recognition decision, N1 and N2.
 */
import type { Day } from '@fujie/core/kernel';
import { parseDay } from '@fujie/core/kernel';
import type { IdentifierKind, KnownPerson, PersonIdentifier, Presented, Sex } from '@fujie/core/person';
import { linkPerson, normaliseName, normaliseNumber, parseResidentId } from '@fujie/core/person';
import type { JsonObject } from '@fujie/wire/cds-hooks';
import { isObject } from '@fujie/wire/cds-hooks';
import type { PatientClaim, PatientRef } from '@fujie/wire/contracts';
import {
  HEALTH_CARD_SYSTEM,
  institutionOfMrnSystem,
  mrnSystem,
  PASSPORT_SYSTEM,
  RESIDENT_ID_SYSTEM,
} from '@fujie/wire/fhir';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { unfitField } from '../platform/http/problems.ts';
import { findPersonsByTokens } from './persons.query.ts';

export interface Identified {
  readonly identity: 'certain' | 'unknown' | 'unconfirmed';
  /** Null unless certain. */
  readonly personId: number | null;
}

const UNKNOWN: Identified = { identity: 'unknown', personId: null };
const UNCONFIRMED: Identified = { identity: 'unconfirmed', personId: null };

/** The person of a plain JSON reference. */
export async function identify(
  deps: Pick<Deps, 'worker' | 'seal'>,
  actor: Actor,
  patient: PatientRef,
): Promise<Identified> {
  if (patient.person !== undefined) {
    const personId = deps.seal.personOf(patient.person);
    return personId === null ? UNKNOWN : { identity: 'certain', personId };
  }
  const identifier = patient.identifier;
  const read = identifier === undefined ? null : readIdentifier(identifier.system, identifier.value, '', actor);
  return identifyPresented(deps, {
    identifiers: read === null ? [] : [read],
    name: patient.name ?? null,
    birthOn: dayOrNull(patient.birthDate),
    sex: sexOrNull(patient.sex),
  });
}

/** The person of a FHIR Patient as the hospital holds it. */
export async function identifyPatient(
  deps: Pick<Deps, 'worker' | 'seal'>,
  actor: Actor,
  patient: JsonObject,
): Promise<Identified> {
  return identifyPresented(deps, presentedOf(patient, actor));
}

async function identifyPresented(deps: Pick<Deps, 'worker' | 'seal'>, presented: Presented): Promise<Identified> {
  const rows = await findPersonsByTokens(
    deps.worker,
    presented.identifiers.map((id) => ({
      kind: id.kind,
      issuer: id.issuer,
      token: deps.seal.token(id.kind, id.issuer, id.number),
    })),
  );
  if (rows.length === 0) return UNKNOWN;
  const known = rows.flatMap((row): KnownPerson[] => {
    const identifier = presented.identifiers.find((id) => id.kind === row.kind && id.issuer === row.issuer);
    return identifier === undefined
      ? []
      : [{ personId: row.id, identifier, nameNorm: row.name_norm, birthOn: row.birth_on, sex: row.sex }];
  });
  // Without a name the number alone speaks: the other particulars are compared as if the name agreed.
  const [first] = known;
  const name =
    presented.name !== null && normaliseName(presented.name) !== '' ? presented.name : (first?.nameNorm ?? null);
  const verdict = linkPerson({ ...presented, name }, known);
  const isOne = known.every((person) => person.personId === first?.personId);
  return verdict.personId !== null && isOne ? { identity: 'certain', personId: verdict.personId } : UNCONFIRMED;
}

const KINDS: Readonly<Record<string, IdentifierKind>> = {
  [RESIDENT_ID_SYSTEM]: 'resident-id',
  [HEALTH_CARD_SYSTEM]: 'health-card',
  [PASSPORT_SYSTEM]: 'passport',
};

/** An identity document, or the caller's own patient number; what a foreign hospital numbers is none of the caller's business. */
function readIdentifier(system: string, value: string, country: string, actor: Actor): PersonIdentifier | null {
  const institution = institutionOfMrnSystem(system);
  if (institution !== null) {
    return institution === actor.institution
      ? { kind: 'mrn', issuer: institution, number: normaliseNumber(value), verified: true }
      : null;
  }
  const kind = KINDS[system];
  if (kind === undefined) return null;
  if (kind !== 'resident-id')
    return { kind, issuer: kind === 'passport' ? country : '', number: normaliseNumber(value), verified: true };
  const id = parseResidentId(value);
  return id.ok ? { kind, issuer: '', number: id.value.number, verified: true } : null;
}

function presentedOf(patient: JsonObject, actor: Actor): Presented {
  const names = Array.isArray(patient['name']) ? patient['name'].filter(isObject) : [];
  const official = names.find((name) => name['use'] === 'official') ?? names[0];
  const identifiers = Array.isArray(patient['identifier']) ? patient['identifier'].filter(isObject) : [];
  return {
    identifiers: identifiers.flatMap((identifier) => {
      const { system, value, assigner } = identifier;
      if (typeof system !== 'string' || typeof value !== 'string') return [];
      const country = isObject(assigner) && typeof assigner['display'] === 'string' ? assigner['display'] : '';
      const read = readIdentifier(system, value, country, actor);
      return read === null ? [] : [read];
    }),
    name: official === undefined ? null : nameText(official),
    birthOn: dayOrNull(patient['birthDate']),
    sex: sexOrNull(patient['gender']),
  };
}

function nameText(name: JsonObject): string | null {
  if (typeof name['text'] === 'string') return name['text'];
  const given = Array.isArray(name['given']) ? name['given'].filter((part) => typeof part === 'string').join('') : '';
  const family = typeof name['family'] === 'string' ? name['family'] : '';
  return `${family}${given}` === '' ? null : `${family}${given}`;
}

function dayOrNull(value: unknown): Day | null {
  const day = typeof value === 'string' ? parseDay(value) : null;
  return day?.ok === true ? day.value : null;
}

function sexOrNull(value: unknown): Sex | null {
  return value === 'male' || value === 'female' || value === 'other' || value === 'unknown' ? value : null;
}

/** Persons whose identity document, card or own patient number is exactly this. */
export async function findByNumber(
  deps: Pick<Deps, 'worker' | 'seal'>,
  actor: Actor,
  number: string,
): Promise<readonly number[]> {
  const own = actor.institution === null ? [] : [mrnSystem(actor.institution)];
  const readings = [RESIDENT_ID_SYSTEM, HEALTH_CARD_SYSTEM, PASSPORT_SYSTEM, ...own].flatMap(
    (system) => readIdentifier(system, number, '', actor) ?? [],
  );
  const rows = await findPersonsByTokens(
    deps.worker,
    readings.map((id) => ({ kind: id.kind, issuer: id.issuer, token: deps.seal.token(id.kind, id.issuer, id.number) })),
  );
  return [...new Set(rows.map((row) => row.id))];
}

/** The number by which a patient says to be known 患者自报标识; one that cannot be one is refused by its field. */
export function readClaim({ kind, number, institution }: PatientClaim): PersonIdentifier {
  if (kind === 'resident-id') {
    const id = parseResidentId(number);
    if (!id.ok)
      throw unfitField(
        'claim.number',
        'not a resident identity number: 18 characters with a right check character',
        '不是有效的居民身份证号：应为18位且校验码正确',
      );
    return { kind, issuer: '', number: id.value.number, verified: false };
  }
  if (kind === 'mrn' && institution === undefined)
    throw unfitField(
      'claim.institution',
      'name the institution whose patient number it is',
      '请选择病案号所属的医疗机构',
    );
  return { kind, issuer: kind === 'mrn' ? (institution ?? '') : '', number: normaliseNumber(number), verified: false };
}
