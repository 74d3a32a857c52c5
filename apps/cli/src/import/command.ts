/** `fujie import REGISTER FILE`: loads a register 目录 from an xlsx or csv file, all or nothing. */
import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';

import type { AnyRegister } from '@fujie/core/kernel';
import { REGISTERS } from '@fujie/core/registers';
import { createAudit, loadConfig, programActor, systemClock } from '@fujie/server/platform';
import type { ChangeOutcome } from '@fujie/server/registers';
import { importParsed, MAX_FILE_BYTES, readRegisterFile } from '@fujie/server/registers';
import type { Command } from 'commander';

import { withStore } from '../database.ts';
import { problemTable } from './problem-table.ts';
import { registerNamed } from './register-named.ts';

interface ImportOptions {
  readonly dryRun?: true;
  readonly publisher?: string;
  readonly source?: string;
  readonly note?: string;
}

const LISTED_PROBLEMS = 100;

/** Adds `fujie import`. */
export function registerImportCommand(program: Command): void {
  program
    .command('import')
    .description('load a register from an xlsx or csv file, all or nothing (导入目录)')
    .argument('<register>', `one of ${REGISTERS.map((register) => register.id).join(', ')}`)
    .argument('<file>', 'xlsx or csv with the header of the template')
    .option('--dry-run', 'only say what would change (仅校验)')
    .option('--publisher <name>', 'by whose act the entries hold, where a row does not say (发布机关)')
    .option('--source <document>', 'by which document, where a row does not say (依据文件)')
    .option('--note <text>', 'why the register is changed; kept with the revision (说明)')
    .action(async (id: string, file: string, options: ImportOptions) => {
      await importFile(registerNamed(id), file, options);
    });
}

async function importFile(register: AnyRegister, file: string, options: ImportOptions): Promise<void> {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new Error(`找不到文件 / no such file: ${file}`);
  if (size > MAX_FILE_BYTES)
    throw new Error(`文件超过 16 MB，请拆分 / the file is larger than 16 MB; split it: ${file}`);
  const parsed = await readRegisterFile(register, readFileSync(file));
  const config = loadConfig();
  await withStore(config, async ({ db }) => {
    const audit = createAudit(db, systemClock);
    const deps = { db, audit, config, clock: systemClock, registers: { refresh: () => Promise.resolve() } };
    const result = await importParsed(deps, programActor(`cli:${userInfo().username}`), register, parsed, {
      dryRun: options.dryRun === true,
      publisher: options.publisher ?? null,
      document: options.source ?? null,
      note: options.note ?? null,
    });
    await audit.drain();
    if (result.ok) sayOutcome(register, result.value);
    else sayProblems(result.problems);
  });
}

function sayProblems(problems: Parameters<typeof problemTable>[0]): void {
  console.error(problemTable(problems, LISTED_PROBLEMS));
  const count = String(problems.length);
  console.error(
    `\n未导入任何数据：${count} 处错误 / nothing was imported: ${count} ${count === '1' ? 'fault' : 'faults'}`,
  );
  process.exitCode = 1;
}

function sayOutcome(register: AnyRegister, outcome: ChangeOutcome): void {
  const { added, corrected, unchanged, revision } = outcome;
  const counts = `新增 ${String(added)}，更正 ${String(corrected)}，不变 ${String(unchanged)}`;
  const countsEn = `${String(added)} added, ${String(corrected)} corrected, ${String(unchanged)} unchanged`;
  const state = outcome.dryRun
    ? '仅校验，未写入 / dry run, nothing written'
    : revision === null
      ? '无需写入 / nothing to write'
      : `版本 / revision ${String(revision)}`;
  console.log(`${register.zh} ${register.id}: ${counts} / ${countsEn} (${state})`);
  for (const { messageZh, message } of outcome.notices) console.log(`  ${messageZh}\n  ${message}`);
}
