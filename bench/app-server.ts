/** Fujie itself as a process of its own for a benchmark: `app-server.ts DATABASE_URL PORT DATA_DIR [without-audit]`. */
import { buildApp } from '../apps/server/src/app.ts';
import { createDeps } from '../apps/server/src/compose.ts';
import { systemClock } from '../apps/server/src/platform/clock/clock.ts';
import { loadConfig } from '../apps/server/src/platform/config/config.ts';
import { openStore } from '../apps/server/src/platform/db/store.ts';

const [databaseUrl = '', port = '0', dataDir = '', audit = ''] = process.argv.slice(2);
const config = { ...loadConfig({ FUJIE_DATA_DIR: dataDir, FUJIE_PORT: port, FUJIE_LOG_LEVEL: 'error' }), pool: 32 };
const { deps } = await createDeps(config, {
  store: await openStore(databaseUrl, config, { max: config.pool }),
  clock: systemClock,
});
const NO_AUDIT = { record: () => Promise.resolve(0), hasRecorded: () => true, drain: () => Promise.resolve() };
const app = await buildApp(audit === 'without-audit' ? { ...deps, audit: NO_AUDIT } : deps);
await app.listen({ host: '127.0.0.1', port: Number(port) });
process.stdout.write('ready\n');
