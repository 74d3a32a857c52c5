/** Rounds of EQA that an organiser holds at intervals 定期组织室间质评. Source: henan-2025.lab.15#02, which states none: it is the owner's. */
import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';

const YEAR_DAYS = 366;

export interface RoundInterval {
  /** Days from the close of one round of an item until that of the next. */
  readonly interval: number;
  /** Days before, from which on a round is asked for. */
  readonly ahead: number;
}

interface Round {
  readonly item: string;
  readonly closesOn: Day;
}

/** What is to be asked for: items of which the last round closed on one day. */
export interface RoundsDue {
  /** The day when their interval is over. */
  readonly over: Day;
  /** By when a round is asked for: that day, or as long from now as notice is given where nobody was asked in time. */
  readonly due: Day;
  readonly items: readonly string[];
}

/** The day on which the last round of each item closes, planned or held. */
export function lastRounds(rounds: readonly Round[]): ReadonlyMap<string, Day> {
  const last = new Map<string, Day>();
  for (const { item, closesOn } of rounds) if (closesOn > (last.get(item) ?? '')) last.set(item, closesOn);
  return last;
}

/** Items whose interval is nearly over or over, by the day when it is; what is over for more than a year was given up. */
export function roundsDueAgain(
  rounds: readonly Round[],
  { interval, ahead }: RoundInterval,
  today: Day,
): readonly RoundsDue[] {
  const soonest = addDays(today, ahead);
  const byDay = new Map<Day, string[]>();
  for (const [item, closedOn] of lastRounds(rounds)) {
    const over = addDays(closedOn, interval);
    if (over <= soonest && addDays(over, YEAR_DAYS) >= today) byDay.set(over, [...(byDay.get(over) ?? []), item]);
  }
  return [...byDay]
    .map(([over, items]) => ({ over, due: over < today ? soonest : over, items: items.sort() }))
    .sort((a, b) => (a.over < b.over ? -1 : 1));
}
