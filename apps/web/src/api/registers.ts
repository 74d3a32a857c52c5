import type {
  ChangeResponse,
  EntriesResponse,
  EntryRequest,
  EntryView,
  ImportRefusalsResponse,
  PublicationResponse,
  RegistersResponse,
  RevisionsResponse,
} from '@fujie/wire/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import type { QueryValues } from './client.ts';
import { formOf, getJson, postJson } from './client.ts';

export const registersQuery = queryOptions({
  queryKey: ['registers'],
  queryFn: ({ signal }) => getJson<RegistersResponse>('/api/v1/registers', { signal }),
});

export const entriesQuery = (register: string, query: QueryValues) =>
  queryOptions({
    queryKey: ['registers', register, query],
    queryFn: ({ signal }) => getJson<EntriesResponse>(`/api/v1/registers/${register}`, { query, signal }),
    placeholderData: keepPreviousData,
  });

export const revisionsQuery = (register: string) =>
  queryOptions({
    queryKey: ['registers', register, 'revisions'],
    queryFn: ({ signal }) => getJson<RevisionsResponse>(`/api/v1/registers/${register}/revisions`, { signal }),
  });

export const refusalsQuery = queryOptions({
  queryKey: ['registers', 'refusals'],
  queryFn: ({ signal }) => getJson<ImportRefusalsResponse>('/api/v1/imports/refused', { signal }),
});

const PAGE = 500;

/** Every entry in force on a day: small registers that a page needs whole. */
export async function allEntries(
  register: string,
  query: QueryValues,
  signal: AbortSignal,
): Promise<readonly EntryView[]> {
  const entries: EntryView[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await getJson<EntriesResponse>(`/api/v1/registers/${register}`, {
      query: { ...query, page, pageSize: PAGE },
      signal,
    });
    entries.push(...answer.entries);
    if (entries.length >= answer.total || answer.entries.length === 0) return entries;
  }
}

/** Sends a sheet; with `dryRun` nothing is recorded. */
export async function importSheet(register: string, file: File, options: QueryValues): Promise<ChangeResponse> {
  return postJson<ChangeResponse>(`/api/v1/registers/${register}/import`, { query: options, body: formOf(file) });
}

/** Publishes a list with the sheet of its entries; with `dryRun` nothing is recorded. */
export async function publishList(file: File, list: QueryValues): Promise<PublicationResponse> {
  return postJson<PublicationResponse>('/api/v1/registers/recognition-list/publications/sheet', {
    query: list,
    body: formOf(file),
  });
}

/** Puts one entry in force, ends it, or withdraws it; with `dryRun` nothing is recorded. */
export async function changeEntry(register: string, request: EntryRequest): Promise<ChangeResponse> {
  return postJson<ChangeResponse>(`/api/v1/registers/${register}/entries`, { body: request });
}

/** Every list ever published, as it is recorded now. */
export const allListsQuery = queryOptions({
  queryKey: ['registers', 'recognition-list', 'all'],
  queryFn: ({ signal }) => allEntries('recognition-list', { history: 'true' }, signal),
});
