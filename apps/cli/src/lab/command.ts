/**
 * `fujie lab`: computes expected figures of laboratory quality 实验室质量计算校验 again, from files in the form of ours, scores control rules
 * on planted errors, and replays stored verdicts.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { statSync } from 'node:fs';

import type { Command } from 'commander';

import { checkEqa } from './check-eqa.ts';
import { checkFigures } from './check-figures.ts';
import { checkIndicators } from './check-indicators.ts';
import { checkIqc } from './check-iqc.ts';
import { checkMethod } from './check-method.ts';
import { Folder } from './folder.ts';
import { publishedPoints } from './published.ts';
import { Report } from './report.ts';
import type { ScoreOptions } from './score.ts';
import { scoreRules } from './score.ts';
import { scorePatients } from './score-patients.ts';
import { scorePlants } from './score-plants.ts';
import { registerVerifyCommand } from './verify-command.ts';
import { wholeNumber } from '../simulate/command.ts';

/** Adds `fujie lab`. */
export function registerLabCommands(program: Command): void {
  const lab = program.command('lab').description('laboratory quality (实验室质量)');
  lab
    .command('check DIR')
    .description('compute what the csv files of a folder expect, and print each difference (校验计算)')
    .action(check);
  lab
    .command('score')
    .description(
      'plant errors among good control results, and copies among returns, and print how many are found (质控与质评检出评分)',
    )
    .option('--seed <n>', 'the same seed gives the same results (随机种子)', wholeNumber, 1)
    .option('--series <n>', 'series for each error (每种误差的序列数)', wholeNumber, 5000)
    .action(score);
  registerVerifyCommand(lab);
}

const REGIONS = 5;
/** Each takes a thousand results. */
const PATIENT_SERIES = 100;

function score(options: ScoreOptions): void {
  console.log(
    'found at the first run and by the tenth, power function, good runs rejected (首批检出，十批内检出，功效，误失控)',
  );
  const percent = (share: number | null): string =>
    (share === null ? '–' : `${(100 * share).toFixed(1)} %`).padStart(9);
  for (const { rules, levels, error, first, tenth, power, falseRejections } of scoreRules(options))
    console.log(
      `${`${rules} N=${String(levels)}`.padEnd(36)}${error.padEnd(14)}${percent(first)}${percent(tenth)}${percent(power)}${percent(falseRejections)}`,
    );
  console.log('one rejection in so many runs, published and computed (已发表的功效点：平均多少批误失控或检出一次)');
  for (const { rule, levels, shift, published, computed, source } of publishedPoints())
    console.log(
      `${`${rule} N=${String(levels)}`.padEnd(36)}${`shift ${String(shift)} SD`.padEnd(14)}${published.toFixed(2).padStart(9)}${computed.toFixed(2).padStart(9)}  ${source}`,
    );
  console.log(
    'patients’ results: shifts found within 500 results, results until then, alarms in 1000 good results (患者数据：检出率，检出所需结果数，千个正常结果误报数)',
  );
  for (const one of scorePatients({ ...options, series: Math.min(options.series, PATIENT_SERIES) }))
    console.log(
      `${`${one.item} ${one.statistic}`.padEnd(36)}${`shift ${String(one.biasPercent)} %`.padEnd(14)}${percent(one.found)}${String(one.wait ?? '–').padStart(9)}${one.falseAlarms.toFixed(2).padStart(9)}`,
    );
  console.log('planted in demonstration regions: found of planted, false alarms (演示区域预埋：检出／预埋，误报)');
  const seeds = Array.from({ length: REGIONS }, (_, place) => options.seed + place);
  for (const { detector, found, planted, falseAlarms } of scorePlants(seeds, dayOf(Date.now() as Instant)))
    console.log(`${detector.padEnd(18)}${String(found)} / ${String(planted)}, ${String(falseAlarms)}`);
}

function check(directory: string): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Error(`没有此文件夹 / there is no folder \`${directory}\``);
  const folder = new Folder(directory);
  const report = new Report();
  for (const part of [checkIqc, checkFigures, checkEqa, checkMethod, checkIndicators]) part(folder, report);
  for (const file of folder.skipped) console.log(`- ${file} is not there: skipped (缺少，跳过)`);
  report.differences.unshift(...folder.faults);
  for (const difference of report.differences) console.log(`✗ ${difference}`);
  console.log(`${String(report.passed)} passed, ${String(report.failed)} failed`);
  // A folder of which nothing could be checked is not a good one.
  if (report.failed > 0 || report.passed === 0) process.exitCode = 1;
}
