/**
 * Accounts 账号 of people and tokens of connected systems, kept by the administrator of the installation. No document says who
 * keeps them; what each is bound to follows from whose data it handles (recognition decision, section 1).
 */
import { randomBytes } from 'node:crypto';

import type { AuditAction } from '@fujie/wire/contracts';

import type { KnownAccount, NewAccount } from '../platform/auth/accounts.query.ts';
import {
  issueSystemToken,
  listAccounts,
  missingEntries,
  putAccount,
  setDisabled,
  setPassword,
} from '../platform/auth/accounts.query.ts';
import type { Actor, Role } from '../platform/auth/permissions.ts';
import { ROLES } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';

export type AccountDeps = Pick<Deps, 'db' | 'audit'>;

/** What an account of each role is bound to: without it, the account could do nothing or too much. */
const BOUND_TO: Readonly<Record<Role, readonly ('institution' | 'practitioner' | 'region')[]>> = {
  doctor: ['institution', 'practitioner'],
  laboratory: ['institution'],
  'quality-office': ['institution'],
  'qc-centre': ['region'],
  commission: ['region'],
  admin: [],
  'security-admin': [],
  'audit-admin': [],
  system: ['institution'],
};
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/;
const SHORTEST_PASSWORD = 10;

/** A request about accounts that cannot be done: which field, why, and what helps. */
export class AccountProblem extends Error {
  override readonly name = 'AccountProblem';
}

const refuse = (en: string, zh: string): never => {
  throw new AccountProblem(`${en} (${zh})`);
};

/** A password that nobody has to think of: 80 bits, easily typed. */
export function newPassword(): string {
  return randomBytes(10).toString('hex').match(/.{5}/g)?.join('-') ?? '';
}

function requireName(username: string): void {
  if (!NAME.test(username)) {
    refuse(
      `Username \`${username}\`: write 2 to 64 letters, digits, dots, hyphens or underscores, beginning with a letter or digit`,
      '用户名应为 2 至 64 个字母、数字、点、连字符或下划线，并以字母或数字开头',
    );
  }
}

function requirePassword(password: string): void {
  if ([...password].length < SHORTEST_PASSWORD) {
    refuse(
      `The password is shorter than ${SHORTEST_PASSWORD} characters: take a longer one`,
      '口令过短，至少 10 个字符',
    );
  }
}

/** The role of this name, other than that of systems, which have tokens. */
export function roleOfPerson(text: string): Role {
  const role = ROLES.find((known) => known === text && known !== 'system');
  return (
    role ??
    refuse(
      `There is no role \`${text}\`: choose one of ${ROLES.filter((known) => known !== 'system').join(', ')}; a system gets a token`,
      '没有该角色；系统请使用令牌',
    )
  );
}

async function requireBindings(
  deps: AccountDeps,
  account: Omit<NewAccount, 'username' | 'password' | 'name'>,
): Promise<void> {
  for (const field of BOUND_TO[account.role]) {
    if ((account[field] ?? '') === '')
      refuse(`The role \`${account.role}\` needs --${field}`, `角色 ${account.role} 需要 --${field}`);
  }
  const { institution, practitioner, region } = account;
  const entries: (readonly [string, string])[] = [];
  if (institution) entries.push(['institution', institution]);
  if (practitioner) entries.push(['practitioner', `${institution ?? ''}|${practitioner}`]);
  if (region) entries.push(['region', region]);
  const [missing] = await missingEntries(deps.db, entries);
  if (missing)
    refuse(
      `The register \`${missing.register}\` has no entry \`${missing.key}\`: import it first, or correct the code`,
      `目录 ${missing.register} 中没有 ${missing.key}，请先导入或更正代码`,
    );
}

async function known(deps: AccountDeps, username: string): Promise<KnownAccount> {
  const [account] = await listAccounts(deps.db, username);
  return (
    account ??
    refuse(
      `There is no account \`${username}\`: \`fujie account list\` shows all`,
      `没有账号 ${username}，可用 fujie account list 查看`,
    )
  );
}

/** Makes the account of a person. */
export async function addAccount(deps: AccountDeps, actor: Actor, account: NewAccount): Promise<void> {
  requireName(account.username);
  requirePassword(account.password);
  if (account.name.trim() === '') refuse('The account needs --name', '账号需要 --name');
  await requireBindings(deps, account);
  if ((await listAccounts(deps.db, account.username)).length > 0)
    refuse(`\`${account.username}\` is taken: choose another name`, `${account.username} 已被使用，请换一个`);
  await putAccount(deps.db, account);
  await record(deps, actor, 'account:add', account.username, { role: account.role });
}

/** Gives a person another password, and ends the sessions of the old one. */
export async function changePassword(
  deps: AccountDeps,
  actor: Actor,
  username: string,
  password: string,
): Promise<void> {
  requirePassword(password);
  const { role } = await known(deps, username);
  if (role === 'system')
    refuse(
      `\`${username}\` is a system: \`fujie account token\` gives it a new token`,
      `${username} 是系统，请用 fujie account token 更换令牌`,
    );
  await setPassword(deps.db, username, password);
  await record(deps, actor, 'account:password', username);
}

/** Bars an account or system, at once for people and within seconds for systems, or lets it in again. */
export async function disableAccount(
  deps: AccountDeps,
  actor: Actor,
  username: string,
  disabled: boolean,
): Promise<void> {
  await known(deps, username);
  await setDisabled(deps.db, username, disabled);
  await record(deps, actor, disabled ? 'account:disable' : 'account:enable', username);
}

/** Connects a system of an institution, or renews its token; the token is shown this once. */
export async function issueToken(
  deps: AccountDeps,
  actor: Actor,
  system: { readonly id: string; readonly name: string; readonly institution: string },
): Promise<string> {
  requireName(system.id);
  await requireBindings(deps, { role: 'system', institution: system.institution });
  const [other] = await listAccounts(deps.db, system.id);
  if (other !== undefined && other.role !== 'system')
    refuse(`\`${system.id}\` is the account of a person: choose another name`, `${system.id} 是人员账号，请换一个名称`);
  const token = await issueSystemToken(deps.db, system);
  await record(deps, actor, 'account:token', system.id, { institution: system.institution });
  return token;
}

function record(
  deps: AccountDeps,
  actor: Actor,
  action: AuditAction,
  subject: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  return deps.audit.record({ actor, action, subject, outcome: 'done', detail });
}
