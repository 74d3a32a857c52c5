/** `fujie loops score`: how well planted late, missing and faked closures 虚假闭环 are told from ordinary ones. */
import { CLOSURE_RULE_TEXTS, DEFAULT_CLOSURES } from '@fujie/core/closures';
import type { Command } from 'commander';

import { wholeNumber } from '../simulate/command.ts';
import type { LoopPlant } from './plants.ts';
import type { CellScore, ScoreOptions } from './score.ts';
import { plantLife, scoreClosures, totalsOf } from './score.ts';

const FLAW_TEXTS: Readonly<Record<LoopPlant, string>> = {
  late: '逾期',
  missing: '未闭环',
  'no-evidence': '无依据',
  'wrong-person': '非责任人',
  'same-person': '未双人',
  'before-start': '早于开始',
  'back-filled': '补记',
};

const titleOf = (kind: CellScore['kind']): string =>
  kind in FLAW_TEXTS ? FLAW_TEXTS[kind as LoopPlant] : CLOSURE_RULE_TEXTS[kind as keyof typeof CLOSURE_RULE_TEXTS].zh;

/** Adds `fujie loops`. */
export function registerLoopCommands(program: Command): void {
  program
    .command('loops')
    .description('closed loops (闭环)')
    .command('score')
    .description(
      'plant late, missing and faked closures in an invented life and print what is found, and what wrongly (评分)',
    )
    .option('--seed <n>', 'the same seed gives the same life (随机种子)', wholeNumber, 1)
    .option('--institutions <n>', 'institutions (机构数)', wholeNumber, 12)
    .option('--loops <n>', 'loops of each kind, institution and week (每机构每类每周闭环数)', wholeNumber, 4)
    .option('--plants <n>', 'cases of each kind in each kind of loop (每类闭环每类植入案例数)', wholeNumber, 10)
    .action((options: ScoreOptions) => {
      const { loops, works, cells } = scoreClosures(plantLife(options), DEFAULT_CLOSURES);
      console.log(`${String(loops)} loops (闭环)`);
      console.log('kind               found  false alarms (类别，检出/植入，误报)');
      for (const { kind, found, planted, falseAlarms } of totalsOf(cells))
        console.log(
          `${kind.padEnd(15)}${`${String(found)}/${String(planted)}`.padStart(9)}${String(falseAlarms).padStart(14)}  ${titleOf(kind)}`,
        );
      console.log(
        '\nby kind of loop: found/planted, + wrongly told; – cannot happen there (按闭环类别；– 表示该类闭环不可能发生)',
      );
      for (const [place, { title }] of works.entries()) console.log(`  ${String(place + 1)}  ${title.zh} ${title.en}`);
      console.log(`${''.padEnd(15)}${works.map((_, place) => String(place + 1).padStart(10)).join('')}`);
      for (const { kind } of totalsOf(cells))
        console.log(`${kind.padEnd(15)}${works.map(({ id }) => cellOf(cells, id, kind).padStart(10)).join('')}`);
    });
}

function cellOf(cells: readonly CellScore[], of: string, kind: CellScore['kind']): string {
  const cell = cells.find((one) => one.work === of && one.kind === kind);
  if (cell === undefined) return '';
  const { planted, found, falseAlarms } = cell;
  const wrongly = falseAlarms === 0 ? '' : `+${String(falseAlarms)}`;
  return planted === 0 ? `–${wrongly}` : `${String(found)}/${String(planted)}${wrongly}`;
}
