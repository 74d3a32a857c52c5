import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

import { expect, it } from 'vitest';

const bench = (...args: readonly string[]) =>
  spawnSync(process.execPath, [resolve(import.meta.dirname, 'bench.mjs'), ...args], { encoding: 'utf8' });

it('npm run bench explains itself, and what it does not understand', () => {
  const help = bench('--help');
  expect([help.status, help.stderr]).toEqual([0, '']);
  expect(help.stdout).toContain('--sizes');
  const wrong = bench('--sizes', 'many');
  expect(wrong.status).toBe(1);
  expect(wrong.stderr).toMatch(/^--sizes takes whole numbers.*--quick/s);
  expect(bench('--fast').stderr).toMatch(/^Unknown option '--fast'.*--quick/s);
});
