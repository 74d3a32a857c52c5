/** Names for what a message creates: the id that the same message would get again, and what its references come to mean. */
import { isPlaceholderNumber, normaliseName, normaliseNumber } from '@fujie/core/person';
import type { DiagnosticReport, Identifier, Observation, Patient, Resource, ServiceRequest } from '@fujie/wire/fhir';
import { codesOf, institutionOfMrnSystem, keptText, presentedOf, reportSystem } from '@fujie/wire/fhir';

import { derivedId, storedId } from './ids.ts';
import type { Operation } from './message.ts';

export interface Named {
  readonly op: Operation;
  readonly id: string;
  readonly publicId: string;
  /** The report that lists this Observation, in the same message. */
  readonly report: Operation | null;
}

export interface ReportName {
  readonly key: string;
  readonly number: string | null;
}

/** Identifiers that name something: 无, dashes and zeros are typed where there is none. */
function namingOf(resource: Resource): readonly Identifier[] {
  return identifiersOf(resource).filter(
    ({ value }) => value !== undefined && !isPlaceholderNumber(normaliseNumber(value)),
  );
}

export function identifiersOf(resource: Resource): readonly Identifier[] {
  const identifier = resource.identifier;
  if (identifier === undefined) return [];
  return Array.isArray(identifier) ? (identifier as readonly Identifier[]) : [identifier as Identifier];
}

/** The number of a report 报告编号: in the institution's own system, else its first identifier. */
export function reportNameOf(report: Resource, institution: string): ReportName | null {
  const identifiers = namingOf(report);
  const own = identifiers.find((i) => i.system === reportSystem(institution));
  if (own?.value !== undefined) return { key: own.value, number: own.value };
  const first = identifiers[0];
  return first?.value === undefined ? null : { key: `${first.system ?? ''}|${first.value}`, number: first.value };
}

/** Resource types whose first identifier names one thing; a role or an order shares its number with others. */
const NAMED_BY_IDENTIFIER = new Set([
  'Patient',
  'Organization',
  'Practitioner',
  'Encounter',
  'Specimen',
  'ImagingStudy',
]);

/**
 * Gives every operation its id but those that a condition found stored: `existing` has theirs. References inside are read
 * with `target`, the entry that a reference means.
 */
export function nameAll(
  all: readonly Operation[],
  existing: ReadonlyMap<Operation, { readonly id: string }>,
  institution: string,
  text: string,
  target: (reference: string) => Operation | undefined,
): ReadonlyMap<Operation, Named> {
  const ops = all.filter((op) => !existing.has(op));
  const named = new Map<Operation, Named>();
  /** By id: the number that the next one which would be called so gets. */
  const used = new Map<string, number>();
  const places = new Map(all.map((op, place) => [op, place]));
  const reportOf = new Map<Operation, Operation>();
  for (const op of ops) {
    if (op.type !== 'DiagnosticReport') continue;
    for (const { reference } of (op.resource as DiagnosticReport).result ?? []) {
      const observation = reference === undefined ? undefined : target(reference);
      if (observation) reportOf.set(observation, op);
    }
  }
  const give = (op: Operation, id: string): void => {
    let n = used.get(id) ?? 1;
    let free = id;
    for (; used.has(free); free = derivedId(id, String(n))) n++;
    used.set(id, n);
    used.set(free, used.get(free) ?? 1);
    named.set(op, { op, id: free, publicId: op.clientId ?? free, report: reportOf.get(op) ?? null });
  };
  /** The content without what differs from sending to sending: ids given so far, places of entries otherwise. */
  const contentId = (op: Operation): string => {
    const resolve = (reference: string): string => {
      const meant = target(reference);
      if (!meant) return reference;
      return named.get(meant)?.id ?? existing.get(meant)?.id ?? `#${String(places.get(meant))}`;
    };
    return derivedId(
      'content',
      institution,
      keptText(
        text,
        op.span,
        { type: op.type, id: '', meta: op.resource.meta as Record<string, unknown> | undefined },
        resolve,
      ),
    );
  };
  for (const op of ops) if (op.clientId !== null) give(op, storedId(institution, op.type, op.clientId));
  for (const op of ops) {
    if (named.has(op)) continue;
    const identified = identifiedId(op, institution);
    if (identified !== null) give(op, identified);
  }
  for (const op of ops) if (!named.has(op) && op.type !== 'Observation') give(op, contentId(op));
  for (const op of ops) {
    if (named.has(op)) continue;
    const report = reportOf.get(op);
    const reportId = report === undefined ? undefined : named.get(report)?.id;
    if (reportId === undefined) give(op, contentId(op));
    else give(op, derivedId('line', reportId, codeKey(op.resource as Observation)));
  }
  return named;
}

function identifiedId(op: Operation, institution: string): string | null {
  if (op.type === 'DiagnosticReport') {
    const name = reportNameOf(op.resource, institution);
    return name === null ? null : derivedId('report', institution, name.key);
  }
  const identifiers = namingOf(op.resource);
  const own =
    op.type === 'Patient' ? identifiers.find((i) => institutionOfMrnSystem(i.system ?? '') === institution) : undefined;
  const identifier = own ?? identifiers[0];
  if (identifier === undefined) return null;
  const key = `${identifier.system ?? ''}|${identifier.value ?? ''}`;
  // A card or identity number may be borrowed; only the hospital's own number says that two records are of one patient.
  if (op.type === 'Patient' && own === undefined)
    return derivedId('identified', institution, op.type, key, describedBy(op.resource as Patient, institution));
  if (NAMED_BY_IDENTIFIER.has(op.type)) return derivedId('identified', institution, op.type, key);
  if (op.type === 'Observation')
    return derivedId('identified', institution, op.type, key, codeKey(op.resource as Observation));
  if (op.type === 'ServiceRequest')
    return derivedId('identified', institution, op.type, key, codeKey(op.resource as ServiceRequest));
  return null;
}

function describedBy(patient: Patient, institution: string): string {
  const { name, birthOn, sex } = presentedOf(patient, institution);
  return [normaliseName(name ?? ''), birthOn ?? '', sex ?? ''].join('\n');
}

function codeKey(resource: Observation | ServiceRequest): string {
  return codesOf([resource.code])[0] ?? resource.code?.text ?? '';
}
