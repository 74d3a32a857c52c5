/** Days that nobody means 日期有误: by which something is to be done 完成期限, or of any act, years away; nothing would ever fall due. */
import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';

import { unfitField } from './problems.ts';

const MOST_DAYS = 366;

/** Refuses a day by which something is to be done that lies more than a year ahead. */
export function refuseFarDay(field: string, day: Day, today: Day): void {
  const latest = addDays(today, MOST_DAYS);
  if (day > latest)
    throw unfitField(
      field,
      `it lies more than a year ahead: give a day until ${latest}, and a nearer one for a first step of what takes longer`,
      `晚于一年之后：请填写不晚于 ${latest} 的日期；需更长时间的，先填写第一步的期限`,
    );
}

/** Of an act that is recorded. */
const FAR_YEARS = 10;
/** Of a certificate of a person, and of what a person suffered. */
export const YEARS_OF_LIFE = 100;

/** The first and the last day that lie no more than so many years from another. */
function yearsAround(near: Day, years: number): readonly [earliest: Day, latest: Day] {
  const days = Math.round(365.25 * years);
  return [addDays(near, -days), addDays(near, days)];
}

/** Refuses a day of an act that lies more years from another than anybody records: its year is a slip of the keys. */
export function refuseFarYear(field: string, day: Day, near: Day, years = FAR_YEARS): void {
  const [earliest, latest] = yearsAround(near, years);
  if (day >= earliest && day <= latest) return;
  throw unfitField(
    field,
    `it lies more than ${String(years)} years from ${near}: check the year, and give a day from ${earliest} until ${latest}`,
    `与 ${near} 相差超过 ${String(years)} 年：请核对年份，填写 ${earliest} 至 ${latest} 之间的日期`,
  );
}
