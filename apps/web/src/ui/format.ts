/** Times, days and ages as Chinese hospital staff write them; every instant is shown in China Standard Time. */
import type { Day } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, parseInstant } from '@fujie/core/kernel';

/** `2024-05-20 09:00`; null when there is nothing to show. */
export function showTime(timestamp: string | null | undefined): string | null {
  if (timestamp === null || timestamp === undefined) return null;
  const instant = parseInstant(timestamp);
  if (!instant.ok) return timestamp;
  return formatInstant(instant.value).slice(0, 16).replace('T', ' ');
}

/** `2024-05-20` of an instant. */
export function showDay(timestamp: string | null | undefined): string | null {
  return showTime(timestamp)?.slice(0, 10) ?? null;
}

/** Milliseconds of a timestamp, for charts and sorting. */
export function msOf(timestamp: string | null | undefined): number | null {
  if (timestamp === null || timestamp === undefined) return null;
  const instant = parseInstant(timestamp);
  return instant.ok ? instant.value : null;
}

/** Today in China. */
export function today(): Day {
  return dayOf(Date.now() as Parameters<typeof dayOf>[0]);
}

export function daysAgo(count: number): Day {
  return addDays(today(), -count);
}

/** The month before this one: what is reported now. */
export function lastMonth(): string {
  const [year = 0, month = 0] = today().split('-').map(Number);
  return month === 1 ? `${String(year - 1)}-12` : `${String(year)}-${String(month - 1).padStart(2, '0')}`;
}

export const thisMonth = (): string => today().slice(0, 7);

/** The last day of what is in force until a day that is none of it any more; null: without end. */
export function lastDayBefore(to: string | null): Day | null {
  return to === null ? null : addDays(to as Day, -1);
}

/** This instant with the offset of China. */
export function now(): string {
  return formatInstant(Date.now() as Parameters<typeof formatInstant>[0]);
}

/** An age in the unit a reader compares with a limit; days are those of the calendar, as limits count them. */
export function splitAge(
  hours: number,
  days: number,
): { readonly unit: 'minutes' | 'hours' | 'days'; readonly count: number } {
  if (hours < 1) return { unit: 'minutes', count: Math.max(0, Math.floor(hours * 60)) };
  if (hours < 48) return { unit: 'hours', count: Math.floor(hours) };
  return { unit: 'days', count: days };
}

/** A number without needless zeros, at most four significant decimals. */
export function showNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** A figure in percent: of a scatter or a bias to two decimals, everywhere alike. */
export function showPercent(value: number | null, digits = 2): string {
  return value === null ? '—' : `${value.toFixed(digits)}%`;
}

/** `12.5%`; null when the denominator is zero, because that is not a rate. */
export function showRate(value: number | null): string | null {
  return value === null ? null : `${(value * 100).toFixed(1)}%`;
}

/** `3.5–5.3`, `≤ 40`, or null when the report names no interval. */
export function showInterval(low: number | null, high: number | null, text: string | null): string | null {
  if (low !== null && high !== null) return `${showNumber(low)}–${showNumber(high)}`;
  if (high !== null) return `≤ ${showNumber(high)}`;
  if (low !== null) return `≥ ${showNumber(low)}`;
  return text;
}
