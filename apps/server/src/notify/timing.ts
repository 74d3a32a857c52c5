/** When somebody is told 免打扰与汇总: at once, bundled, or after the quiet hours; what harms life at once, whatever was chosen. */
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';

/** Minutes of the day where they name one. */
export interface Preference {
  readonly quietFrom: number | null;
  readonly quietTo: number | null;
  /** Bundled every so many minutes. */
  readonly digestMinutes: number | null;
  /** Bundled once a day, at this minute. */
  readonly digestAt: number | null;
}

export const AT_ONCE: Preference = { quietFrom: null, quietTo: null, digestMinutes: null, digestAt: null };

const MINUTE_MS = 60_000;
const LIFE = 1;

/** The first moment at which a reader is told of what became known now; `harm` 1 is life. */
export function tellAt(
  now: Instant,
  { quietFrom, quietTo, digestMinutes, digestAt }: Preference,
  harm: number,
): Instant {
  if (harm === LIFE) return now;
  const bundled =
    digestAt !== null ? nextAt(now, digestAt) : digestMinutes === null ? now : nextSlot(now, digestMinutes * MINUTE_MS);
  if (quietFrom === null || quietTo === null || !isQuiet(bundled, quietFrom, quietTo)) return bundled;
  return nextAt(bundled, quietTo);
}

/** The same slots for everybody who bundles alike. */
function nextSlot(now: Instant, every: number): Instant {
  const start = startOfDay(dayOf(now));
  return (start + Math.ceil((now - start) / every) * every) as Instant;
}

/** The first moment from now on at a minute of the day. */
function nextAt(now: Instant, minute: number): Instant {
  const today = (startOfDay(dayOf(now)) + minute * MINUTE_MS) as Instant;
  return today >= now ? today : ((startOfDay(addDays(dayOf(now), 1)) + minute * MINUTE_MS) as Instant);
}

/** From the first minute to before the second, also across midnight. */
function isQuiet(at: Instant, from: number, to: number): boolean {
  const minute = Math.floor((at - startOfDay(dayOf(at))) / MINUTE_MS);
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/**
 * After the n-th attempt that failed: half a minute, then twice as long each time, an hour at most, and not before the other end
 * asked for; null: given up.
 */
export function againAt(now: Instant, attempts: number, leastMs = 0): Instant | null {
  if (attempts >= MOST_ATTEMPTS) return null;
  return (now + Math.max(leastMs, Math.min(30_000 * 2 ** (attempts - 1), 60 * MINUTE_MS))) as Instant;
}

const MOST_ATTEMPTS = 12;
