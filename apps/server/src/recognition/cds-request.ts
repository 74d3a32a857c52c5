/** A CDS Hooks request as a question of ours: draft orders become items, the encounter and planned surgery become facts. */
import type { Day } from '@fujie/core/kernel';
import { formatInstant, parseDay, parseInstant, startOfDay } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { HookRequest, JsonObject } from '@fujie/wire/cds-hooks';
import { isObject } from '@fujie/wire/cds-hooks';
import type { CheckRequest, EncounterFacts } from '@fujie/wire/contracts';
import { PRACTITIONER_SYSTEM } from '@fujie/wire/fhir';

import { orderedItemOf } from './order-codes.ts';

/** Draft orders of a request by `{type}/{id}`; under order-select only those just picked. */
export function draftsOf(request: HookRequest): ReadonlyMap<string, JsonObject> {
  const bundle = request.context.draftOrders;
  const entries = bundle !== undefined && Array.isArray(bundle['entry']) ? bundle['entry'].filter(isObject) : [];
  const drafts = new Map<string, JsonObject>();
  for (const { resource } of entries) {
    if (!isObject(resource) || typeof resource['id'] !== 'string' || typeof resource['resourceType'] !== 'string')
      continue;
    const reference = `${resource['resourceType']}/${resource['id']}`;
    if (request.hook === 'order-select' && request.context.selections?.includes(reference) !== true) continue;
    drafts.set(reference, resource);
  }
  return drafts;
}

/** The orders among the drafts that recognition knows something about. */
export function itemsOf(
  snapshot: RegisterSnapshot,
  drafts: ReadonlyMap<string, JsonObject>,
  day: Day,
): CheckRequest['items'] {
  const items: CheckRequest['items'] = [];
  for (const [orderRef, resource] of drafts) {
    if (resource['resourceType'] !== 'ServiceRequest') continue;
    const item = orderedItemOf(snapshot, resource, day);
    if (item !== null) items.push({ item, orderRef });
  }
  return items;
}

const ENCOUNTER_CLASSES: Readonly<Record<string, NonNullable<EncounterFacts['class']>>> = {
  EMER: 'emergency',
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
  OBSENC: 'inpatient',
  SS: 'inpatient',
};

const SURGERY_CATEGORIES: readonly string[] = ['387713003', 'surgery'];

/** What the encounter and the drafts say that Article 19 asks for. */
export function encounterOf(request: HookRequest, drafts: ReadonlyMap<string, JsonObject>): EncounterFacts {
  const { encounterId } = request.context;
  const encounter = request.prefetch?.['encounter'];
  const kind = isObject(encounter) && isObject(encounter['class']) ? encounter['class']['code'] : undefined;
  const plannedMeasures = [...drafts.values()].flatMap((draft) => plannedSurgery(draft));
  return {
    ...(encounterId === undefined ? {} : { id: encounterId }),
    ...(typeof kind === 'string' ? { class: ENCOUNTER_CLASSES[kind] ?? 'outpatient' } : {}),
    ...(plannedMeasures.length === 0 ? {} : { plannedMeasures }),
  };
}

function plannedSurgery(draft: JsonObject): { kind: string; at: string }[] {
  const categories = Array.isArray(draft['category']) ? draft['category'].filter(isObject) : [];
  const codings = categories.flatMap((category) =>
    Array.isArray(category['coding']) ? category['coding'].filter(isObject) : [],
  );
  const occurrence = draft['occurrenceDateTime'];
  if (typeof occurrence !== 'string' || !codings.some((coding) => SURGERY_CATEGORIES.includes(String(coding['code']))))
    return [];
  const instant = parseInstant(occurrence);
  if (instant.ok) return [{ kind: 'surgery', at: formatInstant(instant.value) }];
  const day = parseDay(occurrence);
  return day.ok ? [{ kind: 'surgery', at: formatInstant(startOfDay(day.value)) }] : [];
}

/** Staff code of who is ordering: as the prefetched Practitioner says it, else the id that the client gave. */
export function practitionerOf(request: HookRequest): string | null {
  const user = request.prefetch?.['user'];
  const identifiers = isObject(user) && Array.isArray(user['identifier']) ? user['identifier'].filter(isObject) : [];
  const code = identifiers.find((identifier) => identifier['system'] === PRACTITIONER_SYSTEM)?.['value'];
  if (typeof code === 'string') return code;
  const [type, id] = request.context.userId.split('/');
  return type === 'Practitioner' && id !== undefined ? id : null;
}
