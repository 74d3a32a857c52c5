import type {
  CheckRequest,
  CheckResponse,
  DecisionsRequest,
  DecisionsResponse,
  ExplainResponse,
  NoticesResponse,
  OwedExplanationsResponse,
  ReasonsResponse,
} from '@fujie/wire/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';

/** Asks at ordering; the same order form is asked once. */
export const checkQuery = (request: CheckRequest | null) =>
  queryOptions({
    queryKey: ['check', request],
    queryFn: ({ signal }) => postJson<CheckResponse>('/api/v1/recognition/check', { body: request, signal }),
    enabled: request !== null,
    // The classification at opening holds for that form for 30 minutes (decision specification 3.3).
    staleTime: 30 * 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });

export const reasonsQuery = queryOptions({
  queryKey: ['reasons'],
  queryFn: ({ signal }) => getJson<ReasonsResponse>('/api/v1/recognition/reasons', { signal }),
  staleTime: Infinity,
});

export async function sendDecisions(request: DecisionsRequest): Promise<DecisionsResponse> {
  return postJson<DecisionsResponse>('/api/v1/recognition/decisions', { body: request });
}

export const explainQuery = (decision: string, item: string, result: string) =>
  queryOptions({
    queryKey: ['explain', decision, item, result],
    queryFn: ({ signal }) =>
      getJson<ExplainResponse>(`/api/v1/recognition/explain/${encodeURIComponent(decision)}`, {
        query: { item, result },
        signal,
      }),
  });

export async function markNoticeRead(id: number): Promise<void> {
  await postJson(`/api/v1/notices/${id}/read`);
}

export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal }) => getJson<NoticesResponse>('/api/v1/notices', { signal }),
  refetchInterval: 60_000,
});

/** Repeats whose explanation to the patient is still owed. */
export const owedQuery = queryOptions({
  queryKey: ['explanations'],
  queryFn: ({ signal }) => getJson<OwedExplanationsResponse>('/api/v1/recognition/explanations', { signal }),
});
