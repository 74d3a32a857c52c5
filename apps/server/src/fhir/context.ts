/** What the handlers of `/fhir` share. */
import type { Database } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { asWorker, within } from '../platform/auth/scope.ts';
import { Ingest } from '../ingest/ingest.ts';
import type { Sender } from '../ingest/plan.ts';

export interface FhirContext {
  readonly deps: Deps;
  readonly ingest: Ingest;
  /** Absolute address of `/fhir`. */
  readonly base: string;
}

const contexts = new WeakMap<Deps, FhirContext>();

/** One context per server: what it remembers of persons is shared by all its routes. */
export function fhirContext(deps: Deps): FhirContext {
  const known = contexts.get(deps);
  if (known) return known;
  const made = { deps, ingest: new Ingest(asWorker(deps)), base: `${deps.config.publicUrl}/fhir` };
  contexts.set(deps, made);
  return made;
}

/** The records within an actor's reach. */
export function recordsOf({ deps }: FhirContext, actor: Actor): Database {
  return within(deps, actor).db;
}

/** The institution whose records an actor sends and reads; a connected system always has one. */
export function senderOf(actor: Actor, channel = 'fhir'): Sender {
  if (actor.institution === null) {
    throw new HttpProblem('not-permitted', {
      en: 'This account is not bound to an institution.',
      zh: '该账号未绑定机构。',
    });
  }
  return { actor, institution: actor.institution, channel };
}
