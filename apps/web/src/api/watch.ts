/** Questions about the watch over keys and reading. */
import type {
  WatchAlertResponse,
  WatchedPersonRequest,
  WatchedPersonsResponse,
  WatchQuery,
  WatchResponse,
  WatchReview,
} from '@fujie/wire/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';

export const WATCH_KEY = ['watch'];

export const alertsQuery = (query: WatchQuery) =>
  queryOptions({
    queryKey: [...WATCH_KEY, query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson<WatchResponse>('/api/v1/watch/alerts', { query, signal }),
  });

export const alertQuery = (id: number) =>
  queryOptions({
    queryKey: [...WATCH_KEY, id],
    queryFn: ({ signal }) => getJson<WatchAlertResponse>(`/api/v1/watch/alerts/${String(id)}`, { signal }),
  });

export async function reviewAlert(id: number, body: WatchReview): Promise<void> {
  await postJson(`/api/v1/watch/alerts/${String(id)}/review`, { body });
}

export const watchedQuery = queryOptions({
  queryKey: [...WATCH_KEY, 'persons'],
  queryFn: ({ signal }) => getJson<WatchedPersonsResponse>('/api/v1/watch/persons', { signal }),
});

export async function watchPerson(body: WatchedPersonRequest): Promise<void> {
  await postJson('/api/v1/watch/persons', { body });
}

export async function unwatchPerson(id: number, reason: string): Promise<void> {
  await postJson(`/api/v1/watch/persons/${String(id)}/lift`, { body: { reason } });
}
