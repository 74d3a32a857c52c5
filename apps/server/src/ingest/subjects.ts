/** Whom a resource is about: a patient of the same message, or one that its sender has stored. */
import type { Observation, Reference, Resource } from '@fujie/wire/fhir';

import { isOwnId, storedId } from './ids.ts';
import type { Matcher } from './match.ts';
import type { Operation, Read } from './message.ts';
import { placeOf, problem, refuse } from './message.ts';
import type { LinkedPerson, Persons } from './persons.ts';

/** Results without a patient belong to nobody; they are kept, and offered to nobody. */
export const NOBODY: LinkedPerson = { personId: 0, identity: 'unconfirmed', birthOn: null };

export interface Subject {
  readonly person: LinkedPerson;
  readonly ref: string | null;
}

export function subjectReferenceOf(resource: Resource): Reference | undefined {
  const { subject } = resource as Partial<Observation>;
  return subject;
}

export async function subjectOf(
  deps: { readonly persons: Persons; readonly match: Matcher },
  institution: string,
  op: Operation,
  resolve: (reference: string) => string,
  linked: ReadonlyMap<string, LinkedPerson>,
): Promise<Read<Subject>> {
  const subject = subjectReferenceOf(op.resource);
  const nobody = { ok: true, value: { person: NOBODY, ref: null } } as const;
  if (subject === undefined) return nobody;
  let reference = subject.reference === undefined ? undefined : resolve(subject.reference);
  if (
    reference === undefined &&
    subject.identifier?.value !== undefined &&
    (subject.type === undefined || subject.type === 'Patient')
  ) {
    const found = await deps.match.byIdentifier(
      institution,
      'Patient',
      subject.identifier.system ?? '',
      subject.identifier.value,
    );
    if (found === null) return unknownPatient(op, `${subject.identifier.system ?? ''}|…`);
    reference = `Patient/${found.publicId}`;
  }
  const id = /^Patient\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/.*)?$/.exec(reference ?? '')?.[1];
  if (id === undefined) return nobody;
  const stored = storedId(institution, 'Patient', id);
  const person = linked.get(stored) ?? (await deps.persons.ofStored(institution, stored));
  if (person) return { ok: true, value: { person, ref: stored } };
  // An id of the platform is given to what is stored: nothing of that name is still to come.
  if (isOwnId(id)) return unknownPatient(op, `Patient/${id}`);
  // Resources replicated one by one by PUT come in any order: the result waits for its patient and is offered to nobody.
  if (op.method === 'update') return { ok: true, value: { person: NOBODY, ref: stored } };
  return unknownPatient(op, `Patient/${id}`);
}

function unknownPatient(op: Operation, name: string): Read<never> {
  return refuse(
    422,
    problem(
      'unknown-patient',
      placeOf(op.entry, `${op.type}.subject`),
      `${name} is not known here: send the Patient in the same Bundle, or before`,
      `未找到患者 ${name}：请在同一 Bundle 中或事先发送该患者`,
    ),
  );
}
