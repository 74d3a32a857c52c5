/** The audit as its administrator reads it. */
import type { AuditQuery, AuditResponse, AuditState, AuditVerification } from '@fujie/wire/contracts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';

export const auditEventsQuery = (query: AuditQuery) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'events', query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      getJson<AuditResponse>('/api/v1/audit/events', { query: { ...query, after: pageParam }, signal }),
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const auditStateQuery = queryOptions({
  queryKey: ['audit', 'state'],
  queryFn: ({ signal }) => getJson<AuditState>('/api/v1/audit/state', { signal }),
});

export async function verifyDay(day: string): Promise<AuditVerification> {
  return postJson<AuditVerification>('/api/v1/audit/verifications', { body: { day } });
}
