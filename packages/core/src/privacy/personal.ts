/**
 * What in a written text leads to a person 个人信息: numbers of identity documents and telephones. A name is not recognised by any rule: whoever
 * writes a text that others read is told to leave it out.
 */
export type PersonalKind = 'resident-id' | 'telephone' | 'e-mail';

const GAP = String.raw`[\s-]{0,3}`;
const D = String.raw`\d`;
const MONTH = `(?:0${GAP}[1-9]|1${GAP}[0-2])`;
const DAY = `(?:0${GAP}[1-9]|[12]${GAP}${D}|3${GAP}[01])`;

/** A number of these digits, with spaces or dashes between them. */
const number = (...parts: readonly string[]): RegExp => new RegExp(String.raw`(?<!\d)${parts.join(GAP)}(?!\d)`, 'u');
const any = (count: number): readonly string[] => Array.from({ length: count }, () => D);

const PATTERNS: readonly (readonly [PersonalKind, RegExp])[] = [
  ['resident-id', number(...any(6), `(?:1${GAP}9|2${GAP}0)`, D, D, MONTH, DAY, ...any(3), String.raw`[\dXx]`)],
  ['resident-id', number(...any(8), MONTH, DAY, ...any(3))],
  ['telephone', number('1', '[3-9]', ...any(9))],
  ['telephone', number(String.raw`0\d{2,3}`, String.raw`\d{3,4}`, String.raw`\d{4}`)],
  ['e-mail', /\w@[\w-]{1,63}\.\w/u],
];

/** Kinds of personal information in a text; spaces and dashes between digits hide nothing, nor does a number beside it. */
export function personalIn(text: string): readonly PersonalKind[] {
  const plain = text.normalize('NFKC');
  return [...new Set(PATTERNS.flatMap(([kind, pattern]) => (pattern.test(plain) ? [kind] : [])))];
}
