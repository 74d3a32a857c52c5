/**
 * The page that a launch from a record system opens 电子病历内打开的页面: the one that the card named, when it is of the patient
 * who is open there; otherwise the overview of that patient. Whether its results are shown is decided as ever.
 */
import type { JsonObject } from '@fujie/wire/cds-hooks';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { findDecision } from './decisions.query.ts';
import { identifyPatient } from './identity.ts';
import { findPersonOfReport } from './reports.query.ts';

/** The page, or null when the patient is nobody certain or the page is another patient's. */
export async function pageOfLaunch(
  deps: Deps,
  actor: Actor,
  patient: JsonObject,
  context: string | null,
): Promise<string | null> {
  const { personId } = await identifyPatient(deps, actor, patient);
  if (personId === null) return null;
  const overview = `/patients/${deps.seal.handleOf(personId)}`;
  const page =
    context === null ? null : /^\/(?<kind>r|explain|patients)\/(?<id>[\w.%~-]+)(?:\?[\w.%~=&-]*)?$/.exec(context);
  const { kind, id = '' } = page?.groups ?? {};
  if (context === null || kind === undefined) return overview;
  const named = decoded(id);
  return named !== null && (await personOf(deps, actor, kind, named)) === personId ? context : null;
}

/** Null: `%` is not followed by the bytes of a character. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

async function personOf(deps: Deps, actor: Actor, kind: string, id: string): Promise<number | null> {
  if (kind === 'r') return findPersonOfReport(deps.worker, id);
  if (kind === 'patients') return deps.seal.personOf(id);
  return (await findDecision(within(deps, actor).db, id))?.person_id ?? null;
}
