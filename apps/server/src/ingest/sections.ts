/**
 * The department that tested or examined 检查检验科室, as a result and its report say it: by name, or by who did or read it. Source:
 * henan-2025.mq.8#05.
 */
import type { RegisterSnapshot } from '@fujie/core/registers';
import { departments } from '@fujie/core/registers';
import type { DiagnosticReport, Lookup, Observation, PractitionerRole, Reference, Resource } from '@fujie/wire/fhir';
import { DEPARTMENT_SYSTEM, PRACTITIONER_SYSTEM } from '@fujie/wire/fhir';

import { identifiersOf } from './naming.ts';

type Said = Pick<DiagnosticReport, 'performer' | 'resultsInterpreter'> | Pick<Observation, 'performer'>;

/** Its code in the register; null: nobody says it, or nobody there knows the department. */
export function sectionOf(
  registers: RegisterSnapshot,
  institution: string,
  said: readonly (Said | undefined)[],
  lookup: Lookup = () => undefined,
): string | null {
  const kindOf = (code: string): string | null => registers.nameOf(departments, `${institution}|${code}`)?.kind ?? null;
  const named = said.flatMap((one) => [
    ...(one?.performer ?? []),
    ...(one !== undefined && 'resultsInterpreter' in one ? (one.resultsInterpreter ?? []) : []),
  ]);
  const numbers = (system: string) => named.flatMap((reference) => numbersIn(reference, system, lookup));
  const code = numbers(DEPARTMENT_SYSTEM).find((one) => kindOf(one) !== null);
  if (code !== undefined) return code;
  // A clinician who reads an examination of the own patient speaks for no department that examines.
  const own = numbers(PRACTITIONER_SYSTEM).flatMap((one) => registers.practitioner(institution, one)?.department ?? []);
  return own.find((one) => ![null, 'clinical'].includes(kindOf(one))) ?? null;
}

function numbersIn({ identifier, reference }: Reference, wanted: string, lookup: Lookup): readonly string[] {
  const found: Resource | undefined = lookup(reference);
  const all = [...(identifier === undefined ? [] : [identifier]), ...(found === undefined ? [] : identifiersOf(found))];
  const own = all.flatMap(({ system, value }) => (system === wanted && value !== undefined ? [value] : []));
  if (found?.resourceType !== 'PractitionerRole') return own;
  const { organization, practitioner } = found as PractitionerRole;
  return [...own, ...[organization ?? [], practitioner ?? []].flat().flatMap((one) => numbersIn(one, wanted, lookup))];
}
