// Runs the benchmarks from their sources; every option goes to bench/run.ts.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  ['--max-semi-space-size=64', '--import', 'tsx', 'bench/run.ts', ...process.argv.slice(2)],
  {
    cwd: new URL('..', import.meta.url),
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
