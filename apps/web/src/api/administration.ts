/** What administrators see and do. */
import type {
  AccountsResponse,
  AdminChangeDecision,
  AdminChangeOutcome,
  AdminChangesResponse,
  AdministrationResponse,
  KeysResponse,
  NewAccountRequest,
  OnePassword,
  PeerRequest,
  PeersResponse,
  RoleGrant,
  SessionsResponse,
  SystemRequest,
  SystemsResponse,
} from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { deleteJson, getJson, postJson } from './client.ts';

/** Everything here is asked for anew when one of it changed. */
export const ADMINISTRATION = ['administration'] as const;

export interface AccountFilter {
  readonly q?: string | undefined;
  readonly institution?: string | undefined;
  readonly role?: string | undefined;
}

export const overviewQuery = queryOptions({
  queryKey: [...ADMINISTRATION, 'overview'],
  queryFn: ({ signal }) => getJson<AdministrationResponse>('/api/v1/administration', { signal }),
});

export const changesQuery = queryOptions({
  queryKey: [...ADMINISTRATION, 'changes'],
  queryFn: ({ signal }) => getJson<AdminChangesResponse>('/api/v1/changes', { signal }),
});

export const accountsQuery = (filter: AccountFilter) =>
  queryOptions({
    queryKey: [...ADMINISTRATION, 'accounts', filter],
    queryFn: ({ signal }) => getJson<AccountsResponse>('/api/v1/accounts', { query: { ...filter }, signal }),
  });

export const sessionsQuery = (filter: Omit<AccountFilter, 'q' | 'role'> & { readonly username?: string | undefined }) =>
  queryOptions({
    queryKey: [...ADMINISTRATION, 'sessions', filter],
    queryFn: ({ signal }) => getJson<SessionsResponse>('/api/v1/sessions', { query: { ...filter }, signal }),
  });

export const systemsQuery = queryOptions({
  queryKey: [...ADMINISTRATION, 'systems'],
  queryFn: ({ signal }) => getJson<SystemsResponse>('/api/v1/systems', { signal }),
});

export const keysQuery = queryOptions({
  queryKey: [...ADMINISTRATION, 'keys'],
  queryFn: ({ signal }) => getJson<KeysResponse>('/api/v1/keys', { signal }),
});

const accountAt = (username: string, act: string): string => `/api/v1/accounts/${encodeURIComponent(username)}/${act}`;

export async function makeAccount(body: NewAccountRequest): Promise<OnePassword> {
  return postJson('/api/v1/accounts', { body });
}

export async function resetPassword(username: string): Promise<OnePassword> {
  return postJson(accountAt(username, 'password'));
}

export async function setDisabled(username: string, disabled: boolean): Promise<void> {
  await postJson(accountAt(username, 'disabled'), { body: { disabled } });
}

export async function grantRole(username: string, body: RoleGrant): Promise<AdminChangeOutcome> {
  return postJson(accountAt(username, 'role'), { body });
}

export async function endRole(username: string): Promise<void> {
  await deleteJson(accountAt(username, 'role'));
}

export async function resetSecondFactor(username: string): Promise<void> {
  await deleteJson(accountAt(username, 'second-factor'));
}

/** Ends one session, or with null every one. */
export async function endSessionOf(username: string, id: string | null): Promise<void> {
  await deleteJson(accountAt(username, id === null ? 'sessions' : `sessions/${id}`));
}

export async function decideChange(id: number, verdict: AdminChangeDecision['verdict']): Promise<void> {
  await postJson(`/api/v1/changes/${String(id)}/decision`, { body: { verdict } });
}

export async function askForSystem(body: SystemRequest): Promise<AdminChangeOutcome> {
  return postJson('/api/v1/systems', { body });
}

export async function setSystemDisabled(id: string, disabled: boolean): Promise<void> {
  await postJson(`/api/v1/systems/${encodeURIComponent(id)}/disabled`, { body: { disabled } });
}

export const peersQuery = queryOptions({
  queryKey: [...ADMINISTRATION, 'peers'],
  queryFn: ({ signal }) => getJson<PeersResponse>('/api/v1/peers', { signal }),
});

export async function askForPeer(body: PeerRequest): Promise<AdminChangeOutcome> {
  return postJson('/api/v1/peers', { body });
}

export async function endPeer(id: number): Promise<void> {
  await deleteJson(`/api/v1/peers/${String(id)}`);
}
