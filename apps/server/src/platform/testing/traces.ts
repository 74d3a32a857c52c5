/**
 * What a run of the tests leaves where people and machines look: logs, addresses, metrics, errors. `npm test` names a folder
 * in FUJIE_TRACES and searches it at the end for personal data (`tools/lib/leaks.mjs`), and for loops that nobody drove
 * (`tools/lib/driven.mjs`); without it nothing is written.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

export type TraceKind = 'logs' | 'addresses' | 'metrics' | 'errors' | 'planted' | 'driven' | 'written' | 'missed';

// eslint-disable-next-line no-restricted-properties -- no key of an installation: the run of the tests names it
const FOLDER = process.env['FUJIE_TRACES'] ?? '';

export const isTraced = FOLDER !== '';

/** Where the lines of a kind go in this process. */
export const traceFile = (kind: TraceKind): string => join(FOLDER, `${kind}-${String(process.pid)}.txt`);

/**
 * Adds lines. `planted`: what must be found in none of the others; `driven`: stages of loops that were ended; `written`: from when to when
 * a page wrote something; `missed`: stages that were ended while no page wrote.
 */
export function trace(kind: TraceKind, text: string): void {
  if (isTraced) appendFileSync(traceFile(kind), text.endsWith('\n') ? text : `${text}\n`);
}
