/** Where the fault of a refusal lies, as far as a reader of a page needs it told. */
import type { ProblemSpot } from '../api/problem.ts';

/** The field of what was sent: that it was sent in a body says nothing to whoever filled in a form. */
export function placeOf({ path }: ProblemSpot): string {
  return path.replace(/^(?:body|querystring)\./, '');
}
