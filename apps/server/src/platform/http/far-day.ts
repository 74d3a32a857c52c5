/** Days by which something is to be done 完成期限: one that lies years ahead is a slip of the pen, and nothing would ever fall due. */
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
