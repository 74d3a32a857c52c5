/** Invented people: names, and identity numbers of valid form that can belong to nobody. */
import type { Day } from '@fujie/core/kernel';
import { checkCharacterOf } from '@fujie/core/person';

import type { Random } from './random.ts';

/**
 * The area codes of the demonstration. GB/T 2260 assigns no division the first two digits 99, so a number with such an
 * area is well formed but was never issued.
 */
export const UNASSIGNED_AREAS = ['990101', '990102', '990203'] as const;

/** An 18-digit number: area, birth day, sequence number whose last digit is odd for men, check digit. */
export function makeResidentId(area: string, birthOn: Day, sex: 'male' | 'female', sequence: number): string {
  const order = (sequence - (sequence % 2) + (sex === 'male' ? 1 : 0)) % 1000;
  const first17 = `${area}${birthOn.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
  return first17 + checkCharacterOf(first17);
}

/** The 15-digit form of before 1999 (GB 11643-1989) of a number whose birth year is 19xx. */
export function toFifteenDigits(residentId: string): string {
  return residentId.slice(0, 6) + residentId.slice(8, 17);
}

const SURNAMES = Array.from(
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎',
);
const MALE = Array.from('伟强磊军洋勇杰涛明超刚平辉鹏华飞斌波宇浩凯健俊帆');
const FEMALE = Array.from('芳娜敏静丽艳娟霞秀英玲桂兰婷雪梅琳洁莉倩颖慧岚萍');
const EITHER = Array.from('文嘉子思雨晨新春国建海云志成安宁');

/** An invented Chinese name of two or three characters. */
export function makeName(random: Random, sex: 'male' | 'female'): string {
  const last = random.pick(sex === 'male' ? MALE : FEMALE);
  return random.pick(SURNAMES) + (random.chance(0.65) ? random.pick(EITHER) : '') + last;
}
