/** `npm run gen`: makes every generated file; with `--check` says which of them are not what their sources make. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { GENERATORS } from './generators.mjs';
import { ensureInstalled, requireNode } from './lib/machine.mjs';
import { ROOT, run, say } from './lib/terminal.mjs';

requireNode();
await ensureInstalled();

const isCheck = process.argv.includes('--check');
const scratch = mkdtempSync(join(tmpdir(), 'fujie-gen-'));
const read = (/** @type {string} */ file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
let faults = 0;

try {
  for (const { output, command } of GENERATORS) {
    const target = join(ROOT, output);
    const made = isCheck ? join(scratch, basename(output)) : target;
    const before = read(target);
    const { code, output: text } = await run(process.execPath, command(made));
    if (code !== 0) {
      faults += 1;
      say(`${output}: its generator failed\n${text}`);
    } else if (isCheck && read(made) !== before) {
      faults += 1;
      say(`${output} is not what its sources make: run \`npm run gen\` and commit the difference with its cause.`);
    } else {
      say(`${output}  ${isCheck || read(made) === before ? 'unchanged' : 'written'}`);
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = faults === 0 ? 0 : 1;
