/** Running the tests of a kind and counting what came of them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { ROOT, bold, runNode, say } from './terminal.mjs';

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {number} passed
 * @property {number} failed
 * @property {number} seconds
 * @property {string} [remedy] why it could not run, and what helps
 * @property {readonly string[]} [failing] each test that failed, with the first line of why
 * @property {readonly string[]} [unsteady] each test that failed beside others and passed by itself, with the first line of why
 * @property {() => Promise<Stage>} [again] runs the files that failed once more; what it gives stands in place of this
 */

/** Files that failed are run once more if they are so few: a machine under load fails in few places, a mistake in many. */
const FEW_FILES = 3;

/**
 * A stage that could not run: one failure, with what helps.
 *
 * @param {string} name
 * @param {string} remedy
 * @returns {Stage}
 */
export function couldNotRun(name, remedy) {
  say(`\n${bold(name)}\n${remedy}`);
  return { name, passed: 0, failed: 1, seconds: 0, remedy };
}

/**
 * Counts the report that Vitest wrote. A test that was skipped was not run, a file that did not load ran none of its
 * tests: both are failures, so that nothing is left out in silence.
 *
 * @param {any} report
 * @param {number} exitCode
 */
export function countReport(report, exitCode) {
  const files = report.testResults ?? [];
  const unloaded = files.filter((/** @type {any} */ f) => f.status === 'failed' && f.assertionResults.length === 0);
  const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
  const failed = (report.numFailedTests ?? 0) + unloaded.length + skipped;
  const isSilentFault = exitCode !== 0 && failed === 0;
  const failing = files.flatMap(listFailing);
  const faulty = files.filter((/** @type {any} */ f) => listFailing(f).length > 0);
  return {
    ...{ passed: report.numPassedTests ?? 0, failed: isSilentFault ? 1 : failed, skipped, failing },
    failingFiles: /** @type {string[]} */ (faulty.map((/** @type {any} */ f) => relative(ROOT, f.name ?? ''))),
    passedBeside: faulty.flatMap((/** @type {any} */ f) => f.assertionResults).filter(isPassed).length,
  };
}

const isPassed = (/** @type {any} */ test) => test.status === 'passed';

/**
 * A stage after its files that failed were run once more, by themselves. What passes then is counted as passed and named as unsteady, so that
 * somebody mends it; what fails again has failed.
 *
 * @param {Stage} first
 * @param {number} passedBeside tests of those files that had passed
 * @param {Stage} second
 * @returns {Stage}
 */
export function joinRuns({ name, passed, seconds, failing = [] }, passedBeside, second) {
  const isUnsteady = second.failed === 0;
  return {
    ...{ name, passed: passed - passedBeside + second.passed, failed: second.failed },
    seconds: seconds + second.seconds,
    ...(isUnsteady ? { unsteady: failing } : { failing: second.failing ?? failing }),
  };
}

/** @param {any} file @returns {string[]} what did not pass in it, each with the first line of why */
function listFailing(file) {
  const name = relative(ROOT, file.name ?? '');
  const tests = file.assertionResults.filter((/** @type {any} */ test) => !isPassed(test));
  if (file.status === 'failed' && file.assertionResults.length === 0) tests.push({ failureMessages: [file.message] });
  return tests.map((/** @type {any} */ test) => {
    const [why = ''] = (test.failureMessages?.[0] ?? test.status ?? '').split('\n');
    return [name, test.fullName, why].filter(Boolean).join(' · ');
  });
}

/**
 * Runs Vitest, and counts. What it says is told at the end, in one piece, or live.
 *
 * @param {string} name
 * @param {readonly string[]} args
 * @param {{ isLive?: boolean, env?: Record<string, string>, under?: readonly string[] }} [options] `under`: only files whose paths have this
 * @returns {Promise<Stage>}
 */
export async function runVitest(name, args, { under = [], ...options } = {}) {
  const { failingFiles, passedBeside, ...first } = await runOnce(name, [...args, ...under], options);
  // What is drawn at random and does not hold is wrong, though the next draw misses it.
  const isOnceEnough = name === 'property' || failingFiles.length > FEW_FILES;
  if (failingFiles.length === 0 || isOnceEnough) return first;
  const again = async () => {
    say(`\n${bold(name)}: what failed, once more`);
    const {
      failingFiles: _files,
      passedBeside: _passed,
      ...second
    } = await runOnce(name, [...args, ...failingFiles], options);
    return joinRuns(first, passedBeside, second);
  };
  return { ...first, again };
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 * @param {{ isLive?: boolean, env?: Record<string, string> }} options
 */
async function runOnce(name, args, { isLive = false, env = {} }) {
  if (isLive) say(`\n${bold(name)}`);
  const scratch = mkdtempSync(join(tmpdir(), 'fujie-report-'));
  const file = join(scratch, 'report.json');
  try {
    const { code, output, seconds } = await runNode(
      'node_modules/vitest/vitest.mjs',
      ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
      { live: isLive, env: { TZ: 'UTC', ...env } },
    );
    if (!isLive) say(`\n${bold(name)}\n${output.trimEnd()}`);
    const { skipped, ...counted } = countReport(readReport(file), code);
    if (skipped > 0) say(`${skipped} skipped: what cannot run is a failure here; make it run, or remove it.`);
    if (counted.passed + counted.failed === 0)
      return { ...couldNotRun(name, 'No test was found.'), failingFiles: [], passedBeside: 0 };
    return { name, seconds, ...counted };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @param {string} file @returns {any} an empty report if Vitest ended before it wrote one */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/**
 * Runs a program of ours that ends with `N passed, N failed`, and takes its word.
 *
 * @param {string} name
 * @param {readonly string[]} args arguments for `fujie`
 * @returns {Promise<Stage>}
 */
export async function runCounted(name, args) {
  say(`\n${bold(name)}`);
  const { code, output, seconds } = await runNode('apps/cli/bin/fujie.mjs', args, { tee: true });
  const counts = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  if (!counts) return couldNotRun(name, `It ended with code ${code} and did not say how many passed.`);
  const failed = Number(counts[2]);
  return { name, passed: Number(counts[1]), failed: code !== 0 && failed === 0 ? 1 : failed, seconds };
}
