/**
 * `npm test`: everything, on a machine that may have nothing yet. Every page for every role in a browser, then what people do there, live;
 * beside it each other kind of test, told when it is through; beside both the checks, which take the time that those wait. A file or two that
 * failed are run once more by themselves, and named if they pass then. Then what the tests left behind
 * is searched for personal data, and for stages of loops that nobody ended; at the end one table, and `N passed, N failed` as the last line. What cannot run counts as failed
 * and says what helps.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runChecks, sayChecks } from './lib/checks.mjs';
import { checkDriven } from './lib/driven.mjs';
import { searchLeaks } from './lib/leaks.mjs';
import { ensureBrowser, ensureInstalled, requireNode } from './lib/machine.mjs';
import { buildPages } from './lib/pages.mjs';
import { bold, green, red, say, sayTable } from './lib/terminal.mjs';
import { couldNotRun, runCounted, runVitest } from './lib/tests.mjs';

/** The core must give the same answers wherever its machine believes it is. */
const OTHER_ZONES = ['Asia/Shanghai', 'America/St_Johns'];

/** Logs, addresses, metrics and errors of all tests, searched at the end for personal data; what they ended of loops. */
const traces = mkdtempSync(join(tmpdir(), 'fujie-traces-'));
process.env['FUJIE_TRACES'] = traces;

requireNode();
await ensureInstalled();
const browserRemedy = await ensureBrowser();

/** Beside a browser, which keeps one processor of two busy. */
const ONE_WORKER = ['--maxWorkers', '1'];

// The checks take what the others leave. Browser and database are on servers of their own.
const checking = runChecks({ isBesideOthers: true });
const isBuilt = browserRemedy === undefined && (await buildPages());
const [browsed, others] = await Promise.all([runBrowser('browser'), runOthers()]);
const checks = await checking;
sayChecks(checks);
/** @type {import('./lib/tests.mjs').Stage[]} */
const stages = [];
for (const stage of [browsed, ...others]) stages.push((await stage.again?.()) ?? stage);
stages.unshift({
  name: 'check',
  passed: checks.filter((check) => check.isGood).length,
  failed: checks.filter((check) => !check.isGood).length,
  seconds: checks.reduce((sum, check) => sum + check.seconds, 0),
});

const searched = searchLeaks('personal data in logs, addresses, metrics, errors', traces);
stages.push(searched, await checkDriven('loops driven in a browser, and through the wire', traces));
if (searched.failed === 0) rmSync(traces, { recursive: true, force: true });

const suites = process.env['FUJIE_SUITES'];
if (suites !== undefined && suites !== '') stages.push(await runSuite(suites));

const passed = stages.reduce((sum, stage) => sum + stage.passed, 0);
const failed = stages.reduce((sum, stage) => sum + stage.failed, 0);
say(`\n${bold('Test')}`);
sayTable(
  stages.map((stage) => [
    stage.name,
    green(`${stage.passed} passed`),
    stage.failed > 0 ? red(`${stage.failed} failed`) : '0 failed',
    `${stage.seconds.toFixed(1)} s`,
  ]),
);
for (const { name, failing = [] } of stages) for (const test of failing) say(`${red('✗')} ${name} · ${test}`);
for (const { name, unsteady = [] } of stages)
  for (const test of unsteady) say(`unsteady: failed beside others, passed by itself: ${name} · ${test}`);
for (const stage of stages) if (stage.remedy) say(`\n${stage.name}: ${stage.remedy}`);
say('');
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/**
 * Every page for every role, then what people do on the demonstration, told live as it goes; or what they do on servers that hold only what
 * a journey puts there.
 *
 * @param {'browser' | 'places'} name
 */
async function runBrowser(name) {
  if (browserRemedy !== undefined) return couldNotRun(name, browserRemedy);
  if (!isBuilt) return couldNotRun(name, 'The pages could not be built: see above.');
  return runVitest(name, ['--project', name], { isLive: name === 'browser' });
}

/** All that needs no demonstration; each is told when it is through, so that what a failure says stands together. */
async function runOthers() {
  const stages = [await runVitest('database', ['--project', 'database', ...ONE_WORKER])];
  for (const project of ['unit', 'property', 'wire'])
    stages.push(await runVitest(project, ['--project', project, ...ONE_WORKER]));
  for (const zone of OTHER_ZONES) {
    const args = ['--project', 'unit', '--project', 'wire', ...ONE_WORKER];
    stages.push(await runVitest(`packages in ${zone}`, args, { env: { TZ: zone }, under: ['packages'] }));
  }
  stages.push(await runBrowser('places'));
  return stages;
}

/** @param {string} folder of public test suites, by the name of their standard */
async function runSuite(folder) {
  const cdsHooks = join(folder, 'cds-hooks');
  const name = 'public suite of CDS Hooks';
  if (!existsSync(cdsHooks)) return couldNotRun(name, `FUJIE_SUITES names ${folder}, which has no folder cds-hooks.`);
  return runCounted(name, ['conform', 'cds-hooks', cdsHooks]);
}
