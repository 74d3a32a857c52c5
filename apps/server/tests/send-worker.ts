/** A process that sends what is due once: `send-worker.ts DATABASE_URL SECRET NOW SMTP_URL`; its parent kills it while it does. */
import { must, parseInstant } from '@fujie/core/kernel';

import { createDeps } from '../src/compose.ts';
import { createChannels } from '../src/notify/channels/channels.ts';
import { sendDue } from '../src/notify/send.ts';
import { fixedClock } from '../src/platform/clock/clock.ts';
import { loadConfig } from '../src/platform/config/config.ts';
import { openStore } from '../src/platform/db/store.ts';

const [databaseUrl = '', secret = '', now = '', smtp = ''] = process.argv.slice(2);
const config = loadConfig({
  FUJIE_DATABASE_URL: databaseUrl,
  FUJIE_SECRET: secret,
  FUJIE_LOG_LEVEL: 'silent',
  FUJIE_JURISDICTION: 'taiyuan',
  FUJIE_PUBLIC_URL: 'https://fujie.example',
  FUJIE_SMTP_URL: smtp,
  FUJIE_SMTP_FROM: 'fujie@example.org',
});
const store = await openStore(databaseUrl, config, { max: 2 });
const { deps } = await createDeps(config, { store, clock: fixedClock(must(parseInstant(now))) });
await sendDue(deps, createChannels(config));
