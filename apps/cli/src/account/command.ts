/** `fujie account`: who may sign in, and the tokens of connected systems. */
import { text } from 'node:stream/consumers';

import {
  addAccount,
  changePassword,
  changeRole,
  disableAccount,
  issueToken,
  listApplications,
  newPassword,
  resetSecondFactor,
  roleOfPerson,
  signInElsewhere,
} from '@fujie/server/access';
import { listAccounts, PEOPLE } from '@fujie/server/platform';
import type { Command } from 'commander';

import { recordCommand } from '../database.ts';
import { asOperator } from './operator.ts';
import { registerSystemCommands } from './systems-command.ts';

interface RoleOptions {
  readonly role: string;
  readonly institution?: string;
  readonly department?: string;
  readonly practitioner?: string;
  readonly region?: string;
}

interface AddOptions extends RoleOptions {
  readonly name: string;
  readonly passwordStdin?: true;
  readonly elsewhere?: true;
}

/** The password from standard input, never from the command line, where others could read it; else a new one. */
async function passwordOf(options: { readonly passwordStdin?: true }): Promise<string> {
  return options.passwordStdin === true ? (await text(process.stdin)).replace(/\r?\n$/, '') : newPassword();
}

function sayPassword(username: string, password: string, options: { readonly passwordStdin?: true }): void {
  console.log(`${username}${options.passwordStdin === true ? '' : `\t${password}`}`);
}

function withRole(command: Command): Command {
  return command
    .requiredOption('--role <role>', `one of ${PEOPLE.join(', ')} (角色)`)
    .option('--institution <code>', 'for doctor, laboratory, quality-office (机构)')
    .option('--department <code>', 'department (科室)')
    .option('--practitioner <code>', 'for doctor: entry of the register of practitioners (医务人员编号)')
    .option('--region <code>', 'for qc-centre, commission (行政区划)');
}

/** Adds `fujie account`. */
export function registerAccountCommands(program: Command): void {
  const account = program.command('account').description('accounts of people and tokens of systems (账号与令牌)');
  withRole(account.command('add <username>'))
    .description(
      'make the account of a person; prints a password to be replaced at the first sign-in (新建账号，输出初始密码)',
    )
    .requiredOption('--name <name>', 'name of the person (姓名)')
    .option('--password-stdin', 'read the password from standard input (从标准输入读取密码)')
    .option('--elsewhere', 'no password: signs in at the issuer of FUJIE_OIDC_ISSUER (无密码，经统一身份认证登录)')
    .action((username: string, options: AddOptions) =>
      asOperator(async (deps, actor) => {
        const password = options.elsewhere === true ? null : await passwordOf(options);
        const { name, institution, department, practitioner, region } = options;
        const role = roleOfPerson(options.role);
        await addAccount(deps, actor, {
          username,
          password,
          name,
          role,
          institution,
          department,
          practitioner,
          region,
        });
        if (password === null) console.log(username);
        else sayPassword(username, password, options);
      }),
    );
  account
    .command('elsewhere <username>')
    .description('take the password away: signs in at the issuer of FUJIE_OIDC_ISSUER only (改为经统一身份认证登录)')
    .action((username: string) => asOperator((deps, actor) => signInElsewhere(deps, actor, username)));
  account
    .command('password <username>')
    .description('give an account a new password, to be replaced at the next sign-in, and end its sessions (重置密码)')
    .option('--password-stdin', 'read the password from standard input (从标准输入读取密码)')
    .action((username: string, options: { passwordStdin?: true }) =>
      asOperator(async (deps, actor) => {
        const password = await passwordOf(options);
        await changePassword(deps, actor, username, password);
        sayPassword(username, password, options);
      }),
    );
  withRole(account.command('role <username>'))
    .description('give an account another role and place, and end its sessions (变更角色)')
    .action((username: string, options: RoleOptions) =>
      asOperator(async (deps, actor) => {
        const { institution, department, practitioner, region } = options;
        const role = roleOfPerson(options.role);
        await changeRole(deps, actor, { username, role, institution, department, practitioner, region });
      }),
    );
  account
    .command('reset-second-factor <username>')
    .description('take a lost second factor away and end the sessions (重置第二因素)')
    .action((username: string) => asOperator((deps, actor) => resetSecondFactor(deps, actor, username)));
  for (const [name, description, disabled] of [
    ['disable', 'bar an account or system and end its sessions (停用)', true],
    ['enable', 'let an account or system in again (启用)', false],
  ] as const) {
    account
      .command(`${name} <username>`)
      .description(description)
      .action((username: string) => asOperator((deps, actor) => disableAccount(deps, actor, username, disabled)));
  }
  account
    .command('token <id>')
    .description('connect a system of an institution, or renew its token; prints the token once (签发系统令牌)')
    .requiredOption('--name <name>', 'name of the system (系统名称)')
    .requiredOption('--institution <code>', 'institution whose results it sends and orders it asks about (机构)')
    .action((id: string, options: { name: string; institution: string }) =>
      asOperator(async (deps, actor) => {
        console.log(await issueToken(deps, actor, { id, ...options }));
      }),
    );
  registerSystemCommands(account);
  account
    .command('list')
    .description('every account, connected system and program, without secrets (列出账号、系统与应用)')
    .option('--json', 'as JSON')
    .action((options: { json?: true }) =>
      asOperator(async ({ db }) => {
        const programs = (await listApplications(db)).map(({ id, name }) => ({
          username: id,
          role: 'application',
          name,
          institution: null,
          region: null,
          disabled: false,
        }));
        const accounts = [...(await listAccounts(db)), ...programs];
        await recordCommand(db, { action: 'account:read', subject: 'list', detail: { accounts: accounts.length } });
        if (options.json === true) console.log(JSON.stringify(accounts, null, 2));
        else
          for (const a of accounts)
            console.log(
              [
                a.username,
                a.role ?? 'no role 未授角色',
                a.name,
                a.institution ?? a.region ?? '',
                a.disabled ? 'disabled 停用' : '',
              ].join('\t'),
            );
      }),
    );
}
