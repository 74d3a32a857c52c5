/**
 * A process that settles loops, finds whom to tell, sends, and records what it is given, without pause, until it is ended:
 * `loop-worker.ts DATABASE_URL SECRET NOW JURISDICTION`. Its clock is what its parent last sent.
 */
import type { Instant } from '@fujie/core/kernel';
import { must, parseInstant } from '@fujie/core/kernel';

import { createDeps } from '../src/compose.ts';
import { createChannels } from '../src/notify/channels/channels.ts';
import { sendDue } from '../src/notify/send.ts';
import { tellReaders } from '../src/notify/told.ts';
import { fixedClock } from '../src/platform/clock/clock.ts';
import { loadConfig } from '../src/platform/config/config.ts';
import { openStore } from '../src/platform/db/store.ts';
import { settleDue } from '../src/platform/loops/loops.ts';
import type { Sent } from './loop-tasks.ts';
import { carryOut } from './loop-tasks.ts';

/** Small, so that many transactions are under way when it is killed. */
const BATCH = 5;

const [databaseUrl = '', secret = '', now = '', jurisdiction = ''] = process.argv.slice(2);
const config = loadConfig({
  FUJIE_DATABASE_URL: databaseUrl,
  FUJIE_SECRET: secret,
  FUJIE_LOG_LEVEL: 'silent',
  FUJIE_JURISDICTION: jurisdiction,
  FUJIE_PRIVATE_HOSTS: '127.0.0.1',
});
const clock = fixedClock(must(parseInstant(now)));
const store = await openStore(databaseUrl, config, { max: 4 });
const { deps } = await createDeps(config, { store, clock });
const channels = createChannels(config);
process.on('message', (sent: Sent) => {
  if ('now' in sent) clock.set(sent.now as Instant);
  else
    void carryOut(deps, store.worker, sent).then(
      (answer) => process.send?.({ name: sent.name, answer }),
      (error: unknown) => process.send?.({ name: sent.name, fault: String(error) }),
    );
});
process.send?.('ready');
for (;;) {
  await settleDue(deps, BATCH);
  await tellReaders(deps, BATCH);
  await sendDue(deps, channels, 1);
  // Whoever has nothing to do lets the clock and what is to be recorded be heard.
  await new Promise((resolve) => setTimeout(resolve, 2));
}
