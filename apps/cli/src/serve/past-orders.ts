/** Orders of the past weeks in a demonstration, placed as the systems of its hospitals place them. */
import { orderOnce } from '@fujie/server/demonstration';
import type { Deps } from '@fujie/server/platform';
import type { CheckRequest } from '@fujie/wire/contracts';
import { RESIDENT_ID_SYSTEM } from '@fujie/wire/fhir';

import type { Consultation } from '../simulate/consultations.ts';

/** Asks at the hospital of the consultation as of then, and records what its physician did with the answer. */
export async function placeOrder(deps: Deps, consultation: Consultation): Promise<void> {
  const { institution, practitioner, department, residentId, encounter, encounterClass, ordered } = consultation;
  const request: CheckRequest = {
    patient: { identifier: { system: RESIDENT_ID_SYSTEM, value: residentId } },
    items: ordered.map((item) => ({ item })),
    encounter: { id: encounter, class: encounterClass },
    department,
    practitioner,
  };
  await orderOnce(deps, institution, consultation.at, request, (check) => consultation.respond(check));
}
