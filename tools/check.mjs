/** `npm run check`: everything that can be said of the tree without running the product. */
import { runChecks, sayChecks } from './lib/checks.mjs';
import { ensureInstalled, requireNode } from './lib/machine.mjs';
import { say } from './lib/terminal.mjs';

requireNode();
await ensureInstalled();
const checks = await runChecks();
sayChecks(checks);
const faulty = checks.filter((check) => !check.isGood).length;
say(
  faulty === 0
    ? '\nAll good.'
    : `\n${faulty} of ${checks.length} found something; \`npm run fix\` mends what a machine can.`,
);
process.exitCode = faulty === 0 ? 0 : 1;
