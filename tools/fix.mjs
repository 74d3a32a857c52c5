/** `npm run fix`: everything a machine can put right: lint, then layout, then generated files. */
import { ensureInstalled, requireNode } from './lib/machine.mjs';
import { runNode, say } from './lib/terminal.mjs';

requireNode();
await ensureInstalled();

// Named paths restrict the work to them: `npm run fix -- packages/core`.
const paths = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const where = paths.length > 0 ? paths : ['.'];
const steps = [
  { name: 'lint', script: 'node_modules/oxlint/bin/oxlint', args: ['--fix', ...where] },
  {
    name: 'layout',
    script: 'node_modules/prettier/bin/prettier.cjs',
    args: ['--write', '--log-level', 'warn', '--ignore-unknown', ...where],
  },
  ...(paths.length > 0 ? [] : [{ name: 'generated files', script: 'tools/gen.mjs', args: [] }]),
];
let left = 0;
for (const { name, script, args } of steps) {
  say(`${name} …`);
  const { code } = await runNode(script, args, { live: true });
  if (code !== 0) left += 1;
}
say(left === 0 ? 'Nothing is left.' : 'What is listed above needs a person.');
process.exitCode = left === 0 ? 0 : 1;
