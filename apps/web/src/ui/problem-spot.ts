/** Where the fault of a refusal lies, as far as a reader of a page needs it told. */
import i18next from 'i18next';

import type { ProblemSpot } from '../api/problem.ts';
import { spot } from '../i18n/zh/spot.ts';

/** The field of what was sent, by its name where it has one: that it was sent in a body says nothing to whoever filled in a form. */
export function placeOf({ path }: ProblemSpot): { readonly text: string; readonly isNamed: boolean } {
  const field = path.replace(/^(?:body|querystring)\./, '');
  const parts = field.split('.').flatMap((part) => part.split(/[[\]]/).filter((one) => one !== ''));
  const words = parts.map((part) => wordOf(part));
  const areNamed = words.length > 0 && words.every((word) => word !== null);
  return { text: areNamed ? words.join(' · ') : field, isNamed: areNamed };
}

const isNamed = (part: string): part is Exclude<keyof typeof spot, 'row'> =>
  part !== 'row' && Object.hasOwn(spot, part);

function wordOf(part: string): string | null {
  if (/^\d+$/.test(part)) return i18next.t('spot.row', { number: Number(part) + 1 });
  return isNamed(part) ? i18next.t(`spot.${part}`) : null;
}
