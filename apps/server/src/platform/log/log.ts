import { pino } from 'pino';

import type { LogLevel } from '../config/config.ts';

/** Structured log. INVARIANT: no personal data; ids of people never appear, only request ids, routes and counts. */
export type Log = Pick<ReturnType<typeof pino>, 'trace' | 'debug' | 'info' | 'warn' | 'error'>;

export function createLog(level: LogLevel): ReturnType<typeof pino> {
  return pino({
    level,
    base: null,
    redact: { paths: ['req.headers', 'err.detail', 'err.where', 'err.parameters'], remove: true },
  });
}
