/** Storing what a message brings, with the audit entry of each person whom it is about. */
import type { Submitted } from '../ingest/ingest.ts';
import type { Operation, Read } from '../ingest/message.ts';
import type { Sender } from '../ingest/plan.ts';
import type { FhirContext } from './context.ts';

/** Stores operations, and leaves the entry of each person whom they are about. */
export async function submit(
  context: FhirContext,
  sender: Sender,
  text: string,
  ops: readonly Operation[],
): Promise<Read<Submitted>> {
  const submitted = await context.ingest.submit(sender, text, ops);
  if (!submitted.ok) return submitted;
  const { documentId, persons } = submitted.value;
  const entry = {
    actor: sender.actor,
    action: 'fhir:write',
    subject: `document/${documentId === null ? 'known' : String(documentId)}`,
    outcome: 'done',
  } as const;
  const about = persons.length === 0 ? [null] : persons;
  await Promise.all(about.map((personId) => context.deps.audit.record({ ...entry, personId }))).catch(
    (error: unknown) => {
      // It is stored: its document says who sent it and when.
      logBroken(context, error, 'what was stored could not be audited');
    },
  );
  return submitted;
}

export function logBroken(context: FhirContext, error: unknown, what: string): void {
  context.deps.log.error({ stack: error instanceof Error ? error.stack : String(error) }, what);
}
