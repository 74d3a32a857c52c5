/** Whether `npm ci` would accept the lock file, and whether it names packages without the address they came from. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT, run, say } from './lib/terminal.mjs';

const { code, output } = await run('npm', [
  'ci',
  '--dry-run',
  '--offline',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
]);
if (code !== 0) {
  say(`package.json and package-lock.json do not agree: run \`npm install\` and commit both.\n${output}`);
}
const addresses = readFileSync(join(ROOT, 'package-lock.json'), 'utf8').match(/"resolved": "https?:[^"]*"/g) ?? [];
if (addresses.length > 0) {
  say(
    `package-lock.json names a registry ${addresses.length} times; .npmrc says it should not: npm install --package-lock-only`,
  );
}
process.exitCode = code === 0 && addresses.length === 0 ? 0 : 1;
