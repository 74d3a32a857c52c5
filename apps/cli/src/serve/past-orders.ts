/** Orders of the past weeks in a demonstration, placed as the systems of its hospitals place them. */
import type { Instant } from '@fujie/core/kernel';
import { orderOnce } from '@fujie/server/demonstration';
import type { Deps } from '@fujie/server/platform';
import type { CheckRequest } from '@fujie/wire/contracts';
import { RESIDENT_ID_SYSTEM } from '@fujie/wire/fhir';

import type { Consultation } from '../simulate/consultations.ts';

/** So long ago as what orders leave to be done is still followed. */
const FOLLOWED_MS = 28 * 86_400_000;
const MINUTE_MS = 60_000;

/** Asks at the hospital of the consultation as of then, and records what its physician did with the answer. */
export async function placeOrder(deps: Deps, consultation: Consultation): Promise<void> {
  const { institution, practitioner, department, residentId, encounter, encounterClass, ordered, at } = consultation;
  const request: CheckRequest = {
    patient: { identifier: { system: RESIDENT_ID_SYSTEM, value: residentId } },
    items: ordered.map((item) => ({ item })),
    encounter: { id: encounter, class: encounterClass },
    department,
    practitioner,
  };
  const { writtenAfter } = consultation;
  await orderOnce(deps, {
    ...{ institution, at, request, respond: (check) => consultation.respond(check) },
    recent:
      at < deps.clock.now() - FOLLOWED_MS
        ? null
        : { writtenAt: writtenAfter === null ? null : ((at + writtenAfter * MINUTE_MS) as Instant) },
  });
}
