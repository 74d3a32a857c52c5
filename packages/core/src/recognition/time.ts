/** Times of the recognition decision, to the minute and in China Standard Time: the only precision its clauses know. */
import type { Instant } from '../kernel/day.ts';
import { dayOf, parseDay, parseInstant, startOfDay } from '../kernel/day.ts';
import { must } from '../kernel/result.ts';

const MINUTES_PER_DAY = 1440;
const CHINA_OFFSET_MINUTES = 480;

/**
 * Minutes since 1970-01-01T00:00 in China of an ISO 8601 time; a bare day counts from its midnight. Throws on a text
 * that is no time, because inputs are parsed at the edge.
 */
export function minutesOf(text: string): number {
  const fast = fastMinutes(text);
  if (fast !== null) return fast;
  const instant = text.length === 10 ? startOfDay(must(parseDay(text))) : must(parseInstant(text));
  return Math.floor(instant / 60_000) + CHINA_OFFSET_MINUTES;
}

/** Days since 1970-01-01 in China of the day on which such a minute falls. */
export function dayNumberOf(minutes: number): number {
  return Math.floor(minutes / MINUTES_PER_DAY);
}

/** Forms without an offset or with that of China, such as `2024-05-20T09:00`: nearly all that the hot path sees. */
function fastMinutes(text: string): number | null {
  const { length } = text;
  if (length !== 16 && !(length === 25 && text.endsWith('+08:00') && text.charCodeAt(16) === 58)) return null;
  if (
    text.charCodeAt(4) !== 45 ||
    text.charCodeAt(7) !== 45 ||
    text.charCodeAt(10) !== 84 ||
    text.charCodeAt(13) !== 58
  )
    return null;
  const year = two(text, 0) * 100 + two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  const hour = two(text, 11);
  const minute = two(text, 14);
  // Days beyond 28 go the careful way unless the month surely has them, so that no date is invented.
  if (!(month >= 1 && month <= 12 && day >= 1 && hour < 24 && minute < 60)) return null;
  if (!(day <= 28 || (day <= 30 && month !== 2))) return null;
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const days =
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
  return days * MINUTES_PER_DAY + hour * 60 + minute;
}

/** Two digits as a number; NaN for anything else, which every comparison above refuses. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const units = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : Number.NaN;
}

/** The calendar day in China of an ISO 8601 time. */
export function dayTextOf(text: string): string {
  return text.length === 10 || text.length === 16 || text.endsWith('+08:00')
    ? text.slice(0, 10)
    : dayOf(((minutesOf(text) - CHINA_OFFSET_MINUTES) * 60_000) as Instant);
}
