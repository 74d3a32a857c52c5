/** `fujie export REGISTER --out FILE`: a register 目录 as an xlsx or csv file that `fujie import` takes back. */
import { writeFileSync } from 'node:fs';

import type { AnyRegister, Day } from '@fujie/core/kernel';
import { formatInstant, parseDay } from '@fujie/core/kernel';
import { REGISTERS } from '@fujie/core/registers';
import { loadConfig, systemClock } from '@fujie/server/platform';
import { entriesToExport, writeRegisterFileApart } from '@fujie/server/registers';
import type { Command } from 'commander';

import { recordCommand, withStore } from '../database.ts';
import { registerNamed } from './register-named.ts';

interface ExportOptions {
  readonly out: string;
  readonly asOf?: string;
  readonly part?: string;
}

/** Adds `fujie export`. */
export function registerExportCommand(program: Command): void {
  program
    .command('export')
    .description('write a register to an xlsx or csv file that import takes back (导出目录)')
    .argument('<register>', `one of ${REGISTERS.map((register) => register.id).join(', ')}`)
    .requiredOption('--out <file>', 'file to write, .csv or .xlsx (输出文件)')
    .option(
      '--as-of <day>',
      'only entries in force on this day, YYYY-MM-DD; else all, past and future (指定日期有效的条目)',
    )
    .option('--part <n>', 'which file of a register that holds more than one import takes (第几部分)')
    .action(async (id: string, options: ExportOptions) => {
      await exportFile(registerNamed(id), options);
    });
}

async function exportFile(register: AnyRegister, { out, asOf, part }: ExportOptions): Promise<void> {
  const format = /\.(csv|xlsx)$/i.exec(out)?.[1]?.toLowerCase();
  if (format !== 'csv' && format !== 'xlsx')
    throw new Error(`--out 须以 .csv 或 .xlsx 结尾 / must end in .csv or .xlsx: ${out}`);
  const day = asOf === undefined ? null : dayIn(asOf);
  if (part !== undefined && !/^[1-9]\d{0,3}$/.test(part))
    throw new Error(`--part 须为正整数 / must be a whole number from 1: ${part}`);
  await withStore(loadConfig(), async ({ db }) => {
    const entries = await entriesToExport(db, register, null, day, part === undefined ? null : Number(part));
    const detail = { entries: entries.length };
    const { actor, entry } = await recordCommand(db, { action: 'register:export', subject: register.id, detail });
    const at = formatInstant(systemClock.now());
    writeFileSync(
      out,
      await writeRegisterFileApart(format, register, entries, { user: actor.id, institution: null, at, entry }),
    );
    const count = String(entries.length);
    console.log(`${register.zh} ${register.id}: ${count} 条 / ${count} entries → ${out}`);
  });
}

function dayIn(text: string): Day {
  const parsed = parseDay(text);
  if (parsed.ok) return parsed.value;
  throw new Error(`--as-of 须为存在的日期 YYYY-MM-DD / must be a day that exists, YYYY-MM-DD: ${text}`);
}
