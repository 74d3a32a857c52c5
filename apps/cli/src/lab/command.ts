/** `fujie lab check`: computes expected figures of laboratory quality 实验室质量计算校验 again, from files in the form of ours. */
import { existsSync } from 'node:fs';

import type { Command } from 'commander';

import { checkEqa } from './check-eqa.ts';
import { checkFigures } from './check-figures.ts';
import { checkIndicators } from './check-indicators.ts';
import { checkIqc } from './check-iqc.ts';
import { checkMethod } from './check-method.ts';
import { Folder } from './folder.ts';
import { Report } from './report.ts';

/** Adds `fujie lab`. */
export function registerLabCommands(program: Command): void {
  program
    .command('lab')
    .description('laboratory quality (实验室质量)')
    .command('check DIR')
    .description('compute what the csv files of a folder expect, and print each difference (校验计算)')
    .action(check);
}

function check(directory: string): void {
  if (!existsSync(directory)) throw new Error(`没有此文件夹 / there is no folder \`${directory}\``);
  const folder = new Folder(directory);
  const report = new Report();
  for (const part of [checkIqc, checkFigures, checkEqa, checkMethod, checkIndicators]) part(folder, report);
  for (const file of folder.skipped) console.log(`- ${file} is not there: skipped (缺少，跳过)`);
  for (const difference of report.differences) console.log(`✗ ${difference}`);
  console.log(`${String(report.passed)} passed, ${String(report.failed)} failed`);
  if (report.failed > 0) process.exitCode = 1;
}
