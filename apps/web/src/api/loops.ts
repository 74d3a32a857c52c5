/** Questions about loops, and what is recorded of them. */
import type {
  LoopAct,
  LoopAlertCasesQuery,
  LoopAlertCasesResponse,
  LoopAlertsQuery,
  LoopAlertsResponse,
  LoopAssignment,
  LoopCountsResponse,
  LoopDefinitionsResponse,
  LoopDismissal,
  LoopRecorded,
  LoopReopening,
  LoopResponse,
  LoopSeen,
  LoopsQuery,
  LoopsResponse,
  LoopStatisticsQuery,
  LoopStatisticsResponse,
  LoopWaiver,
} from '@fujie/wire/contracts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { msOf } from '../ui/format.ts';
import { getJson, postJson } from './client.ts';

export const LOOPS_KEY = ['loops'];
const EVERY_MS = 5_000;

/** Counts of what is open, with how far the clock of the server is ahead of this one: limits run by the server's. */
export const loopCountsQuery = queryOptions({
  queryKey: [...LOOPS_KEY, 'counts'],
  queryFn: async ({ signal }) => {
    const counts = await getJson<LoopCountsResponse>('/api/v1/loops/counts', { signal });
    return { ...counts, aheadMs: (msOf(counts.now) ?? Date.now()) - Date.now() };
  },
  refetchInterval: EVERY_MS,
  refetchOnWindowFocus: true,
});

/** A list page by page, each with the mark of the counts under which it was read: under another mark it is an earlier state. */
export const loopsQuery = (query: LoopsQuery) =>
  infiniteQueryOptions({
    queryKey: [...LOOPS_KEY, 'list', query],
    queryFn: async ({ signal, pageParam, client }) => {
      const mark = client.getQueryData(loopCountsQuery.queryKey)?.mark;
      const page = await getJson<LoopsResponse>('/api/v1/loops', { query: { ...query, after: pageParam }, signal });
      return { ...page, mark };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    select: ({ pages }) => ({ loops: pages.flatMap(({ loops }) => loops), pages: pages.length, mark: pages[0]?.mark }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });

/** What the reader owes of a kind. */
export const owedQuery = (definition: string) =>
  queryOptions({
    queryKey: [...LOOPS_KEY, 'owed', definition],
    queryFn: ({ signal }) => getJson<LoopsResponse>('/api/v1/loops', { query: { view: 'mine', definition }, signal }),
  });

export const loopQuery = (id: string, mark: string) =>
  queryOptions({
    queryKey: [...LOOPS_KEY, 'one', id, mark],
    queryFn: ({ signal }) => getJson<LoopResponse>(`/api/v1/loops/${id}`, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });

export const loopDefinitionsQuery = queryOptions({
  queryKey: ['loop-definitions'],
  queryFn: ({ signal }) => getJson<LoopDefinitionsResponse>('/api/v1/loops/definitions', { signal }),
  staleTime: 10 * 60_000,
});

export const loopStatisticsQuery = (query: LoopStatisticsQuery) =>
  queryOptions({
    queryKey: ['loop-statistics', query],
    queryFn: ({ signal }) => getJson<LoopStatisticsResponse>('/api/v1/loops/statistics', { query, signal }),
    placeholderData: keepPreviousData,
  });

const send =
  <T>(what: string) =>
  (id: string, body: T): Promise<LoopRecorded> =>
    postJson(`/api/v1/loops/${id}/${what}`, { body });

export const actInLoop = send<LoopAct>('acts');
export const seeLoop = send<LoopSeen>('seen');
export const waiveLoop = send<LoopWaiver>('waivers');
export const reopenLoop = send<LoopReopening>('reopenings');
export const assignLoop = send<LoopAssignment>('assignments');

export async function dismissAlert(id: string, body: LoopDismissal): Promise<void> {
  await postJson(`/api/v1/loops/${id}/dismissals`, { body });
}

/** What became of alerts, by rule. */
export const alertsQuery = (query: LoopAlertsQuery) =>
  queryOptions({
    queryKey: [...LOOPS_KEY, 'alerts', query],
    queryFn: ({ signal }) => getJson<LoopAlertsResponse>('/api/v1/loops/alerts', { query, signal }),
    placeholderData: keepPreviousData,
  });

export const alertCasesQuery = (query: LoopAlertCasesQuery) =>
  queryOptions({
    queryKey: [...LOOPS_KEY, 'alert-cases', query],
    queryFn: ({ signal }) => getJson<LoopAlertCasesResponse>('/api/v1/loops/alerts/cases', { query, signal }),
  });
