/** One request speaks of one patient 同一患者: whatever names somebody else makes it unanswerable (recognition decision, N1). */
import type { Problem } from '@fujie/core/kernel';

import { isObject } from './inspection.ts';
import type { HookRequest, JsonObject } from './types.ts';

const REFERENCE = /(?:^|\/)([A-Z][A-Za-z]{0,63})\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]+)?$/;

/** `{type}/{id}` of a literal reference, relative or absolute; null for one that names no resource by its id. */
export function typedReference(reference: unknown): string | null {
  const literal = isObject(reference) ? reference['reference'] : undefined;
  const found = typeof literal === 'string' ? REFERENCE.exec(literal) : null;
  return found === null ? null : `${found[1] ?? ''}/${found[2] ?? ''}`;
}

/** Draft resources of a request with their paths. */
export function draftResources({ context }: HookRequest): readonly (readonly [JsonObject, string])[] {
  const entries: unknown = context.draftOrders?.['entry'];
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown, index) =>
    isObject(entry) && isObject(entry['resource'])
      ? [[entry['resource'], `context.draftOrders.entry[${String(index)}].resource`] as const]
      : [],
  );
}

/** A prefetched resource that the client could read; null when it has none, or sends why it could not. */
export function prefetched(request: HookRequest, key: string): JsonObject | null {
  const resource = request.prefetch?.[key] ?? null;
  return resource?.['resourceType'] === 'OperationOutcome' ? null : resource;
}

/** Everything in a request that names another patient, encounter or user than its context does. */
export function foreignSubjects(request: HookRequest): readonly Problem[] {
  const { context, fhirAuthorization } = request;
  const wanted = `Patient/${context.patientId}`;
  const problems: Problem[] = [];
  const expect = (path: string, found: string | null, expected: string, because: string): void => {
    if (found === null || found === expected) return;
    problems.push({
      code: 'another-subject',
      path,
      message: `names \`${found}\`, but \`${because}\` names \`${expected}\``,
      messageZh: `此处为 ${found}，而 ${because} 为 ${expected}`,
    });
  };
  const idOf = (resource: JsonObject, type: string): string => {
    const { resourceType, id } = resource;
    return `${typeof resourceType === 'string' ? resourceType : type}/${typeof id === 'string' ? id : ''}`;
  };

  const patient = prefetched(request, 'patient');
  if (patient !== null) expect('prefetch.patient.id', idOf(patient, 'Patient'), wanted, 'context.patientId');
  const encounter = prefetched(request, 'encounter');
  if (encounter !== null) {
    if (context.encounterId !== undefined) {
      const expected = `Encounter/${context.encounterId}`;
      expect('prefetch.encounter.id', idOf(encounter, 'Encounter'), expected, 'context.encounterId');
    }
    expect('prefetch.encounter.subject', typedReference(encounter['subject']), wanted, 'context.patientId');
  }
  const user = prefetched(request, 'user');
  if (user !== null && context.userId.startsWith(`${String(user['resourceType'])}/`))
    expect('prefetch.user.id', idOf(user, ''), context.userId, 'context.userId');
  if (typeof fhirAuthorization?.['patient'] === 'string')
    expect('fhirAuthorization.patient', `Patient/${fhirAuthorization['patient']}`, wanted, 'context.patientId');
  for (const [draft, path] of draftResources(request)) {
    for (const key of ['subject', 'patient']) {
      const named = typedReference(draft[key]);
      // An order about a place or a device is nobody's; only another patient is a mix-up.
      if (named?.startsWith('Patient/') === true) expect(`${path}.${key}`, named, wanted, 'context.patientId');
    }
  }
  return problems;
}
