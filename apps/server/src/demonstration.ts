/** What fills a database with a demonstration region. */
import type { Instant } from '@fujie/core/kernel';
import type { LoopActor } from '@fujie/core/loops';
import type { CheckRequest, CheckResponse, DecisionsRequest, PatientRef } from '@fujie/wire/contracts';

import type { CriticalValueRow } from './critical/critical.query.ts';
import { insertCriticalValue } from './critical/critical.query.ts';
import type { BulkOutcome } from './ingest/bulk.ts';
import { ingestMany as ingestMessages } from './ingest/bulk.ts';
import { fhirContext } from './fhir/context.ts';
import { within } from './platform/auth/scope.ts';
import type { Deps } from './platform/deps.ts';
import type { Opening } from './platform/loops/loops.ts';
import { openLoop, recordInLoop } from './platform/loops/loops.ts';
import { recordActs } from './recognition/acts.ts';
import { createChecks } from './recognition/check.ts';
import { identify } from './recognition/identity.ts';
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

/** A loop of the past with what was recorded of it, as the record system of the hospital tells it. */
export interface PastLoop {
  readonly opening: Omit<Opening, 'personId' | 'by'>;
  readonly patient: PatientRef;
  /** What stands in the register of critical values. */
  readonly critical: Pick<CriticalValueRow, 'item' | 'name' | 'value' | 'unitOf' | 'side' | 'threshold'>;
  readonly acts: readonly {
    readonly stage: string;
    readonly outcome: string;
    readonly occurredAt: Instant;
    readonly by: LoopActor;
    readonly fields: Readonly<Record<string, string | boolean>>;
  }[];
}

/** Opens a loop unless it is there already, and records what was done in it. */
export async function openPastLoop(deps: Deps, { opening, patient, critical, acts }: PastLoop): Promise<void> {
  const actor = { ...programActor('demonstration'), role: 'system', institution: opening.unit } as const;
  const { personId } = await identify(deps, actor, patient);
  await within(deps, actor).db.tx(async (tx) => {
    const by = { id: actor.id, name: actor.name, role: 'system' };
    const row = await openLoop(deps, tx, { ...opening, personId, by });
    if (row === null) return;
    await insertCriticalValue(tx, {
      ...{ loopId: row.id, unit: row.unit, department: row.department, personId, setting: 'inpatient', ...critical },
      ...{ resultId: opening.subject, reportId: null, uncertain: [], appearedAt: opening.occurredAt },
    });
    for (const { stage, outcome, occurredAt, by: doer, fields } of acts)
      await recordInLoop(deps, tx, row.id, {
        ...{ key: `${stage}:${outcome}`, kind: 'act', stage, outcome, fields },
        ...{ occurredAt, recordedAt: occurredAt, by: doer },
      });
  });
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
