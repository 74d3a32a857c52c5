/** Which stages of loops 闭环 the journeys really ended on the demonstration: by what a page wrote, not by what a test asked the server itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Page, Request } from 'playwright-core';

import { connect } from '../../apps/server/src/platform/db/database.ts';
import { startEmbeddedPostgres } from '../../apps/server/src/platform/embedded/embedded-postgres.ts';
import type { Ending } from '../../apps/server/src/platform/testing/driven.ts';
import { findEndings, lastRecord, traceDriven } from '../../apps/server/src/platform/testing/driven.ts';
import { isTraced, trace, traceFile } from '../../apps/server/src/platform/testing/traces.ts';

type Span = readonly [fromMs: number, toMs: number];

/** By so much the clock of the browser may be ahead of that of the server; nobody asks the server itself so shortly before a page writes. */
const AHEAD_MS = 500;

/**
 * Writes down from when to when a page wrote something: whatever the server recorded meanwhile came from it. The clock of the browser and that
 * of this process each may be late, the earlier one counts. An answer that has begun is enough: of one that nobody reads to its end, since the
 * page goes on, the end is never told; of one that never began, what left the page counts until the page is closed.
 */
export function watchWriting(page: Page): void {
  if (!isTraced) return;
  const asked = new Map<Request, number>();
  const write = (fromMs: number): void => {
    const span: Span = [fromMs - AHEAD_MS, Date.now()];
    trace('written', JSON.stringify(span));
  };
  page.on('request', (request) => {
    if (request.method() !== 'GET' && request.url().includes('/api/')) asked.set(request, Date.now());
  });
  page.on('response', (response) => {
    const request = response.request();
    const since = asked.get(request);
    if (since === undefined) return;
    asked.delete(request);
    const { startTime } = request.timing();
    write(startTime > 0 ? Math.min(startTime, since) : since);
  });
  page.on('close', () => {
    for (const since of asked.values()) write(since);
  });
}

function spans(): readonly Span[] {
  const folder = dirname(traceFile('written'));
  const files = readdirSync(folder).filter((file) => file.startsWith('written-'));
  const lines = files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Span);
}

/** Begins to look at the demonstration in a folder, which has a past already; what it gives writes down what was ended since. */
export async function watchDriven(directory: string): Promise<() => Promise<void>> {
  if (!isTraced) return () => Promise.resolve();
  // It runs already: this finds it.
  const { url } = await startEmbeddedPostgres({ directory });
  const database = connect(url, { role: 'owner', max: 1 });
  const past = await lastRecord(database);
  return async () => {
    const endings = await findEndings(database, past);
    await database.close();
    const written = spans();
    const isWritten = ({ recordedMs }: Ending): boolean =>
      written.some(([from, to]) => from <= recordedMs && recordedMs <= to);
    traceDriven('browser', endings, isWritten);
    traceMissed(endings, isWritten, written);
  };
}

/** Says of what was ended, and by no page, how far it lies from what pages wrote: whether nobody did it on a page, or the clocks disagree. */
function traceMissed(
  endings: readonly Ending[],
  isWritten: (ending: Ending) => boolean,
  written: readonly Span[],
): void {
  for (const ending of endings.filter((one) => !isWritten(one))) {
    const { definition, stage, role, recordedMs } = ending;
    const away = written.map(([from, to]) => (recordedMs < from ? from - recordedMs : recordedMs - to));
    trace('missed', `${definition} ${stage} by ${role}: ${String(Math.round(Math.min(...away)))} ms away`);
  }
}
