/** A place, or a case, that the demonstration does not show: a server with the same pages that holds only what a journey puts into it, at its own hour. */
import type { Browser } from 'playwright-core';

import type { TestApp, TestAppOptions } from '../../apps/server/src/platform/testing/app.ts';
import { startTestApp } from '../../apps/server/src/platform/testing/app.ts';
import { freePort } from './stack.ts';
import type { Visit } from './visit.ts';
import { openVisit } from './visit.ts';

export interface Place {
  readonly server: TestApp;
  /** The page of somebody who is signed in there. */
  visit(browser: Browser, ...who: Parameters<TestApp['as']>): Promise<Visit>;
  close(): Promise<void>;
}

/** Starts it on the cluster whose administrative database stands at this address. */
export async function startPlace(adminUrl: string, options: TestAppOptions): Promise<Place> {
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const server = await startTestApp(adminUrl, { ...options, publicUrl: url, way: 'browser' });
  await server.app.listen({ host: '127.0.0.1', port });
  return {
    server,
    visit: async (browser, ...who) => {
      const visit = await openVisit(browser, undefined, undefined, url);
      const [name = '', value = ''] = (await server.as(...who))['cookie']?.split('=') ?? [];
      await visit.page.context().addCookies([{ name, value, url }]);
      return visit;
    },
    close: () => server.close(),
  };
}
