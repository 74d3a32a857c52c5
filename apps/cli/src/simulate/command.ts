/** `fujie simulate`, and the loading of a demonstration region into an empty database. */
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf, parseDay } from '@fujie/core/kernel';
import type { TypedRow } from '@fujie/core/registers';
import { REGISTERS } from '@fujie/core/registers';
import { printCsv, printSheet } from '@fujie/wire/sheet';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';

import type { Consultation } from './consultations.ts';
import type { RegionRegisters, RegisterId } from './entries.ts';
import type { Life, LifeRecord } from './life.ts';
import { generateLife } from './life.ts';
import { changesSince, generateRegion } from './region.ts';
import type { Truth } from './truth.ts';
import type { Jurisdiction } from './world.ts';

export { DEMO_ACCOUNTS, DEMO_PATIENT } from './accounts.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly persons: number;
  readonly days: number;
  readonly jurisdiction: Jurisdiction;
  /** The day that is today in the region; nothing is later. */
  readonly today: Day;
}

/** What loading needs from a server. */
export interface DemonstrationDeps {
  importRegister(register: string, entries: readonly TypedRow[]): Promise<unknown>;
  /** Takes the bundles of one institution, in order. */
  ingest(bundles: Iterable<string>, sender: string): Promise<unknown>;
  /** Places an order of the past and records what the physician did with the answer. */
  consult(consultation: Consultation): Promise<unknown>;
  progress(text: string, done: number, total: number): void;
}

function entriesOf(registers: RegionRegisters, id: string): readonly TypedRow[] {
  return registers[id as RegisterId];
}

/** Fills an empty database with a region and its life. Returns what is true in it. */
export async function loadDemonstration(deps: DemonstrationDeps, options: SimulationOptions): Promise<Truth> {
  deps.progress('生成演示区域 / making the region', 0, 1);
  const region = generateRegion(options.seed, options);
  let done = 0;
  for (const { id, zh } of REGISTERS) {
    deps.progress(`目录 / registers: ${zh}`, done, REGISTERS.length);
    const entries = entriesOf(region.registers, id);
    if (entries.length > 0) await deps.importRegister(id, entries);
    done++;
  }
  deps.progress('目录 / registers', done, REGISTERS.length);
  const life = generateLife(options.seed, region, options);
  await sendAll(deps, life);
  await consultAll(deps, life);
  const changes = [...life.changes()];
  for (const sender of new Set(changes.map((one) => one.sender)))
    await deps.ingest(
      changes.flatMap((one) => (one.sender === sender ? one.bundle : [])),
      sender,
    );
  return life.truth;
}

/** Lets quality control of a loaded region go on from one day to another, so that its marks stay alive. */
export async function continueDemonstration(
  deps: Pick<DemonstrationDeps, 'importRegister'>,
  options: SimulationOptions,
  { since, until }: { readonly since: Day; readonly until: Day },
): Promise<number> {
  const changes = changesSince(
    generateRegion(options.seed, { ...options, until: since }),
    generateRegion(options.seed, { ...options, until }),
  );
  let count = 0;
  for (const { id } of REGISTERS) {
    const entries = changes.get(id as RegisterId) ?? [];
    if (entries.length > 0) await deps.importRegister(id, entries);
    count += entries.length;
  }
  return count;
}

async function sendAll(deps: DemonstrationDeps, life: Life): Promise<void> {
  const total = life.reports.length;
  let sent = 0;
  const bySender = new Map<string, Pick<LifeRecord, 'kind' | 'bundle'>[]>();
  for (const { sender, kind, bundle } of life.records()) {
    const bundles = bySender.get(sender) ?? [];
    bySender.set(sender, bundles);
    bundles.push({ kind, bundle });
  }
  function* counted(bundles: readonly Pick<LifeRecord, 'kind' | 'bundle'>[]): Iterable<string> {
    for (const { kind, bundle } of bundles) {
      if (sent % 50 === 0) deps.progress('检查检验报告 / reports', sent, total);
      yield bundle;
      if (kind === 'report') sent++;
    }
  }
  for (const [sender, bundles] of bySender) await deps.ingest(counted(bundles), sender);
  deps.progress('检查检验报告 / reports', sent, total);
}

