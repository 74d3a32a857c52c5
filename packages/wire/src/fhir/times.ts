/** Dates and times of FHIR as periods of instants: a day without an hour is the whole day in China. */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, parseDay, parseInstant, startOfDay } from '@fujie/core/kernel';

/** `[start, end)` of what a FHIR date or date-time says, to its own precision. */
export interface Span {
  readonly start: Instant;
  readonly end: Instant;
}

/** The lines of a report share their times: what was read last is read again. */
const lately = new Map<string, Span | null>();
const REMEMBERED = 64;

/** Reads `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a date-time; null when it is none of them or does not exist. */
export function spanOf(text: string): Span | null {
  const known = lately.get(text);
  if (known !== undefined) return known;
  const span = readSpan(text);
  if (lately.size >= REMEMBERED) lately.clear();
  lately.set(text, span);
  return span;
}

function readSpan(text: string): Span | null {
  if (text.length > 10) {
    const instant = parseInstant(text);
    if (!instant.ok) return null;
    const step = text.includes('.') ? 1 : /T\d{2}:\d{2}(?!:)/.test(text) ? 60_000 : 1000;
    return { start: instant.value, end: (instant.value + step) as Instant };
  }
  const first = parseDay(text.length === 4 ? `${text}-01-01` : text.length === 7 ? `${text}-01` : text);
  if (!first.ok) return null;
  return { start: startOfDay(first.value), end: startOfDay(dayAfter(first.value, text)) };
}

function dayAfter(first: Day, text: string): Day {
  if (text.length === 10) return addDays(first, 1);
  const year = Number(text.slice(0, 4));
  if (text.length === 4) return `${String(year + 1).padStart(4, '0')}-01-01` as Day;
  const month = Number(text.slice(5, 7));
  return (
    month === 12
      ? `${String(year + 1).padStart(4, '0')}-01-01`
      : `${text.slice(0, 4)}-${String(month + 1).padStart(2, '0')}-01`
  ) as Day;
}

/** The beginning of what a FHIR date or date-time says: the cautious reading wherever age counts. */
export function startOf(text: string | undefined): Instant | null {
  return text === undefined ? null : (spanOf(text)?.start ?? null);
}
