/** What a text says, so that copies are told as such 文本比对. */
import { seenOf } from '../kernel/text.ts';

/** Shorter than this, people say the same without copying. Code points. */
const SHORT = 16;

/** A text without spaces, marks and case; figures stay, because they are what differs from patient to patient. Null: too short to tell. */
export function wording(text: string): string | null {
  const said = seenOf(text.normalize('NFKC'))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return [...said].length < SHORT ? null : said;
}
