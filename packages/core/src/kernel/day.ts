/**
 * Calendar days and instants in China Standard Time (UTC+8, no daylight saving), by arithmetic alone:
 * the core reads no clock. Source: recognition decision, ground rule 6.
 */
import type { Problem, Result } from './result.ts';
import { fault, ok } from './result.ts';

/** A calendar day 日, `YYYY-MM-DD`, in China Standard Time. Compares as text. */
export type Day = string & { readonly __brand: 'Day' };

/** An instant 时刻 in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly __brand: 'Instant' };

const MS_PER_DAY = 86_400_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;
const DAY_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT_PATTERN = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?$/;

/** Days since 1970-01-01 of a proleptic Gregorian date (month 1 to 12). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): Day {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * mp + 2) / 5) + 1;
  const month = mp < 10 ? mp + 3 : mp - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}` as Day;
}

function two(n: number): string {
  return n < 10 ? `0${String(n)}` : String(n);
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isRealDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const length = month === 2 && isLeap(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
  return day <= length;
}

function epochDays(day: Day): number {
  return daysFromCivil(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));
}

/** Parses `YYYY-MM-DD`; refuses dates that do not exist. */
export function parseDay(text: string): Result<Day> {
  const match = DAY_PATTERN.exec(text);
  if (!match || !isRealDate(Number(match[1]), Number(match[2]), Number(match[3]))) {
    return fault(problemOf(text, 'a calendar day written YYYY-MM-DD', '写成 YYYY-MM-DD 的日期'));
  }
  return ok(text as Day);
}

/**
 * Parses an ISO 8601 date-time to the millisecond; without an offset it is China Standard Time.
 * A bare day is refused: whoever needs a start of day says so with `startOfDay`.
 */
export function parseInstant(text: string): Result<Instant> {
  const match = INSTANT_PATTERN.exec(text);
  if (!match)
    return fault(
      problemOf(text, 'a date and time such as 2024-05-20T09:00+08:00', '日期时间，例如 2024-05-20T09:00+08:00'),
    );
  const [, y, mo, d, h, mi, s = '0', fraction = '', zone] = match;
  const hour = Number(h);
  const minute = Number(mi);
  const second = Number(s);
  const isTime = hour <= 23 && minute <= 59 && second <= 60 && isZone(zone);
  if (!isRealDate(Number(y), Number(mo), Number(d)) || !isTime) {
    return fault(problemOf(text, 'a date and time that exists', '真实存在的日期时间'));
  }
  const local =
    daysFromCivil(Number(y), Number(mo), Number(d)) * MS_PER_DAY +
    hour * 3_600_000 +
    minute * 60_000 +
    second * 1000 +
    Number(fraction.slice(0, 3).padEnd(3, '0'));
  return ok((local - offsetMs(zone)) as Instant);
}

/** The farthest zones are fourteen hours from UTC. */
function isZone(zone: string | undefined): boolean {
  if (zone === undefined || zone === 'Z') return true;
  const minutes = Number(zone.slice(4, 6));
  return minutes <= 59 && Number(zone.slice(1, 3)) * 60 + minutes <= 14 * 60;
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined) return CHINA_OFFSET_MS;
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 3_600_000 + Number(zone.slice(4, 6)) * 60_000);
}

function problemOf(text: string, expected: string, expectedZh: string): Problem {
  return {
    code: 'invalid-time',
    path: '',
    message: `\`${text}\` is not ${expected}`,
    messageZh: `“${text}”不是${expectedZh}`,
  };
}

/** The calendar day in China on which an instant falls. */
export function dayOf(instant: Instant): Day {
  return civilFromDays(Math.floor((instant + CHINA_OFFSET_MS) / MS_PER_DAY));
}

/** Midnight in China at which a day begins. */
export function startOfDay(day: Day): Instant {
  return (epochDays(day) * MS_PER_DAY - CHINA_OFFSET_MS) as Instant;
}

/** Whole calendar days from `from` to `to`; negative if `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return epochDays(to) - epochDays(from);
}

/** The day `count` days later (earlier if negative). */
export function addDays(day: Day, count: number): Day {
  return civilFromDays(epochDays(day) + count);
}

/** Calendar year of a day. */
export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

/** Day of the week, 1 = Monday … 7 = Sunday (ISO 8601). */
export function weekdayOf(day: Day): number {
  return ((((epochDays(day) + 3) % 7) + 7) % 7) + 1;
}

/** An instant as ISO 8601 with the offset of China, to the second: `2024-05-20T09:00:00+08:00`. */
export function formatInstant(instant: Instant): string {
  const local = instant + CHINA_OFFSET_MS;
  const days = Math.floor(local / MS_PER_DAY);
  const seconds = Math.floor((local - days * MS_PER_DAY) / 1000);
  return `${civilFromDays(days)}T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}+08:00`;
}

/** An instant as people read it, by the clock of China and to the minute: `2024-05-20 09:00`. */
export function sayInstant(instant: Instant): string {
  return formatInstant(instant).slice(0, 16).replace('T', ' ');
}

/** A period of days `[from, to)`; `to` null or absent means open-ended. */
export interface Period {
  readonly from: Day;
  readonly to?: Day | null | undefined;
}

/** Whether a day lies in `[from, to)`. */
export function isInForce(period: Period, day: Day): boolean {
  return period.from <= day && (period.to === null || period.to === undefined || day < period.to);
}
