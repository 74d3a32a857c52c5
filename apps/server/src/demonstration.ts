/** What fills a database with a demonstration region. */
import type { BulkOutcome } from './ingest/bulk.ts';
import { ingestMany as ingestMessages } from './ingest/bulk.ts';
import type { IngestDeps } from './ingest/ingest.ts';
import { programActor } from './registers/change.ts';

export { importTyped } from './registers/change.ts';

/** Takes the bundles of one institution as if its system had sent them. */
export async function ingestMany(
  deps: IngestDeps,
  institution: string,
  bundles: Iterable<string>,
): Promise<BulkOutcome> {
  return ingestMessages(deps, { ...programActor('demonstration'), role: 'system', institution }, bundles);
}
