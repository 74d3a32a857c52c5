/** Questions about notices: where and when somebody is told of loops. */
import type {
  NewGroup,
  NewOwnAddress,
  NotifyChannels,
  NotifyGroups,
  NotifyPreference,
  OwnNotices,
} from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { deleteJson, getJson, postJson } from './client.ts';

const OWN = '/api/v1/account/notifications';
export const ADDRESSES = { own: `${OWN}/addresses`, groups: '/api/v1/notifications/groups' } as const;

export const NOTIFY_KEY = ['notify'];

export const ownNoticesQuery = queryOptions({
  queryKey: [...NOTIFY_KEY, 'own'],
  queryFn: ({ signal }) => getJson<OwnNotices>(OWN, { signal }),
});

export const groupsQuery = queryOptions({
  queryKey: [...NOTIFY_KEY, 'groups'],
  queryFn: ({ signal }) => getJson<NotifyGroups>(ADDRESSES.groups, { signal }),
});

export const channelsQuery = queryOptions({
  queryKey: [...NOTIFY_KEY, 'channels'],
  queryFn: ({ signal }) => getJson<NotifyChannels>('/api/v1/notifications/channels', { signal }),
});

export async function setPreference(body: NotifyPreference): Promise<void> {
  await postJson(`${OWN}/preference`, { body });
}

export async function addOwnAddress(body: NewOwnAddress): Promise<void> {
  await postJson(ADDRESSES.own, { body });
}

export async function addGroup(body: NewGroup): Promise<void> {
  await postJson(ADDRESSES.groups, { body });
}

export async function confirmAddress(path: string, id: number, code: string): Promise<void> {
  await postJson(`${path}/${String(id)}/code`, { body: { code } });
}

export async function removeAddress(path: string, id: number): Promise<void> {
  await deleteJson(`${path}/${String(id)}`);
}
