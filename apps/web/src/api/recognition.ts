import type {
  CheckRequest,
  CheckResponse,
  DecisionsRequest,
  DecisionsResponse,
  ExplainResponse,
  IssuedChangesQuery,
  IssuedChangesResponse,
  OwedExplanationsResponse,
  ReasonsResponse,
  ReportChangesQuery,
  ReportChangesResponse,
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

/** Results that were relied on here and have changed since. */
export const reportChangesQuery = (query: ReportChangesQuery) =>
  queryOptions({
    queryKey: ['report-changes', query],
    queryFn: ({ signal }) => getJson<ReportChangesResponse>('/api/v1/report-changes', { query, signal }),
  });

/** Own reports that changed, and who confirmed. */
export const issuedChangesQuery = (query: IssuedChangesQuery) =>
  queryOptions({
    queryKey: ['report-changes', 'issued', query],
    queryFn: ({ signal }) => getJson<IssuedChangesResponse>('/api/v1/report-changes/issued', { query, signal }),
  });

/** Repeats whose explanation to the patient is still owed. */
export const owedQuery = queryOptions({
  queryKey: ['explanations'],
  queryFn: ({ signal }) => getJson<OwedExplanationsResponse>('/api/v1/recognition/explanations', { signal }),
});
