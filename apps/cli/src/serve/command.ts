/** `fujie serve`: the embedded or given database, migrations, the demonstration if asked, and the server. */
import type { Day } from '@fujie/core/kernel';
import { dayOf, daysBetween } from '@fujie/core/kernel';
import { buildApp } from '@fujie/server/app';
import { startAuditJobs } from '@fujie/server/audit';
import { createDeps } from '@fujie/server/compose';
import { startLate } from '@fujie/server/late';
import { startDicom } from '@fujie/server/dicom';
import { startMllp } from '@fujie/server/mllp';
import type { Config, EmbeddedPostgres } from '@fujie/server/platform';
import {
  connect,
  loadConfig,
  migrate,
  onceADay,
  openStore,
  startEmbeddedPostgres,
  startJob,
  systemClock,
} from '@fujie/server/platform';
import { startNightly } from '@fujie/server/registers';
import {
  startHolds,
  startMeasuredMonths,
  startObligations,
  startPatientControl,
  startVerification,
} from '@fujie/server/laboratory';
import { startSamples } from '@fujie/server/duties';
import { startReturns } from '@fujie/server/statistics';
import { startAdverseEvents } from '@fujie/server/adverse-events';
import { startOrganisation } from '@fujie/server/organisation';
import { startAuthorityDuties } from '@fujie/server/inspection';
import { startLoops } from '@fujie/server/loops';
import { startNotify } from '@fujie/server/notify';
import { startWatch } from '@fujie/server/watch';
import type { Command } from 'commander';

import { DEMO_PATIENT, wholeNumber } from '../simulate/command.ts';
import { keepDemonstration } from './demonstration.ts';
import { demonstrationAccounts } from './demonstration-accounts.ts';
import { lockDataDir, requireFreePort } from './guards.ts';
import type { Parts } from './shutdown.ts';
import { createShutdown, stopParts } from './shutdown.ts';

/** Whoever looks at the demonstration has no authenticator app at hand, and not the telephone of its patient. */
const DEMONSTRATION_ENVIRONMENT = {
  FUJIE_SECOND_FACTOR_ROLES: 'none',
  FUJIE_PATIENT_CODES: 'demonstration',
  ...process.env,
};

interface ServeOptions {
  readonly demo?: boolean;
  readonly persons: number;
  readonly days: number;
  readonly seed: number;
}

export function registerServeCommand(program: Command): void {
  program
    .command('serve')
    .description('start the server (启动服务)')
    .option('--demo', 'load the demonstration region into an empty database and print its accounts (加载演示数据)')
    .option('--persons <n>', 'persons of the demonstration (演示人数)', wholeNumber, 150)
    .option('--days <n>', 'days of life of the demonstration (演示天数)', wholeNumber, 60)
    .option('--seed <n>', 'seed of the demonstration (随机种子)', wholeNumber, 1)
    .addHelpText('after', '\nConfiguration comes from the environment; `fujie config` lists every key.')
    .action(async (options: ServeOptions) => {
      await serve(loadConfig(options.demo === true ? DEMONSTRATION_ENVIRONMENT : process.env), options);
    });
}

async function serve(config: Config, options: ServeOptions): Promise<void> {
  const parts: Parts = [];
  const state = { isStopping: false };
  const stopAll = (): Promise<void> => {
    state.isStopping = true;
    return stopParts(parts);
  };
  const stop = createShutdown({ stopAll, exit: (code) => process.exit(code), say, now: () => performance.now() });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));
  // Whoever read what is said may have gone, as with `| head`: the server goes on, and can still be stopped in order.
  process.stdout.on('error', () => undefined);
  try {
    await startParts(config, options, parts, () => {
      if (!state.isStopping) void stop(DATABASE_ENDED, 1);
    });
  } catch (error) {
    if (state.isStopping) return;
    await stopAll();
    throw error;
  }
}

const DATABASE_ENDED =
  'The embedded database has ended unexpectedly; start again to recover it (内嵌数据库意外终止，请重新启动，数据库将自行恢复)';

