/** What a FHIR Patient says of who it is 患者标识: identifiers by kind, name, date of birth, sex. */
import type { Day, Problem } from '@fujie/core/kernel';
import { parseDay } from '@fujie/core/kernel';
import type { IdentifierKind, PersonIdentifier, Presented } from '@fujie/core/person';
import { isPlaceholderNumber, normaliseNumber, parseResidentId } from '@fujie/core/person';

import { HEALTH_CARD_SYSTEM, institutionOfMrnSystem, PASSPORT_SYSTEM, RESIDENT_ID_SYSTEM } from './systems.ts';
import type { HumanName, Identifier, Patient } from './types.ts';

/** The card itself was read, or the number checked with its issuer, on an Identifier. */
export const VERIFIED_EXTENSION = 'urn:fujie:extension:verified';

/** Object identifiers under which Chinese documents name the same numbers (WS/T 500, WS 363). */
const KIND_BY_SYSTEM: Readonly<Record<string, IdentifierKind>> = {
  [RESIDENT_ID_SYSTEM]: 'resident-id',
  'urn:oid:2.16.156.10011.1.3': 'resident-id',
  [HEALTH_CARD_SYSTEM]: 'health-card',
  'urn:oid:2.16.156.10011.1.19': 'health-card',
  [PASSPORT_SYSTEM]: 'passport',
};

const KIND_BY_TYPE: Readonly<Record<string, IdentifierKind>> = { MR: 'mrn', PPN: 'passport' };

/** The person identifier that an Identifier of a patient stands for, or null when it is of another kind. */
export function personIdentifierOf(identifier: Identifier, institution: string): PersonIdentifier | null {
  const value = identifier.value;
  if (value === undefined || identifier.use === 'old') return null;
  const system = identifier.system ?? '';
  const type = identifier.type?.coding
    ?.map((coding) => KIND_BY_TYPE[coding.code ?? ''])
    .find((kind) => kind !== undefined);
  const ownNumber = institutionOfMrnSystem(system);
  const kind = KIND_BY_SYSTEM[system] ?? (ownNumber === null ? type : 'mrn');
  if (kind === undefined) return null;
  const verified = identifier.extension?.some((e) => e.url === VERIFIED_EXTENSION && e.valueBoolean === true) ?? false;
  const number = normaliseNumber(value);
  if (isPlaceholderNumber(number)) return null;
  switch (kind) {
    case 'resident-id': {
      const id = parseResidentId(number);
      return id.ok ? { kind, issuer: '', number: id.value.number, verified } : null;
    }
    case 'mrn':
      // A hospital vouches for its own numbers only; under a private system the system is part of the number.
      if (ownNumber !== null && ownNumber !== institution) return null;
      return { kind, issuer: institution, number: ownNumber === null ? `${system}|${number}` : number, verified };
    case 'passport':
      return {
        kind,
        issuer: identifier.assigner?.identifier?.value ?? identifier.assigner?.display ?? '',
        number,
        verified,
      };
    case 'health-card':
      return { kind, issuer: '', number, verified };
  }
}

/** The patient as presented by a sender. */
export function presentedOf(patient: Patient, institution: string): Presented {
  const identifiers: PersonIdentifier[] = [];
  for (const identifier of patient.identifier ?? []) {
    const known = personIdentifierOf(identifier, institution);
    if (known) identifiers.push(known);
  }
  const birth = patient.birthDate === undefined ? null : parseDay(patient.birthDate);
  return {
    identifiers,
    name: nameOf(patient.name),
    birthOn: birth?.ok ? birth.value : null,
    sex: patient.gender ?? null,
  };
}

const NAME_ORDER = ['official', 'usual', undefined];

function nameOf(names: readonly HumanName[] | undefined): string | null {
  if (!names) return null;
  const usable = names.filter((name) => name.use !== 'old' && name.use !== 'nickname' && name.use !== 'maiden');
  const name = NAME_ORDER.map((use) => usable.find((n) => n.use === use)).find((n) => n !== undefined) ?? usable[0];
  if (!name) return null;
  const parts = `${name.family ?? ''}${(name.given ?? []).filter((given) => given !== null).join('')}`;
  return name.text ?? (parts === '' ? null : parts);
}

/** Identity numbers of a patient that cannot be right; `today` is the latest day on which a patient can have been born. */
export function identityProblems(patient: Patient, today: Day): readonly Problem[] {
  const problems: Problem[] = [];
  patient.identifier?.forEach((identifier, index) => {
    if (KIND_BY_SYSTEM[identifier.system ?? ''] !== 'resident-id' || identifier.value === undefined) return;
    if (isPlaceholderNumber(normaliseNumber(identifier.value))) return;
    const path = `Patient.identifier[${String(index)}].value`;
    const parsed = parseResidentId(identifier.value);
    if (!parsed.ok) problems.push(...parsed.problems.map((p) => ({ ...p, path })));
    else if (parsed.value.birthOn > today)
      problems.push({
        code: 'resident-id-birth',
        path,
        message: 'The date of birth inside the number lies in the future',
        messageZh: '公民身份号码中的出生日期晚于今天',
      });
  });
  return problems;
}
