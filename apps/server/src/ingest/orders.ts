/** Orders 医嘱 that became active: what the decision is told, so that prompts that were overlooked show. */
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, parseDay, parseInstant, startOfDay } from '@fujie/core/kernel';
import type { Encounter, Lookup, Resource, ServiceRequest } from '@fujie/wire/fhir';
import { DEPARTMENT_SYSTEM, PRACTITIONER_SYSTEM } from '@fujie/wire/fhir';

import type { Deps } from '../platform/deps.ts';
import type { OrderPlaced } from '../platform/events/events.ts';
import { identifiersOf } from './naming.ts';
import type { LinkedPerson } from './persons.ts';
import { orderedItems } from './rows.ts';

const ORDER_INTENTS = new Set(['order', 'original-order', 'reflex-order', 'filler-order', 'instance-order']);

/** The order that a ServiceRequest places; null when it places none, or for a patient who is not certain. */
export function orderOf(
  deps: Pick<Deps, 'registers'>,
  institution: string,
  order: ServiceRequest,
  publicId: string,
  person: LinkedPerson,
  lookup: Lookup,
  now: Instant,
): OrderPlaced | null {
  if (
    order.status !== 'active' ||
    !ORDER_INTENTS.has(order.intent) ||
    person.personId === 0 ||
    person.identity !== 'verified'
  )
    return null;
  const requester = lookup(order.requester?.reference);
  const encounter = lookup(order.encounter?.reference) as Encounter | undefined;
  const numberIn = (resource: Resource | undefined, system: string): string | null =>
    resource === undefined ? null : (identifiersOf(resource).find((i) => i.system === system)?.value ?? null);
  const named = order.requester?.identifier;
  const provider = encounter?.serviceProvider?.identifier;
  return {
    personId: person.personId,
    institution,
    department: provider?.system === DEPARTMENT_SYSTEM ? (provider.value ?? null) : null,
    practitioner:
      named?.system === PRACTITIONER_SYSTEM ? (named.value ?? null) : numberIn(requester, PRACTITIONER_SYSTEM),
    encounter:
      encounter === undefined
        ? (order.encounter?.identifier?.value ?? order.encounter?.reference?.replace(/^Encounter\//, '') ?? null)
        : (identifiersOf(encounter)[0]?.value ?? null),
    orderRef: identifiersOf(order)[0]?.value ?? publicId,
    items: orderedItems(deps.registers.current(), institution, order, dayOf(now)),
    emergency: order.priority === 'stat' || encounter?.class?.code === 'EMER',
    placedAt: now,
    authoredAt: authoredAt(order),
  };
}

/** The instant of `authoredOn`; of a bare day its end, because no hour is said. */
function authoredAt({ authoredOn }: ServiceRequest): Instant | null {
  if (authoredOn === undefined) return null;
  const instant = parseInstant(authoredOn);
  if (instant.ok) return instant.value;
  const day = parseDay(authoredOn);
  return day.ok ? startOfDay(addDays(day.value, 1)) : null;
}
