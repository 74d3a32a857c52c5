/** Fujie itself as a process of its own for a benchmark: `app-server.ts DATABASE_URL PORT DATA_DIR`. */
import { buildApp } from '../apps/server/src/app.ts';
import { createDeps } from '../apps/server/src/compose.ts';
import { systemClock } from '../apps/server/src/platform/clock/clock.ts';
import { loadConfig } from '../apps/server/src/platform/config/config.ts';
import { openStore } from '../apps/server/src/platform/db/store.ts';

const [databaseUrl = '', port = '0', dataDir = ''] = process.argv.slice(2);
const config = { ...loadConfig({ FUJIE_DATA_DIR: dataDir, FUJIE_PORT: port, FUJIE_LOG_LEVEL: 'error' }), pool: 32 };
const { deps } = await createDeps(config, { store: openStore(databaseUrl, { max: config.pool }), clock: systemClock });
const app = await buildApp(deps);
await app.listen({ host: '127.0.0.1', port: Number(port) });
process.stdout.write('ready\n');
