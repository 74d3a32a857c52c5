/**
 * Which passwords 密码 are taken: long ones that are not among the first that anybody would guess. No rule of character classes:
 * they make passwords that are written down.
 */
import type { Bilingual } from '@fujie/wire/contracts';

const SHORTEST = 10;
const LONGEST = 128;
const FEWEST_DIFFERENT = 5;
const SHORTEST_NAME = 3;

/** What people choose when ten characters are asked for; compared without case, spaces and punctuation. */
const COMMON: ReadonlySet<string> = new Set(
  `1234567890 0123456789 12345678910 123456789a a123456789 1234567890a 9876543210 0987654321 1qaz2wsx3edc 1qazxsw23edc
  qwertyuiop qwerty12345 qwerty123456 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5 qazwsxedc123 asdfghjkl123 zxcvbnm123 zaq12wsx
  password12 password123 password1234 password12345 passw0rd123 p4ssw0rd123 mypassword letmein123 welcome123 welcome1234
  changeme123 iloveyou123 sunshine123 princess123 football123 baseball123 superman123 michael123 administrator
  administrator1 admin12345 admin123456 admin888888 root123456 test123456 guest12345 user123456 default123 system12345
  woaini1314 woaini5201314 woaini521 5201314520 520131452 wodemima123 mima123456 yiyuan123456 hospital123 hospital1234
  yisheng123 doctor12345 doctor123456 abc1234567 abcd123456 abcde12345 abc123456789 aa12345678 aaa123456 a1b2c3d4e5
  1a2b3c4d5e 1122334455 112233445566 147258369 1472583690 159357258456 741852963 7418529630 123qweasdzxc qwe123456
  qwer12345 asd123456 zxc123456 123123123123 1231231234 1234512345 1111122222 fujie12345 fujie123456`.split(/\s+/),
);

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Why a password of this person is not taken, or null. */
export function passwordFault(
  password: string,
  person: { readonly username: string; readonly name: string },
): Bilingual | null {
  const length = [...password].length;
  if (length < SHORTEST) {
    return {
      en: `The password is shorter than ${SHORTEST} characters: take a longer one`,
      zh: `密码过短，至少 ${SHORTEST} 个字符`,
    };
  }
  if (length > LONGEST) {
    return {
      en: `The password is longer than ${LONGEST} characters: take a shorter one`,
      zh: `密码过长，至多 ${LONGEST} 个字符`,
    };
  }
  const text = plain(password);
  const isGuessable =
    COMMON.has(text) || new Set(text).size < FEWEST_DIFFERENT || /^(.{1,4})\1{2,}$/u.test(text) || isRun(text);
  if (isGuessable) {
    return {
      en: 'The password is one of the first that anybody would guess: take several words that have nothing to do with each other',
      zh: '密码过于常见，容易被猜到；请用几个互不相关的词组成密码',
    };
  }
  for (const name of [plain(person.username), plain(person.name)]) {
    if (name.length >= SHORTEST_NAME && text.includes(name) && text.length - name.length < SHORTEST) {
      return {
        en: 'The password is little more than the name of its user: take one without it',
        zh: '密码主要由用户名或姓名构成，请勿使用姓名',
      };
    }
  }
  return null;
}

/** Whether each character follows the one before it, as in `abcdefghij`. */
function isRun(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, i) => code - (codes[i] ?? 0)));
  return steps.size === 1;
}
