/** What fills a database with a demonstration region. */
import type { BulkOutcome } from './ingest/bulk.ts';
import { ingestMany as ingestMessages } from './ingest/bulk.ts';
import { fhirContext } from './fhir/context.ts';
import type { Deps } from './platform/deps.ts';
import { programActor } from './registers/change.ts';

export { importTyped } from './registers/change.ts';

/** Takes the bundles of one institution as if its system had sent them. */
export async function ingestMany(deps: Deps, institution: string, bundles: Iterable<string>): Promise<BulkOutcome> {
  const actor = { ...programActor('demonstration'), role: 'system', institution } as const;
  return ingestMessages(deps, actor, bundles, { ingest: fhirContext(deps).ingest });
}
