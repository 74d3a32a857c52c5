/** What fills a database with a demonstration region. */
import type { Instant } from '@fujie/core/kernel';
import type { CheckRequest, CheckResponse, DecisionsRequest } from '@fujie/wire/contracts';

import type { BulkOutcome } from './ingest/bulk.ts';
import { ingestMany as ingestMessages } from './ingest/bulk.ts';
import { fhirContext } from './fhir/context.ts';
import type { Deps } from './platform/deps.ts';
import { recordActs } from './recognition/acts.ts';
import { createChecks } from './recognition/check.ts';
import { programActor } from './platform/auth/program-actor.ts';

export { importTyped } from './registers/change.ts';

/** Takes the bundles of one institution as if its system had sent them. */
export async function ingestMany(deps: Deps, institution: string, bundles: Iterable<string>): Promise<BulkOutcome> {
  const actor = { ...programActor('demonstration'), role: 'system', institution } as const;
  const outcome = await ingestMessages(deps, actor, bundles, { ingest: fhirContext(deps).ingest });
  const detail = { written: outcome.written };
  await deps.audit.record({ actor, action: 'fhir:write', subject: 'bulk', outcome: 'done', detail });
  return outcome;
}

/** An order of one institution at a moment of the past: asked as its system asks, answered as its physician does. */
export async function orderOnce(
  deps: Deps,
  institution: string,
  at: Instant,
  request: CheckRequest,
  respond: (check: CheckResponse) => DecisionsRequest['acts'],
): Promise<void> {
  const then: Deps = { ...deps, clock: { now: () => at } };
  const actor = { ...programActor('demonstration'), role: 'system', institution } as const;
  const check = await createChecks(then).check(actor, request);
  const acts = respond(check);
  if (acts.length === 0) return;
  const { practitioner } = request;
  await recordActs(then, actor, {
    decision: check.decision,
    ...(practitioner === undefined ? {} : { practitioner }),
    acts,
  });
}
