/**
 * What in a written text leads to a person 个人信息: numbers of identity documents and telephones. A name is not recognised by any rule: whoever
 * writes a text that others read is told to leave it out.
 */
export type PersonalKind = 'resident-id' | 'telephone' | 'e-mail';

const PATTERNS: readonly (readonly [PersonalKind, RegExp])[] = [
  ['resident-id', /(?<!\d)\d{17}[\dXx](?!\d)/u],
  ['resident-id', /(?<!\d)\d{15}(?!\d)/u],
  ['telephone', /(?<!\d)1[3-9]\d{9}(?!\d)/u],
  ['telephone', /(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)/u],
  ['e-mail', /\w@[\w-]{1,63}\.\w/u],
];

/** Kinds of personal information in a text; spaces and dashes between digits hide nothing. */
export function personalIn(text: string): readonly PersonalKind[] {
  const joined = text.normalize('NFKC').replace(/(?<=\d)[\s-]+(?=[\dXx])/gu, '');
  return [...new Set(PATTERNS.flatMap(([kind, pattern]) => (pattern.test(joined) ? [kind] : [])))];
}
