/**
 * `npm start`: from a fresh clone to a running demonstration. Installs and builds what is missing, then hands over to
 * `fujie serve --demo`. Options after `--` are those of `fujie serve`.
 */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

import { ensureInstalled, requireNode } from './lib/machine.mjs';
import { buildPages } from './lib/pages.mjs';
import { ROOT, say } from './lib/terminal.mjs';

/** Written out, so that it can be read before anything is installed; a test compares it with `fujie serve --help`. */
const HELP = `npm start [-- options]      start Fujie with its demonstration region (启动符节及演示数据)

Options
  --persons <n>   persons of the demonstration (default 200)
  --days <n>      days of life of the demonstration (default 60)
  --seed <n>      seed of the demonstration (default 1)
  -h, --help      this help

Environment (all keys: npx fujie config)
  FUJIE_PORT           port to listen on (8080)
  FUJIE_DATA_DIR       folder of the embedded database
  FUJIE_DATABASE_URL   use this PostgreSQL 15 or later instead of the embedded one
`;

const options = process.argv.slice(2);
requireNode();
if (options.includes('--help') || options.includes('-h')) {
  say(HELP);
  process.exit(0);
}
await ensureInstalled();
if (!(await buildPages())) process.exit(1);

// As the first line of the command itself says.
const FUJIE = ['--max-semi-space-size=64', resolve(ROOT, 'apps/cli/bin/fujie.mjs')];
// In a process group of its own, the server does not hear the terminal's Ctrl-C: npm, this script and the terminal
// would otherwise tell it up to three times. It hears once, from here; a second Ctrl-C after a while is passed on too.
const server = spawn(process.execPath, [...FUJIE, 'serve', '--demo', ...options], {
  cwd: ROOT,
  stdio: 'inherit',
  detached: true,
});
const SAME_SIGNAL_WITHIN_MS = 1000;
let lastTold = -Infinity;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    const now = performance.now();
    if (now - lastTold < SAME_SIGNAL_WITHIN_MS) return;
    lastTold = now;
    server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  });
}
server.on('error', (error) => {
  say(`The server could not be started: ${error.message}`);
  process.exit(1);
});
server.on('exit', (code, signal) => {
  if (code === null) say(`The server was ended by ${signal ?? 'an unknown signal'}.`);
  process.exit(code ?? 1);
});
