/** Which stages of loops 闭环 the journeys really ended on the demonstration: by what a page wrote, not by what a test asked the server itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Page } from 'playwright-core';

import { connect } from '../../apps/server/src/platform/db/database.ts';
import { startEmbeddedPostgres } from '../../apps/server/src/platform/embedded/embedded-postgres.ts';
import { findEndings, lastRecord, traceDriven } from '../../apps/server/src/platform/testing/driven.ts';
import { isTraced, trace, traceFile } from '../../apps/server/src/platform/testing/traces.ts';

type Span = readonly [fromMs: number, toMs: number];

/** By so much the clock of the browser may be ahead of that of the server; nobody asks the server itself so shortly before a page writes. */
const AHEAD_MS = 500;

/**
 * Writes down from when to when a page wrote something: whatever the server recorded meanwhile came from it. An answer that has begun is enough:
 * of one that nobody reads to its end, since the page goes on, the end is never told.
 */
export function watchWriting(page: Page): void {
  if (!isTraced) return;
  page.on('response', (response) => {
    const request = response.request();
    if (request.method() === 'GET' || !request.url().includes('/api/')) return;
    const span: Span = [request.timing().startTime - AHEAD_MS, Date.now()];
    trace('written', JSON.stringify(span));
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
    traceDriven('browser', endings, ({ recordedMs }) =>
      written.some(([from, to]) => from <= recordedMs && recordedMs <= to),
    );
  };
}
