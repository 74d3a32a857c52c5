/**
 * Results of patients that become known once their month is over 迟到结果: the days on which an item was tested are then others, and so may be
 * what control covered. Source: taiyuan-2024.5.0#02, national-2022.art.24#01.
 */
import { dayOf } from '@fujie/core/kernel';
import { systemsOfLine } from '@fujie/core/laboratory';

import type { Deps } from '../platform/deps.ts';
import type { MonthOfControl } from '../platform/events/events.ts';
import type { Prepared } from './prepared.ts';

/** Months that are over, of items for which the institution has a test system, each once. */
export function pastMonths(
  { clock, registers }: Pick<Deps, 'clock' | 'registers'>,
  submissions: readonly Prepared[],
): readonly MonthOfControl[] {
  const snapshot = registers.current();
  const thisMonth = dayOf(clock.now()).slice(0, 7);
  const found = new Map<string, MonthOfControl>();
  for (const { institution, results } of submissions)
    for (const { item, reportedAt, collectedAt } of results) {
      const at = reportedAt ?? collectedAt;
      if (item === null || at === null) continue;
      const day = dayOf(at);
      const month = day.slice(0, 7);
      if (month >= thisMonth || found.has(`${institution}|${month}`)) continue;
      if (systemsOfLine(snapshot, { institution, item, device: null }, day).length > 0)
        found.set(`${institution}|${month}`, { institution, month });
    }
  return [...found.values()];
}
