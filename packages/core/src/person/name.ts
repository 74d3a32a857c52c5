/** Names of persons in the form in which they are compared. A name confirms an identity; it is never a key. */
import { trimOf } from '../kernel/text.ts';

/** Dots of minority and foreign names, as the many input methods write them. */
const DOTS = /[\u00b7\u2022\u2027\u22c5\u30fb\uff65\u2024.．]/g;

/** What is written where no name is known 无名氏. */
const PLACEHOLDERS =
  /^(无名氏?.*|未知.*|不详|不明|佚名|患者|测试|急诊.*|unknown.*|anonymous|noname|test|johndoe|janedoe|x+|.{1,4}之[子女婴].*|.{0,4}婴儿.*)$/i;

/** A name without spaces, in one width and case, with one kind of dot; empty when there is none. */
export function normaliseName(name: string): string {
  const plain = name
    .normalize('NFKC')
    .replace(DOTS, '·')
    .replace(/[\s\u200b-\u200d\ufeff_]/g, '');
  return trimOf(plain, /·/).toUpperCase();
}

/** Whether a name says that the person is not known, or not yet named; such a person is never linked. */
export function isPlaceholderName(normalised: string): boolean {
  return normalised === '' || PLACEHOLDERS.test(normalised);
}

/** Family names of two characters 复姓 that are still borne. */
const TWO_CHARACTERS =
  /^(欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|司空|东方|端木|独孤|南宫|百里|呼延|轩辕|完颜|西门|公冶)/;

/** The family name 姓 that a normalised Chinese name begins with; of any other name nothing is told. */
export function familyNameOf(normalised: string): string {
  const [first = ''] = normalised;
  if (!/\p{Script=Han}/u.test(first) || normalised.includes('·')) return '';
  return TWO_CHARACTERS.exec(normalised)?.[0] ?? first;
}

/** 张三 → 张*, 欧阳小明 → 欧**明: enough to recognise who sits in front of one, not enough to learn a name. */
export function maskName(name: string): string {
  const characters = [...name];
  const last = characters.at(-1) ?? '';
  if (characters.length <= 1) return name;
  return characters.length === 2
    ? `${characters[0] ?? ''}*`
    : `${characters[0] ?? ''}${'*'.repeat(characters.length - 2)}${last}`;
}
