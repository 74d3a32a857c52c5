/** Months 月份 of registers that tell what was reached: one that has not begun has nothing to tell (henan-2025.mq.5#07 and mq.11#05,
 * henan-2023.t3.1#02 and sa4.1#01). */
import type { Day } from '@fujie/core/kernel';
import type { Change, SheetProblem } from '@fujie/core/registers';
import {
  adverseEventAwards,
  cellProblem,
  departmentIndicatorMonths,
  dischargeCounts,
  indicatorMonths,
  targetValues,
} from '@fujie/core/registers';

const OF_MONTHS = [indicatorMonths, departmentIndicatorMonths, targetValues, dischargeCounts, adverseEventAwards];

/** What is wrong with rows of months that lie ahead; null: the register tells of no months. */
export function futureMonths(register: string, changes: readonly Change[], today: Day): readonly SheetProblem[] | null {
  const definition = OF_MONTHS.find(({ id }) => id === register);
  if (definition === undefined) return null;
  const now = today.slice(0, 7);
  return changes
    .filter(({ entry }) => String(entry.row['month']) > now)
    .map(({ entry }) =>
      cellProblem(definition, entry.number, 'month', {
        code: 'future-month',
        reason: { en: `${String(entry.row['month'])} has not begun`, zh: `${String(entry.row['month'])} 尚未开始` },
        remedy: { en: `give a month until ${now}`, zh: `请填写不晚于 ${now} 的月份` },
      }),
    );
}
