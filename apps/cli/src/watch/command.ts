/** `fujie watch score`: how well the watch 异常使用监测 tells planted abuses from ordinary life. */
import type { WatchRule } from '@fujie/core/watch';
import { DEFAULT_WATCH, WATCH_RULE_TEXTS } from '@fujie/core/watch';
import type { Command } from 'commander';

import { wholeNumber } from '../simulate/command.ts';
import type { ScoreOptions } from './score.ts';
import { scoreWatch } from './score.ts';

/** Adds `fujie watch`. */
export function registerWatchCommands(program: Command): void {
  program
    .command('watch')
    .description('the watch over keys and reading (异常使用监测)')
    .command('score')
    .description('plant abuses in an invented life and print what the watch finds, and what it finds wrongly (评分)')
    .option('--seed <n>', 'the same seed gives the same life (随机种子)', wholeNumber, 1)
    .option('--users <n>', 'accounts (账号数)', wholeNumber, 400)
    .option('--weeks <n>', 'weeks that are judged (周数)', wholeNumber, 4)
    .option('--plants <n>', 'cases of each rule (每条规则植入案例数)', wholeNumber, 20)
    .action((options: ScoreOptions) => {
      const score = scoreWatch(options, DEFAULT_WATCH);
      const rate = (count: number): string => ((1000 * count) / (options.users * options.weeks)).toFixed(1);
      const line = (name: string, found: number, planted: number, wrong: string, text: string): string =>
        `${name.padEnd(18)}${`${String(found)}/${String(planted)}`.padStart(9)}${wrong.padStart(9)}  ${text}`;
      const titleOf = (rule: WatchRule): string => WATCH_RULE_TEXTS[rule].zh;
      console.log('rule                  found  false/1,000 users·week (规则，检出/植入，每千人周误报)');
      for (const { rule, found, planted, falseAlarms } of score.rules)
        console.log(line(rule, found, planted, rate(falseAlarms), titleOf(rule)));
      console.log(line('all', score.found, score.planted, score.rate.toFixed(1), '合计'));
    });
}
