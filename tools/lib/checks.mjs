/** What is checked without running the product: types, lint, layout, boundaries, generated files, dead code. */
import { availableParallelism } from 'node:os';

import { bold, green, red, runNode, say, sayTable } from './terminal.mjs';

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {string} script
 * @property {readonly string[]} args
 *
 * @typedef {object} Checked
 * @property {string} name
 * @property {boolean} isGood
 * @property {number} seconds
 */

/** What must do without the types of Node; everything else is compiled once, by the linter, which needs its types anyway. */
const PURE = [
  'packages/core/tsconfig.pure.json',
  'packages/packs/tsconfig.pure.json',
  'packages/wire/tsconfig.pure.json',
];

/** Longest first, so that two cores finish together. @type {readonly Check[]} */
const CHECKS = [
  { name: 'lint and types', script: 'node_modules/oxlint/bin/oxlint', args: ['--threads', '1', '--type-check', '.'] },
  ...PURE.map((file) => ({
    name: `types ${file
      .replace(/[/.]?(tsconfig|json)[.]?/g, ' ')
      .replace(/ +/g, ' ')
      .trim()}`,
    script: 'node_modules/typescript-native/bin/tsc',
    // As many programs run at once as there are processors: each needs but one.
    args: ['-p', file, '--checkers', '1'],
  })),
  {
    name: 'boundaries',
    script: 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['--output-type', 'err-long', 'packages', 'apps', 'e2e', 'bench', 'tools', 'vitest.config.ts'],
  },
  { name: 'layout', script: 'tools/layout.mjs', args: [] },
  { name: 'dead code', script: 'tools/exports.mjs', args: [] },
  { name: 'lock file', script: 'tools/lock.mjs', args: [] },
  { name: 'dependencies', script: 'tools/dependencies.mjs', args: [] },
  { name: 'generated files', script: 'tools/gen.mjs', args: ['--check'] },
];

/**
 * Runs every check, as many at once as there are processors, and says what each found. Beside others it takes the time that they leave.
 *
 * @param {{ isBesideOthers?: boolean }} [options]
 * @returns {Promise<readonly Checked[]>}
 */
export async function runChecks({ isBesideOthers = false } = {}) {
  const waiting = [...CHECKS];
  /** @type {Map<string, Checked>} */
  const done = new Map();
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const { name } = check;
      const { code, output, seconds } = await runNode(check.script, check.args, { isPatient: isBesideOthers });
      done.set(name, { name, isGood: code === 0, seconds });
      say(`${code === 0 ? green('✓') : red('✗')} ${name} (${seconds.toFixed(1)} s)`);
      if (code !== 0) say(output.trimEnd());
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, Math.min(4, availableParallelism())) }, work));
  return CHECKS.flatMap(({ name }) => done.get(name) ?? []);
}

/** @param {readonly Checked[]} checks */
export function sayChecks(checks) {
  say(`\n${bold('Check')}`);
  sayTable(checks.map((c) => [c.name, c.isGood ? green('good') : red('FAULTY'), `${c.seconds.toFixed(1)} s`]));
}
