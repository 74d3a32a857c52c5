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

const OF_A_CASE: readonly RegExp[] = [
  /[\d一二三四五六七八九十百]余?(?:周?岁|个月大)/u,
  /\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}月\d{1,2}日/u,
  /(?:住院|门诊|病历|病案|就诊|床|报告|条码|标本)号?:?[A-Za-z]{0,4}\d/u,
  /\d{5}/u,
  /[赵钱孙李周吴郑王张刘陈杨黄徐朱林马罗梁宋谢韩唐冯董萧曹袁邓傅沈曾彭吕][某×xX*＊]/u,
];

/**
 * Whether a text tells of one case: an age, a day, a number of a record, a name half hidden. What is told of a case stands in its
 * de-identified row; the text beside it says what was learned from it.
 */
export function tellsOfCase(text: string): boolean {
  const plain = text.normalize('NFKC').replaceAll(/\s/gu, '');
  return OF_A_CASE.some((pattern) => pattern.test(plain));
}

/** Kinds of personal information in a text; spaces and dashes between digits hide nothing, nor does a number beside it. */
export function personalIn(text: string): readonly PersonalKind[] {
  const plain = text.normalize('NFKC');
  return [...new Set(PATTERNS.flatMap(([kind, pattern]) => (pattern.test(plain) ? [kind] : [])))];
}
