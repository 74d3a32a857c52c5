/** A server that listens, for foreign clients that speak HTTP: its address is the one that it tells them. */
import { once } from 'node:events';
import { createServer } from 'node:net';

import type { TestApp, TestAppOptions } from '../src/platform/testing/app.ts';
import { startTestApp } from '../src/platform/testing/app.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Starts it under `host`: two servers of one test have two, as cookies know no ports. */
export async function startListening(
  adminUrl: string,
  options: TestAppOptions = {},
  host = 'localhost',
): Promise<TestApp & { readonly url: string }> {
  for (;;) {
    const port = await freePort();
    const url = `http://${host}:${String(port)}`;
    const server = await startTestApp(adminUrl, { ...options, env: { ...options.env, FUJIE_PUBLIC_URL: url } });
    try {
      await server.app.listen({ host: '127.0.0.1', port });
      return { ...server, url };
    } catch (error) {
      await server.close();
      // Another program took it meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}
