/** A text without the characters around it that an expression of one character matches; linear, whatever the text. */
export function trimOf(text: string, character: RegExp): string {
  let from = 0;
  let to = text.length;
  while (from < to && character.test(text.charAt(from))) from++;
  while (to > from && character.test(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

/** Half a character beyond the first 65,536 of Unicode comes after every character that stands whole. */
const rankOf = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);

/** Order of two texts by the code points of their characters, as a database orders the bytes of UTF-8; less than 0 where the first comes first. */
export function compareByCodePoint(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rankOf(x) - rankOf(y);
  }
  return a.length - b.length;
}

/** Characters of which a reader sees nothing, as they stand in a class of an expression: spaces, controls, and what is drawn as no sign. */
const UNSEEN = String.raw`\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800`;

/** A sign that is seen, as JSON Schema writes an expression: a text without one says nothing, however long it is. */
export const SEEN = `[^${UNSEEN}]`;

const seen = new RegExp(SEEN, 'u');
const unseen = new RegExp(`[${UNSEEN}]`, 'gu');

/** Whether a reader sees nothing of a text 空白. */
export const isBlank = (text: string | null | undefined): boolean =>
  text === undefined || text === null || !seen.test(text);

/** What a reader sees of a text, without the spaces in it. */
export const seenOf = (text: string): string => text.replace(unseen, '');
