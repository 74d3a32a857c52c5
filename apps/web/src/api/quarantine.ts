/** What was refused: kept as it came, corrected and replayed, or dismissed with a reason. */
import type { QuarantineDetail, QuarantineListResponse, ReplayRequest, ReplayResponse } from '@fujie/wire/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import type { QueryValues } from './client.ts';
import { getJson, postJson } from './client.ts';

export const quarantineQuery = (query: QueryValues) =>
  queryOptions({
    queryKey: ['quarantine', query],
    queryFn: ({ signal }) => getJson<QuarantineListResponse>('/api/v1/quarantine', { query, signal }),
    placeholderData: keepPreviousData,
  });

export const quarantinedQuery = (id: number) =>
  queryOptions({
    queryKey: ['quarantine', 'one', id],
    queryFn: ({ signal }) => getJson<QuarantineDetail>(`/api/v1/quarantine/${id}`, { signal }),
  });

export async function replay(id: number, body: ReplayRequest): Promise<ReplayResponse> {
  return postJson<ReplayResponse>(`/api/v1/quarantine/${id}/replay`, { body });
}

export async function dismiss(id: number, note: string): Promise<void> {
  await postJson(`/api/v1/quarantine/${id}/dismiss`, { body: { note } });
}