/** Orders under way at once: persons and encounters differ, so that they do not wait for each other. */
const AT_ONCE = 4;

async function consultAll(deps: DemonstrationDeps, life: Life): Promise<void> {
  const total = life.consultations.length;
  let done = 0;
  const waiting = life.consultations.values();
  const work = async (): Promise<void> => {
    for (const consultation of waiting) {
      await deps.consult(consultation);
      done++;
      if (done % 20 === 0) deps.progress('既往开单 / orders', done, total);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  deps.progress('既往开单 / orders', done, total);
}

/** Writes a region as files: one csv per register, the bundles one per line, and the truth. */
export async function writeSimulation(directory: string, options: SimulationOptions): Promise<Truth> {
  const region = generateRegion(options.seed, options);
  const life = generateLife(options.seed, region, options);
  mkdirSync(join(directory, 'registers'), { recursive: true });
  for (const definition of REGISTERS) {
    const entries = entriesOf(region.registers, definition.id).map(({ row, from, to }) => ({
      row,
      from,
      to: to ?? null,
      publisher: null,
      document: null,
    }));
    // The byte order mark lets spreadsheets recognise the Chinese text.
    writeFileSync(
      join(directory, 'registers', `${definition.id}.csv`),
      `\ufeff${printCsv(printSheet(definition, entries))}`,
    );
  }
  await pipeline(Readable.from(lines(life)), createWriteStream(join(directory, 'bundles.ndjson')));
  writeFileSync(join(directory, 'truth.json'), `${JSON.stringify(life.truth, null, 2)}\n`);
  return life.truth;
}

function* lines(life: Life): Iterable<string> {
  for (const { bundle } of life.records()) yield `${bundle}\n`;
}

/** Reads an option of the command line that counts something. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError('A whole number from 0 on is needed (应为非负整数).');
  return value;
}

function jurisdictionOf(text: string): Jurisdiction {
  if (text === 'taiyuan' || text === 'sichuan') return text;
  throw new InvalidArgumentError('taiyuan or sichuan is needed (应为 taiyuan 或 sichuan).');
}

function dayArgument(text: string): Day {
  const parsed = parseDay(text);
  if (parsed.ok) return parsed.value;
  throw new InvalidArgumentError('A day written YYYY-MM-DD is needed (应为 YYYY-MM-DD 格式的日期).');
}

/** Today in China. */
function today(): Day {
  return dayOf(Date.now() as Instant);
}

interface SimulateFlags {
  readonly seed: number;
  readonly persons: number;
  readonly days: number;
  readonly jurisdiction: Jurisdiction;
  readonly today?: Day;
  readonly out: string;
}

/** Adds `fujie simulate` to the command line. */
export function registerSimulateCommand(program: Command): void {
  program
    .command('simulate')
    .description('write a demonstration region as files: registers, FHIR bundles, planted truth (生成演示区域)')
    .requiredOption('--out <dir>', 'directory to write into (输出目录)')
    .option('--seed <n>', 'the same seed gives the same region (随机种子)', wholeNumber, 1)
    .option('--persons <n>', 'number of persons (人数)', wholeNumber, 200)
    .option('--days <n>', 'days of life before today (天数)', wholeNumber, 60)
    .option('--jurisdiction <name>', 'taiyuan or sichuan (辖区)', jurisdictionOf, 'taiyuan')
    .option('--today <day>', 'the day the region stands at, YYYY-MM-DD (基准日)', dayArgument)
    .action(async (flags: SimulateFlags) => {
      const truth = await writeSimulation(flags.out, { ...flags, today: flags.today ?? today() });
      console.log(
        `${String(truth.counts.reports)} reports, ${String(truth.counts.results)} results, ${String(truth.persons.length)} persons → ${flags.out}`,
      );
    });
}