async function startParts(
  config: Config,
  options: ServeOptions,
  parts: Parts,
  onDatabaseEnded: () => void,
): Promise<void> {
  const started = Date.now();
  await requireFreePort(config.host, config.port);
  if (config.databaseUrl === null) parts.push(lockDataDir(config.dataDir));
  const url = config.databaseUrl ?? (await startDatabase(config, parts, onDatabaseEnded));
  const owner = connect(url, { role: 'owner', max: 2 });
  const applied = await migrate(owner);
  await owner.close();
  say(
    applied.length > 0
      ? `Database: ${String(applied.length)} migrations applied (数据库已升级).`
      : 'Database: up to date (数据库已是最新).',
  );
  const store = await openStore(url, config, { max: config.pool });
  parts.push(() => store.close());
  const { deps, close } = await createDeps(config, { store, clock: systemClock });
  parts.push(close);
  if (options.demo === true) {
    const { persons, days, seed } = options;
    const keep = (): Promise<Day> => keepDemonstration(deps, { persons, days, seed }, progress);
    const today = dayOf(systemClock.now());
    sayAge(await keep(), today);
    // A demonstration that runs across the end of a month would otherwise lose its marks.
    const keeping = startJob(
      deps,
      { failed: 'the demonstration could not be carried on', everyMs: HOUR_MS },
      onceADay(deps, keep, today),
    );
    parts.push(() => keeping.stop());
  }
  // Its schemas are compiled in one go, for seconds: what waits for a connection meanwhile would be told that there is none.
  const app = await buildApp(deps);
  await app.ready();
  const late = startLate(deps);
  parts.push(() => late.stop());
  const measured = startMeasuredMonths(deps);
  parts.push(() => measured.stop());
  const obligations = startObligations(deps);
  parts.push(() => obligations.stop());
  const holds = startHolds(deps);
  parts.push(() => holds.stop());
  const patientControl = startPatientControl(deps);
  parts.push(() => patientControl.stop());
  const verification = startVerification(deps);
  parts.push(() => verification.stop());
  const organisation = startOrganisation(deps);
  parts.push(() => organisation.stop());
  const loops = startLoops(deps);
  parts.push(() => loops.stop());
  const returns = startReturns(deps);
  parts.push(() => returns.stop());
  const authorityDuties = startAuthorityDuties(deps);
  parts.push(() => authorityDuties.stop());
  const samples = startSamples(deps);
  parts.push(() => samples.stop());
  const notify = startNotify(deps);
  parts.push(() => notify.stop());
  const adverseEvents = startAdverseEvents(deps);
  parts.push(() => adverseEvents.stop());
  const nightly = startNightly(deps);
  parts.push(() => nightly.stop());
  const auditJobs = startAuditJobs(deps);
  parts.push(() => auditJobs.stop());
  const watch = startWatch(deps);
  parts.push(() => watch.stop());
  for (const start of [startMllp, startDicom]) {
    const listener = await start(deps);
    if (listener !== null) parts.push(() => listener.close());
  }
  parts.push(() => app.close());
  await app.listen({ host: config.host, port: config.port });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  say(`\nFujie 符节  http://localhost:${String(port)}   (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (options.demo === true) sayAccounts(config);
  say('\nCtrl-C stops everything (按 Ctrl-C 停止).');
}

const HOUR_MS = 3_600_000;

async function startDatabase(config: Config, parts: Parts, onEnded: () => void): Promise<string> {
  say(`Database: embedded PostgreSQL in ${config.dataDir} (内嵌数据库)`);
  const embedded: EmbeddedPostgres = await startEmbeddedPostgres({ directory: config.dataDir });
  embedded.onEnded(onEnded);
  parts.push(() => embedded.stop());
  return embedded.url;
}

/** The reports of a demonstration grow old; after this many days its tour no longer shows what it should. */
const FRESH_DAYS = 2;

function sayAge(loadedOn: Day, today: Day): void {
  const days = daysBetween(loadedOn, today);
  if (days <= FRESH_DAYS) return;
  say(
    `Demonstration: loaded on ${loadedOn}; its reports are ${String(days)} days older by now. For fresh ones, set FUJIE_DATA_DIR to a new folder (演示数据加载于 ${loadedOn}，报告已旧 ${String(days)} 天；如需新的，请将 FUJIE_DATA_DIR 设为新目录).`,
  );
}

let lastProgress = '';

/** One line that advances on a terminal, one line per tenth elsewhere. */
function progress(text: string, done: number, total: number): void {
  const line = `Demonstration: ${text} ${String(Math.floor((100 * done) / Math.max(1, total)))}%`;
  if (line === lastProgress) return;
  lastProgress = line;
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${line}${done >= total ? '\n' : ''}`);
  else if (done >= total || Math.floor((10 * done) / total) !== Math.floor((10 * (done - 1)) / total)) say(line);
}

function sayAccounts(config: Config): void {
  say('\nAccounts of the demonstration (演示账号):');
  for (const { labelZh, labelEn, kind, username, secret } of demonstrationAccounts(config)) {
    const name = kind === 'person' ? username : 'token';
    say(`  ${labelZh.padEnd(10, '　')} ${name.padEnd(12)} ${secret.padEnd(35)}  ${labelEn}`);
  }
  const { name, known } = DEMO_PATIENT;
  say(`Patient (演示患者): /my  ${name}  ${known.residentId}; the page shows the code (验证码显示在页面上)`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
