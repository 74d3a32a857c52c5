/** Where the fault of a refusal lies, as far as a reader of a page needs it told. */
import type { ProblemSpot } from '../api/problem.ts';

/** A fault of code `invalid` is a whole sentence; of any other the place says what is meant. */
export function placeOf({ code, path }: ProblemSpot): string {
  return code === 'invalid' && path.startsWith('body.') ? '' : path.replace(/^body\./, '');
}
