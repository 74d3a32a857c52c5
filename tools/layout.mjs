/** Whether everything is laid out. Prettier decides, and is asked only where the native formatter, which takes a second, would differ. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ROOT, runNode, say } from './lib/terminal.mjs';

const folder = mkdtempSync(join(tmpdir(), 'fujie-layout-'));
const config = join(folder, 'config.json');
const ours = JSON.parse(readFileSync(join(ROOT, '.prettierrc.json'), 'utf8'));
writeFileSync(config, JSON.stringify({ ...ours, sortPackageJson: false }));
const first = await runNode('node_modules/oxfmt/bin/oxfmt', ['-c', config, '--threads', '1', '--list-different', '.']);
rmSync(folder, { recursive: true });

const doubtful = first.output.split('\n').filter((line) => line !== '');
// It ends with 1 when it would lay out something otherwise, and names it.
const isAnswered = first.code === 0 || (first.code === 1 && doubtful.length > 0);
const second = isAnswered
  ? await runNode('node_modules/prettier/bin/prettier.cjs', [
      ...['--check', '--log-level', 'warn', '--ignore-unknown'],
      ...(doubtful.length > 0 ? doubtful : ['package.json']),
    ])
  : first;
if (second.code !== 0) say(second.output.trimEnd());
process.exitCode = second.code;
