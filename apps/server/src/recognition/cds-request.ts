/** A CDS Hooks request as a question of ours: draft orders become items, the encounter and planned surgery become facts. */
import type { Day } from '@fujie/core/kernel';
import { addDays, formatInstant, parseDay, parseInstant, startOfDay } from '@fujie/core/kernel';
import type { Instant } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { HookRequest, JsonObject } from '@fujie/wire/cds-hooks';
import { draftResources, isObject, prefetched, typedReference } from '@fujie/wire/cds-hooks';
import type { CheckRequest, EncounterFacts } from '@fujie/wire/contracts';
import { PRACTITIONER_SYSTEM } from '@fujie/wire/fhir';

import { orderedItemOf } from './order-codes.ts';

/** Draft orders of a request by `{type}/{id}`. */
export function draftsOf(request: HookRequest): ReadonlyMap<string, JsonObject> {
  const drafts = new Map<string, JsonObject>();
  for (const [resource] of draftResources(request)) {
    const { resourceType, id } = resource;
    if (typeof resourceType === 'string' && typeof id === 'string') drafts.set(`${resourceType}/${id}`, resource);
  }
  return drafts;
}

/** The drafts that are asked about: under order-select those just picked, else all. */
export function askedDrafts(
  request: HookRequest,
  drafts: ReadonlyMap<string, JsonObject>,
): ReadonlyMap<string, JsonObject> {
  if (request.hook !== 'order-select') return drafts;
  const { selections = [] } = request.context;
  return new Map([...drafts].filter(([reference]) => selections.includes(reference)));
}

/** The orders among the drafts that recognition knows something about. */
export function itemsOf(
  snapshot: RegisterSnapshot,
  institution: string | null,
  drafts: ReadonlyMap<string, JsonObject>,
  day: Day,
): CheckRequest['items'] {
  const items: CheckRequest['items'] = [];
  for (const [orderRef, resource] of drafts) {
    if (resource['resourceType'] !== 'ServiceRequest' || !isOnPatient(resource)) continue;
    const item = orderedItemOf(snapshot, institution, resource, day);
    if (item !== null) items.push({ item, orderRef });
  }
  return items;
}

/** An order on a place, a device or a group is none of recognition's business. */
function isOnPatient(order: JsonObject): boolean {
  const subject = typedReference(order['subject']);
  return subject === null || subject.startsWith('Patient/');
}

/** One encounter has one key at every door: the hospital's visit number, or the id where a reference to it is given. */
export function visitNumber(id: string): string {
  return (typedReference({ reference: id }) ?? id).replace(/^Encounter\//, '').trim();
}

const ENCOUNTER_CLASSES: Readonly<Record<string, NonNullable<EncounterFacts['class']>>> = {
  EMER: 'emergency',
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
  OBSENC: 'inpatient',
  SS: 'inpatient',
};

const MINUTE_MS = 60_000;
const SURGERY_CATEGORIES: readonly string[] = ['387713003', 'surgery'];

/** What the encounter and all drafts, asked about or not, say that Article 19 asks for. */
export function encounterOf(
  request: HookRequest,
  drafts: ReadonlyMap<string, JsonObject>,
  now: Instant,
): EncounterFacts {
  const encounter = prefetched(request, 'encounter');
  const [identifier] = Array.isArray(encounter?.['identifier']) ? encounter['identifier'].filter(isObject) : [];
  const number = identifier?.['value'];
  const id = typeof number === 'string' && number !== '' ? number : request.context.encounterId;
  const kind = isObject(encounter?.['class']) ? encounter['class']['code'] : undefined;
  const plannedMeasures = [...drafts.values()].flatMap((draft) => plannedSurgery(draft, now));
  return {
    ...(id === undefined ? {} : { id: visitNumber(id) }),
    ...(typeof kind === 'string' ? { class: ENCOUNTER_CLASSES[kind] ?? 'outpatient' } : {}),
    ...(plannedMeasures.length === 0 ? {} : { plannedMeasures }),
  };
}

/** A surgery planned for a day may begin at any time of it: one of today is still to come until the day ends. */
function plannedSurgery(draft: JsonObject, now: Instant): { kind: string; at: string }[] {
  const categories = Array.isArray(draft['category']) ? draft['category'].filter(isObject) : [];
  const codings = categories.flatMap((category) =>
    Array.isArray(category['coding']) ? category['coding'].filter(isObject) : [],
  );
  const period = draft['occurrencePeriod'];
  const occurrence = draft['occurrenceDateTime'] ?? (isObject(period) ? period['start'] : undefined);
  if (typeof occurrence !== 'string' || !codings.some((coding) => SURGERY_CATEGORIES.includes(String(coding['code']))))
    return [];
  const instant = parseInstant(occurrence);
  if (instant.ok) return [{ kind: 'surgery', at: formatInstant(instant.value) }];
  const day = parseDay(occurrence);
  if (!day.ok) return [];
  const begins = startOfDay(day.value);
  const ends = startOfDay(addDays(day.value, 1)) - MINUTE_MS;
  return [{ kind: 'surgery', at: formatInstant((begins < now ? ends : begins) as Instant) }];
}

/**
 * Staff code of who is ordering: as the prefetched Practitioner or PractitionerRole says it, else the id that the client
 * gave its Practitioner; null when neither names one.
 */
export function practitionerOf(request: HookRequest): string | null {
  const user = prefetched(request, 'user');
  const named = user === null ? null : staffCodeOf(user);
  if (named !== null) return named;
  const role = user?.['resourceType'] === 'PractitionerRole' ? user['practitioner'] : undefined;
  const reference = typedReference(role) ?? request.context.userId;
  return reference.startsWith('Practitioner/') ? reference.slice('Practitioner/'.length) : null;
}

/** The staff code among the identifiers of a person, of a role, of who fills it, or of what stands inside. */
export function staffCodeOf(user: JsonObject): string | null {
  const { identifier, practitioner, contained } = user;
  const bearers: readonly unknown[] = [user, ...(Array.isArray(contained) ? (contained as unknown[]) : [])];
  const identifiers = [
    ...bearers.flatMap((bearer) =>
      isObject(bearer) && Array.isArray(bearer['identifier']) ? (bearer['identifier'] as unknown[]) : [],
    ),
    identifier,
    isObject(practitioner) ? practitioner['identifier'] : undefined,
  ];
  for (const found of identifiers) {
    if (isObject(found) && found['system'] === PRACTITIONER_SYSTEM && typeof found['value'] === 'string')
      return found['value'];
  }
  return null;
}
