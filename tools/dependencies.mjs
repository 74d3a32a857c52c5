/** Whether everything that is depended upon may be, by licence and by what it runs when it is installed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { faultsOfDependencies } from './lib/dependencies.mjs';
import { ROOT, say } from './lib/terminal.mjs';

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const faults = faultsOfDependencies(lock.packages);
for (const fault of faults) say(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
