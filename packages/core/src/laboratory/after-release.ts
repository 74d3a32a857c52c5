/**
 * Days on which results of an item went out before its control was run 先报告后质控: none in the day before the first of them, and one after it. Asked
 * about, never judged. Source: national-2022.art.24#02, henan-2025.lab.7#01, CNAS-CL02 7.3.7.2.
 */
import type { Day, Instant } from '../kernel/day.ts';
import { dayOf } from '../kernel/day.ts';

const DAY_MS = 86_400_000;

/** The first results of an item that went out on a day. */
export interface ReleasedOn {
  readonly item: string;
  readonly day: Day;
  readonly at: Instant;
}

export interface ControlledAt {
  readonly item: string;
  readonly at: Instant;
}

export interface AfterRelease extends ReleasedOn {
  /** The first run afterwards, on the same day. */
  readonly controlledAt: Instant;
}

/** A run up to 24 hours before covers what goes out; a day without any run is a gap of coverage and told as such elsewhere. */
export function controlledAfterRelease(
  released: readonly ReleasedOn[],
  runs: readonly ControlledAt[],
): readonly AfterRelease[] {
  const byItem = new Map<string, Instant[]>();
  for (const { item, at } of runs) {
    const known = byItem.get(item);
    if (known === undefined) byItem.set(item, [at]);
    else known.push(at);
  }
  return released.flatMap((one) => {
    const own = byItem.get(one.item) ?? [];
    if (own.some((at) => at <= one.at && at > one.at - DAY_MS)) return [];
    const later = own.filter((at) => at > one.at && dayOf(at) === one.day);
    return later.length === 0 ? [] : [{ ...one, controlledAt: Math.min(...later) as Instant }];
  });
}
