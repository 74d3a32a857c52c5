/**
 * Citizen identity number 公民身份号码: six digits of area, eight of birth, three of sequence (odd male, even female) and a
 * check character by ISO 7064 MOD 11-2. Source: GB 11643-1999; the 15-digit form is that of GB 11643-1989.
 */
import type { Day } from '../kernel/day.ts';
import { parseDay } from '../kernel/day.ts';
import type { Result } from '../kernel/result.ts';
import { fault, ok } from '../kernel/result.ts';

export interface ResidentId {
  /** Eighteen characters, the check character in upper case. */
  readonly number: string;
  readonly birthOn: Day;
  readonly sex: 'male' | 'female';
  /** The number came in the 15-digit form. */
  readonly converted: boolean;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/** The check character of the first seventeen digits. Source: GB 11643-1999, ISO 7064 MOD 11-2. */
export function checkCharacterOf(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * (WEIGHTS[i] ?? 0);
  return CHECKS.charAt(sum % 11);
}

/** Full-width characters, spaces and a lower-case x as they are typed, in the one form that is compared and hashed. */
export function normaliseNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\ufeff-]/g, '')
    .toUpperCase();
}

/** Reads an identity number; 15 digits become 18. Refuses what cannot be one and says why. */
export function parseResidentId(text: string): Result<ResidentId> {
  const typed = normaliseNumber(text);
  const converted = /^\d{15}$/.test(typed);
  const first17 = converted ? `${typed.slice(0, 6)}${centuryOf(typed)}${typed.slice(6)}` : typed.slice(0, 17);
  const number = converted ? `${first17}${checkCharacterOf(first17)}` : typed;
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) {
    return refuse(
      'resident-id-form',
      'An identity number has 18 characters: 17 digits and a digit or X',
      '公民身份号码应为18位：17位数字加1位数字或X',
    );
  }
  if (checkCharacterOf(first17) !== number.charAt(17)) {
    return refuse(
      'resident-id-check',
      'The check character does not fit: one of the digits is mistyped',
      '公民身份号码校验码不符，请核对录入',
    );
  }
  const birth = parseDay(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`);
  if (!birth.ok) {
    return refuse(
      'resident-id-birth',
      'The date of birth inside the number does not exist',
      '公民身份号码中的出生日期不存在',
    );
  }
  return ok({ number, birthOn: birth.value, sex: Number(number.charAt(16)) % 2 === 1 ? 'male' : 'female', converted });
}

/** In the 15-digit form the sequences 996 to 999 were given to those who were over a hundred. Source: GB 11643-1989. */
function centuryOf(typed: string): string {
  return Number(typed.slice(12)) >= 996 ? '18' : '19';
}

/** What is typed where a number is not known: 无, 不详, dashes, zeros, one digit over and over. It identifies nobody. */
const PLACEHOLDER =
  /^[^\p{L}\d]*$|^0+$|^(\d)\1{5,}$|^(无|暂无|没有|未知|不详|不明|未提供|待补|空|NULL|NONE|NIL|NA|N\/A|UNKNOWN|X+)$/u;

/** Whether a number, normalised, stands for no number at all. */
export function isPlaceholderNumber(normalised: string): boolean {
  return PLACEHOLDER.test(normalised);
}

function refuse(code: string, message: string, messageZh: string): Result<never> {
  return fault({ code, path: '', message, messageZh });
}
