/** `fujie config`: every key of the configuration with its default and meaning. */
import { CONFIG_KEYS, loadConfig } from '@fujie/server/platform';
import type { Command } from 'commander';

import { demonstrationAccounts } from './demonstration-accounts.ts';
import { requireStarted } from './guards.ts';

export function registerConfigCommands(program: Command): void {
  program
    .command('config')
    .description('list every configuration key (列出全部配置项)')
    .action(() => {
      for (const key of CONFIG_KEYS) {
        const isSecret = 'secret' in key;
        const value = process.env[key.name];
        const now =
          value === undefined || value === ''
            ? `default ${key.default === '' ? '(empty)' : key.default}`
            : isSecret
              ? '(set)'
              : value;
        console.log(`${key.name}  [${now}]\n    ${key.describe}\n    ${key.describeZh}`);
      }
    });
  program
    .command('accounts')
    .description('print the accounts of the demonstration (打印演示账号)')
    .option('--json', 'as JSON')
    .option('--of <username>', 'only the password or token of one account, for scripts (仅输出该账号的密码)')
    .action((options: { json?: boolean; of?: string }) => {
      const config = loadConfig();
      requireStarted(config);
      const accounts = demonstrationAccounts(config);
      if (options.of !== undefined) {
        const account = accounts.find((a) => a.username === options.of);
        if (!account)
          throw new Error(`没有账号 ${options.of} / no such account: ${accounts.map((a) => a.username).join(', ')}`);
        console.log(account.secret);
        return;
      }
      if (options.json === true) console.log(JSON.stringify(accounts, null, 2));
      else for (const a of accounts) console.log(`${a.labelZh}\t${a.username}\t${a.secret}\t${a.labelEn}`);
    });
}
