import type {
  PersonResultsResponse,
  PersonSearchResponse,
  PrintRequest,
  PrintResponse,
  ReportView,
} from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';

export const personSearchQuery = (q: string) =>
  queryOptions({
    queryKey: ['persons', q],
    queryFn: ({ signal }) => postJson<PersonSearchResponse>('/api/v1/persons/search', { body: { q }, signal }),
    enabled: q !== '',
  });

export const personResultsQuery = (person: string) =>
  queryOptions({
    queryKey: ['person', person, 'results'],
    queryFn: ({ signal }) =>
      getJson<PersonResultsResponse>(`/api/v1/persons/${encodeURIComponent(person)}/results`, { signal }),
    staleTime: 15_000,
  });

/** Before a page is printed: answers the number that stands on the paper. */
export async function announcePrint(body: PrintRequest): Promise<PrintResponse> {
  return postJson('/api/v1/prints', { body });
}

/** `decision`: the prompt that led here; the server notes that its result was opened. */
export const reportQuery = (id: string, decision?: string) =>
  queryOptions({
    queryKey: ['report', id, decision],
    queryFn: ({ signal }) =>
      getJson<ReportView>(`/api/v1/recognition/reports/${encodeURIComponent(id)}`, { query: { decision }, signal }),
  });
