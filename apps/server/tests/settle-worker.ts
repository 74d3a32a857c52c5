/**
 * A process that settles loops that are due, without pause, until it is ended: `settle-worker.ts DATABASE_URL SECRET NOW`. Its
 * clock is what its parent last sent.
 */
import type { Instant } from '@fujie/core/kernel';
import { must, parseInstant } from '@fujie/core/kernel';

import { createDeps } from '../src/compose.ts';
import { fixedClock } from '../src/platform/clock/clock.ts';
import { loadConfig } from '../src/platform/config/config.ts';
import { openStore } from '../src/platform/db/store.ts';
import { settleDue } from '../src/platform/loops/loops.ts';

/** Small, so that many transactions are under way when it is killed. */
const BATCH = 5;

const [databaseUrl = '', secret = '', now = ''] = process.argv.slice(2);
const config = loadConfig({
  FUJIE_DATABASE_URL: databaseUrl,
  FUJIE_SECRET: secret,
  FUJIE_LOG_LEVEL: 'silent',
  FUJIE_JURISDICTION: 'taiyuan',
});
const clock = fixedClock(must(parseInstant(now)));
process.on('message', (sent: Instant) => {
  clock.set(sent);
});
const store = await openStore(databaseUrl, config, { max: 2 });
const { deps } = await createDeps(config, { store, clock });
process.send?.('ready');
for (;;) {
  await settleDue(deps, BATCH);
  // Whoever has nothing to do lets the clock be heard.
  await new Promise(setImmediate);
}
