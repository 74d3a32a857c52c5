/** A text without the characters around it that an expression of one character matches; linear, whatever the text. */
export function trimOf(text: string, character: RegExp): string {
  let from = 0;
  let to = text.length;
  while (from < to && character.test(text.charAt(from))) from++;
  while (to > from && character.test(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}
