/**
 * Accounts 账号 of people and tokens of connected systems, kept by the administrator of the installation. No document says who
 * keeps them; what each is bound to follows from whose data it handles (recognition decision, section 1).
 */
import { randomBytes } from 'node:crypto';

import type { AuditAction } from '@fujie/wire/contracts';

import type { KnownAccount, NewAccount, NewRole } from '../platform/auth/accounts.query.ts';
import {
  insertAccount,
  listAccounts,
  missingEntries,
  setDisabled,
  setElsewhere,
  setPassword,
  setRole,
} from '../platform/auth/accounts.query.ts';
import type { Actor, Role } from '../platform/auth/permissions.ts';
import { PEOPLE } from '../platform/auth/permissions.ts';
import { issueSystemToken } from '../platform/auth/systems.query.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { passwordFault } from './password-rules.ts';
import { removeSecondFactor } from './second-factor.query.ts';

export type AccountDeps = Pick<Deps, 'audit'> & { readonly db: Queryable };

/** What an account of each role is bound to: without it, the account could do nothing or too much. */
const BOUND_TO: Readonly<Record<Role, readonly ('institution' | 'department' | 'practitioner' | 'region')[]>> = {
  doctor: ['institution', 'practitioner'],
  'department-head': ['institution', 'department'],
  nurse: ['institution', 'department', 'practitioner'],
  laboratory: ['institution'],
  'quality-office': ['institution'],
  'hospital-head': ['institution', 'practitioner'],
  'qc-centre': ['region'],
  commission: ['region'],
  admin: [],
  'security-admin': [],
  'audit-admin': [],
  system: ['institution'],
  patient: [],
};
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/;

/** A request about accounts that cannot be done: which field, why, and what helps. */
export class AccountProblem extends Error {
  override readonly name = 'AccountProblem';
  readonly en: string;
  readonly zh: string;

  constructor(en: string, zh: string) {
    super(`${en} (${zh})`);
    this.en = en;
    this.zh = zh;
  }
}

export function refuse(en: string, zh: string): never {
  throw new AccountProblem(en, zh);
}

/** A password that nobody has to think of: 80 bits, easily typed. */
export function newPassword(): string {
  return randomBytes(10).toString('hex').match(/.{5}/g)?.join('-') ?? '';
}

export function requireName(username: string): void {
  if (!NAME.test(username)) {
    refuse(
      `Username \`${username}\`: write 2 to 64 letters, digits, dots, hyphens or underscores, beginning with a letter or digit`,
      '用户名应为 2 至 64 个字母、数字、点、连字符或下划线，并以字母或数字开头',
    );
  }
}

function requirePassword(password: string, person: { readonly username: string; readonly name: string }): void {
  const fault = passwordFault(password, person);
  if (fault !== null) refuse(fault.en, fault.zh);
}

/** The role of this name, other than that of systems, which have tokens. */
export function roleOfPerson(text: string): Role {
  const role = PEOPLE.find((known) => known === text);
  return (
    role ??
    refuse(
      `There is no role \`${text}\`: choose one of ${PEOPLE.join(', ')}; a system gets a token`,
      '没有该角色；系统请使用令牌',
    )
  );
}

export async function requireBindings(deps: AccountDeps, account: Omit<NewRole, 'username'>): Promise<void> {
  const { role } = account;
  for (const field of role === null ? [] : BOUND_TO[role]) {
    if ((account[field] ?? '') === '')
      refuse(`The role \`${role ?? ''}\` needs ${field}`, `角色 ${role ?? ''} 需要填写 ${field}`);
  }
  const { from, to } = account;
  if (from && to && to <= from)
    refuse(`The role ends on ${to}, before it begins`, `角色的终止日期 ${to} 须晚于起始日期`);
  const { institution, department, practitioner, region } = account;
  const entries: (readonly [string, string])[] = [];
  if (institution) entries.push(['institution', institution]);
  if (institution && department) entries.push(['department', `${institution}|${department}`]);
  if (practitioner) entries.push(['practitioner', `${institution ?? ''}|${practitioner}`]);
  if (region) entries.push(['region', region]);
  const [missing] = await missingEntries(deps.db, entries);
  if (missing)
    refuse(
      `The register \`${missing.register}\` has no entry \`${missing.key}\`: import it first, or correct the code`,
      `目录 ${missing.register} 中没有 ${missing.key}，请先导入或更正代码`,
    );
}

