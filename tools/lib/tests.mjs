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

/** Tells of errors outside of every test, which the report of Vitest leaves out. */
const OUTSIDE = join(ROOT, 'tools/lib/outside.mjs');

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
 * tests, a file whose hooks failed did not end as it should, an error outside of every test is nobody's: all are failures, so that nothing
 * is left out in silence.
 *
 * @param {any} report
 * @param {number} exitCode
 * @param {readonly string[]} [outside] errors that no test waited for
 */
export function countReport(report, exitCode, outside = []) {
  const files = report.testResults ?? [];
  const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
  const failed = (report.numFailedTests ?? 0) + files.filter(failedAsAFile).length + skipped + outside.length;
  const isSilentFault = exitCode !== 0 && failed === 0;
  const failing = [...files.flatMap(listFailing), ...outside.map((why) => `outside of every test · ${why}`)];
  const faulty = files.filter((/** @type {any} */ f) => listFailing(f).length > 0);
  return {
    ...{ passed: report.numPassedTests ?? 0, failed: isSilentFault ? 1 : failed, skipped, failing },
    failingFiles: /** @type {string[]} */ (faulty.map((/** @type {any} */ f) => relative(ROOT, f.name ?? ''))),
    passedBeside: faulty.flatMap((/** @type {any} */ f) => f.assertionResults).filter(isPassed).length,
  };
}

const isPassed = (/** @type {any} */ test) => test.status === 'passed';

/** Did not load, or failed in a hook: none of its tests failed. */
const failedAsAFile = (/** @type {any} */ file) =>
  file.status === 'failed' && file.assertionResults.every((/** @type {any} */ test) => test.status !== 'failed');

/** A test, or a file, of which a line tells. */
const testOf = (/** @type {string} */ line) => line.split(' · ').slice(0, 2).join(' · ');

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
  const failedAgain = second.failed === 0 ? [] : (second.failing ?? failing);
  const unsteady = failing.filter((line) => !failedAgain.some((again) => testOf(again) === testOf(line)));
  return {
    ...{ name, passed: passed - passedBeside + second.passed, failed: second.failed },
    seconds: seconds + second.seconds,
    ...(failedAgain.length === 0 ? {} : { failing: failedAgain }),
    ...(unsteady.length === 0 ? {} : { unsteady }),
  };
}

/** @param {any} file @returns {string[]} what did not pass in it, each with the first line of why */
function listFailing(file) {
  const name = relative(ROOT, file.name ?? '');
  const tests = file.assertionResults.filter((/** @type {any} */ test) => !isPassed(test));
  if (failedAsAFile(file)) tests.push({ failureMessages: [file.message] });
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
  const { failingFiles, passedBeside, outside, ...first } = await runOnce(name, [...args, ...under], options);
  // What is drawn at random and does not hold is wrong, though the next draw misses it; what is of no file cannot be run again.
  const isOnceEnough = name === 'property' || outside > 0 || failingFiles.length > FEW_FILES;
  if (failingFiles.length === 0 || isOnceEnough) return first;
  const again = async () => {
    say(`\n${bold(name)}: what failed, once more`);
    const second = await runOnce(name, [...args, ...failingFiles], options);
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
  const outsideFile = join(scratch, 'outside.json');
  try {
    const { code, output, seconds } = await runNode(
      'node_modules/vitest/vitest.mjs',
      ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, `--reporter=${OUTSIDE}`],
      { live: isLive, env: { TZ: 'UTC', FUJIE_OUTSIDE: outsideFile, ...env } },
    );
    if (!isLive) say(`\n${bold(name)}\n${output.trimEnd()}`);
    const outside = readReport(outsideFile, []);
    const { skipped, ...counted } = countReport(readReport(file, {}), code, outside);
    if (skipped > 0) say(`${skipped} skipped: what cannot run is a failure here; make it run, or remove it.`);
    if (counted.passed + counted.failed === 0)
      return { ...couldNotRun(name, 'No test was found.'), failingFiles: [], passedBeside: 0, outside: 0 };
    return { name, seconds, ...counted, outside: outside.length };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @param {string} file @param {object} empty what it says if Vitest ended before it was written @returns {any} */
function readReport(file, empty) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return empty;
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
