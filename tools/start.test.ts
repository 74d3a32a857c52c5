import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** The long options that a help text lists. */
function optionsIn(script: string, args: readonly string[]): readonly string[] {
  const text = execFileSync(process.execPath, [resolve(ROOT, script), ...args], { cwd: ROOT, encoding: 'utf8' });
  return [...text.matchAll(/^ +(?:-\w, )?(--[a-z-]+)/gm)].map((match) => match[1] ?? '').sort();
}

it('npm start lists the options that fujie serve takes, without needing it', () => {
  const ofServe = optionsIn('apps/cli/bin/fujie.mjs', ['serve', '--help']).filter((option) => option !== '--demo');
  const ofStart = optionsIn('tools/start.mjs', ['--help']);
  expect(ofStart).toEqual(ofServe);
  expect(ofStart).toContain('--persons');
});
