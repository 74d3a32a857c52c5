import type { Day } from '@fujie/core/kernel';
import { addDays, parseDay } from '@fujie/core/kernel';

import { HttpProblem } from './problems.ts';

/** A day that a caller names in a query; one that does not exist is refused. */
export function queryDay(name: string, text: string): Day {
  return dayIn('querystring', name, text);
}

/** The days `[from, to]` of a query; without them so many days until today. */
export function queryPeriod(
  { from, to }: { readonly from?: string; readonly to?: string },
  today: Day,
  days: number,
): { readonly from: Day; readonly to: Day } {
  const last = to === undefined ? today : queryDay('to', to);
  return { from: from === undefined ? addDays(last, -days) : queryDay('from', from), to: last };
}

/** A day that a caller sends in a field such as `points.0.dueOn`; one that does not exist is refused. */
export function bodyDay(field: string, text: string): Day {
  return dayIn('body', field, text);
}

/** Refuses a month (YYYY-MM) named in a query that has not begun on a day. */
export function refuseMonthToCome(name: string, month: string, today: Day): void {
  if (month <= today.slice(0, 7)) return;
  const [en, zh] = ['has not begun', '尚未开始'];
  throw new HttpProblem(
    'invalid-request',
    { en: `\`${name}\` ${en}: name a month that has.`, zh: `“${name}”${zh}，请选择已开始的月份。` },
    [{ code: 'invalid', path: `querystring.${name}`, message: en, messageZh: zh }],
  );
}

function dayIn(place: 'querystring' | 'body', name: string, text: string): Day {
  const parsed = parseDay(text);
  if (parsed.ok) return parsed.value;
  throw new HttpProblem(
    'invalid-request',
    {
      en: `\`${name}\` must be a day that exists, as YYYY-MM-DD.`,
      zh: `“${name}”须为真实存在的日期，格式 YYYY-MM-DD。`,
    },
    parsed.problems.map((problem) => ({ ...problem, path: `${place}.${name}` })),
  );
}
