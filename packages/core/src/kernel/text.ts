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
