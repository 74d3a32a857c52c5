/** Whether everything that the tree exports is used. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { deadExports } from './lib/exports.mjs';
import { ROOT, run, say } from './lib/terminal.mjs';

const { output } = await run('git', [
  'ls-files',
  '--cached',
  '--others',
  '--exclude-standard',
  '*.ts',
  '*.tsx',
  '*.mjs',
  '*.js',
  '*.cjs',
]);
const paths = output.split('\n').filter((path) => path !== '' && !path.includes('/fixtures/'));
const dead = deadExports(new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')])));
for (const each of dead) say(`${each} is exported and nothing uses it: remove it.`);
process.exitCode = dead.length === 0 ? 0 : 1;