/** The account or system of this name. */
export async function known(deps: AccountDeps, username: string): Promise<KnownAccount> {
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
  if (account.password !== null) requirePassword(account.password, account);
  if (account.name.trim() === '') refuse('The account needs --name', '账号需要 --name');
  await requireBindings(deps, account);
  // Systems have names of the same kind.
  const isTaken = (await listAccounts(deps.db, account.username)).length > 0;
  if (isTaken || !(await insertAccount(deps.db, { ...account, mustChange: account.password !== null })))
    refuse(`\`${account.username}\` is taken: choose another name`, `${account.username} 已被使用，请换一个`);
  await recordAccount(deps, actor, 'account:add', account.username, { after: placeOf(account) });
}

/** Gives a person another password, to be replaced at the next sign-in, and ends the sessions of the old one. */
export async function changePassword(
  deps: AccountDeps,
  actor: Actor,
  username: string,
  password: string,
): Promise<void> {
  const { role, name } = await known(deps, username);
  requirePassword(password, { username, name });
  if (role === 'system')
    refuse(
      `\`${username}\` is a system: \`fujie account token\` gives it a new token`,
      `${username} 是系统，请用 fujie account token 更换令牌`,
    );
  await setPassword(deps.db, username, password, true, actor.id);
  await recordAccount(deps, actor, 'account:password', username);
}

/** Role and place of an account, as the audit holds them before and after a change. */
function placeOf(account: Omit<NewRole, 'username'>): Readonly<Record<string, string>> {
  const { role, institution, department, practitioner, region, from, to } = account;
  const parts = Object.entries({ role, institution, department, practitioner, region, from, to });
  return Object.fromEntries(parts.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** Gives a person another role and place, or none, and ends the sessions of the old one. */
export async function changeRole(deps: AccountDeps, actor: Actor, account: NewRole): Promise<void> {
  const { roleFrom, roleTo, ...before } = await known(deps, account.username);
  if (before.role === 'system')
    refuse(`\`${account.username}\` is a system: it has no other role`, `${account.username} 是系统，不能改为其他角色`);
  await requireBindings(deps, account);
  await setRole(deps.db, account);
  await recordAccount(deps, actor, 'account:role', account.username, {
    before: placeOf({ ...before, from: roleFrom, to: roleTo }),
    after: placeOf(account),
  });
}

/** Lets a person sign in at the issuer elsewhere only; the next subject that comes under this username is theirs. */
export async function signInElsewhere(deps: AccountDeps, actor: Actor, username: string): Promise<void> {
  const { role } = await known(deps, username);
  if (role === 'system') refuse(`\`${username}\` is a system`, `${username} 是系统`);
  await setElsewhere(deps.db, username);
  await recordAccount(deps, actor, 'account:elsewhere', username);
}

/** Takes a lost second factor away; where the role must have one, the next sign-in begins a new one. */
export async function resetSecondFactor(deps: AccountDeps, actor: Actor, username: string): Promise<void> {
  await known(deps, username);
  if (!(await removeSecondFactor(deps.db, username, true)))
    refuse(`\`${username}\` has no second factor`, `${username} 没有第二因素`);
  await recordAccount(deps, actor, 'account:second-factor-reset', username);
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
  await recordAccount(deps, actor, disabled ? 'account:disable' : 'account:enable', username);
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
  await recordAccount(deps, actor, 'account:token', system.id, { institution: system.institution });
  return token;
}

export function recordAccount(
  deps: AccountDeps,
  actor: Actor,
  action: AuditAction,
  subject: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  return deps.audit.record({ actor, action, subject, outcome: 'done', detail });
}
