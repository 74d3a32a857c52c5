import { pino } from 'pino';

import type { LogLevel } from '../config/config.ts';

/** Structured log. INVARIANT: no personal data; ids of people never appear, only request ids, routes and counts. */
export type Log = Pick<ReturnType<typeof pino>, 'trace' | 'debug' | 'info' | 'warn' | 'error'>;

/** `file`: instead of standard output. */
export function createLog(level: LogLevel, file?: string): ReturnType<typeof pino> {
  const options = {
    level,
    base: null,
    redact: { paths: ['req.headers', 'err.detail', 'err.where', 'err.parameters'], remove: true },
  };
  return file === undefined ? pino(options) : pino(options, pino.destination({ dest: file, sync: true }));
}
