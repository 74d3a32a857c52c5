/**
 * Scopes 授权范围 of systems that sign in with their key (SMART Backend Services): what each lets a system do, within the
 * permissions that systems have anyway. There is none for a single type of resource: a token is for the exchange or not.
 */
import type { Permission } from './permissions.ts';

const READ: readonly Permission[] = ['fhir:read', 'marks:read', 'register:read', 'quarantine:read'];
const WRITE: readonly Permission[] = ['fhir:write'];
const RECOGNITION: readonly Permission[] = [
  'recognition:check',
  'recognition:act',
  'recognition:explain',
  'recognition:bill',
  'notice:fetch',
  'marks:read',
  'register:read',
];

/** What a system is registered for 接入权限, whatever the scopes of its tokens say. */
export const SYSTEM_KINDS = ['read', 'write', 'recognition'] as const;
export type SystemKind = (typeof SYSTEM_KINDS)[number];
const OF_KIND: Readonly<Record<SystemKind, readonly Permission[]>> = {
  read: READ,
  write: WRITE,
  recognition: RECOGNITION,
};

/** What kinds of access leave of the permissions of a system; undefined: all. */
export function permissionsOfKinds(kinds: readonly SystemKind[]): readonly Permission[] | undefined {
  if (SYSTEM_KINDS.every((kind) => kinds.includes(kind))) return undefined;
  return [...new Set(kinds.flatMap((kind) => OF_KIND[kind]))];
}

/** By scope of SMART 2, its spelling of SMART 1, and our own scope of the questions at ordering. */
const SYSTEM_SCOPES: Readonly<Record<string, readonly Permission[]>> = {
  'system/*.rs': READ,
  'system/*.read': READ,
  'system/*.cud': WRITE,
  'system/*.write': WRITE,
  'system/*.cruds': [...READ, ...WRITE],
  'system/*.*': [...READ, ...WRITE],
  recognition: RECOGNITION,
};

export const SYSTEM_SCOPE_NAMES: readonly string[] = Object.keys(SYSTEM_SCOPES);

/** The scopes of a request that there are. */
export function knownScopes(text: string): readonly string[] {
  return text.split(' ').filter((scope) => scope in SYSTEM_SCOPES);
}

/** What the scopes of a token let its bearer do. */
export function permissionsOf(text: string): readonly Permission[] {
  return [...new Set(knownScopes(text).flatMap((scope) => SYSTEM_SCOPES[scope] ?? []))];
}
