/**
 * Separation of the three administrators 三员分立, decided here for every page: the system administrator makes accounts and
 * registers systems, the security administrator gives roles, the audit administrator reads. None raises own rights, and what
 * would make an administrator, or open records to a system, takes a second one. Source: GB/T 22239-2019, 8.1.5.
 */
import type { Role } from '@fujie/wire/roles';

import type { Principal } from '../platform/auth/permissions.ts';

export const ADMINISTRATORS: readonly Role[] = ['admin', 'security-admin', 'audit-admin'];

/** An account as far as this matters. */
export interface Subject {
  readonly username: string;
  readonly role: Role | null;
  /** Every role of an administrator that it was ever confirmed as. */
  readonly held: readonly Role[];
}

/** Something an administrator may not do; the words for it are in `SEPARATION_TEXTS`. */
export type SeparationFault = 'own-account' | 'other-administrator' | 'same-person' | 'knew-password' | 'other-office';

const isAdministrator = (role: Role | null): role is Role => role !== null && ADMINISTRATORS.includes(role);

/** Why this administrator may not change the account; null: may. */
export function changeFault(
  actor: Pick<Principal, 'id'>,
  { username }: Pick<Subject, 'username'>,
): SeparationFault | null {
  return actor.id === username ? 'own-account' : null;
}

/** Why this role may not be given to the account; null: it may. */
export function grantFault(actor: Pick<Principal, 'id'>, subject: Subject, role: Role): SeparationFault | null {
  const known = [...subject.held, ...(isAdministrator(subject.role) ? [subject.role] : [])];
  if (isAdministrator(role) && known.some((held) => held !== role)) return 'other-administrator';
  return changeFault(actor, subject);
}

/** Whether a second administrator must confirm that the account gets this role. */
export function needsSecond(subject: Pick<Subject, 'role'>, role: Role): boolean {
  return isAdministrator(role) || isAdministrator(subject.role);
}

/** A change that waits. */
export interface Waiting {
  readonly kind: 'role' | 'system' | 'peer';
  readonly subject: string;
  readonly askedBy: string;
}

/** Why this administrator may not confirm the change; `passwordBy`: who gave the account that it is about a password. */
export function confirmFault(
  actor: Pick<Principal, 'id' | 'role'>,
  change: Waiting,
  passwordBy: string | null,
): SeparationFault | null {
  if (actor.id === change.askedBy) return 'same-person';
  if (change.kind !== 'role') return actor.role === 'security-admin' ? null : 'other-office';
  if (actor.id === change.subject) return 'own-account';
  return actor.id === passwordBy ? 'knew-password' : null;
}

export const SEPARATION_TEXTS: Readonly<Record<SeparationFault, { readonly en: string; readonly zh: string }>> = {
  'own-account': {
    en: 'No administrator changes the own account: another one does it',
    zh: '管理员不能变更自己的账号，请由其他管理员办理',
  },
  'other-administrator': {
    en: 'The account is or was that of another administrator: three persons hold the three offices, so make another account',
    zh: '该账号现为或曾为其他类别的管理员；三员须由三人分别担任，请另建账号',
  },
  'same-person': {
    en: 'Whoever asked for a change does not confirm it: another administrator does',
    zh: '提出变更者不能自行复核，请由另一名管理员复核',
  },
  'knew-password': {
    en: 'Whoever made the account or reset its password knew it and does not confirm it as an administrator’s: another one does',
    zh: '新建该账号或重置其密码者知悉过密码，不能复核其管理员角色，请由另一名管理员复核',
  },
  'other-office': {
    en: 'Systems are registered by the system administrator and confirmed by the security administrator',
    zh: '接入系统由系统管理员登记、安全管理员复核',
  },
};
