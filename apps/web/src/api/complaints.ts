/** Complaints: what anybody sends and follows, and the ledger of the authority. */
import type {
  ComplaintEntry,
  ComplaintFormResponse,
  ComplaintRating,
  ComplaintReceived,
  ComplaintRequest,
  ComplaintsQuery,
  ComplaintsResponse,
  ComplaintStatisticsResponse,
  ComplaintStatus,
  OwnComplaintsResponse,
} from '@fujie/wire/contracts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';

export const COMPLAINTS_KEY = ['complaints'];

export const complaintFormQuery = queryOptions({
  queryKey: [...COMPLAINTS_KEY, 'form'],
  queryFn: ({ signal }) => getJson<ComplaintFormResponse>('/api/v1/public/complaints/form', { signal }),
});

export async function sendComplaint(body: ComplaintRequest): Promise<ComplaintReceived> {
  return postJson<ComplaintReceived>('/api/v1/public/complaints', { body });
}

export async function enterComplaint(body: ComplaintEntry): Promise<ComplaintReceived> {
  return postJson<ComplaintReceived>('/api/v1/complaints', { body });
}

export async function followComplaint(code: string): Promise<ComplaintStatus> {
  return postJson<ComplaintStatus>('/api/v1/public/complaints/status', { body: { code } });
}

export async function rateComplaint(body: ComplaintRating): Promise<ComplaintStatus> {
  return postJson<ComplaintStatus>('/api/v1/public/complaints/rating', { body });
}

/** Complaints page by page, the newest first. */
export const complaintsQuery = (query: Omit<ComplaintsQuery, 'before'>) =>
  infiniteQueryOptions({
    queryKey: [...COMPLAINTS_KEY, 'ledger', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal, pageParam }) =>
      getJson<ComplaintsResponse>('/api/v1/complaints', { query: { ...query, before: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ complaints, more }) => (more ? String(complaints.at(-1)?.id) : undefined),
    select: ({ pages }) => ({ complaints: pages.flatMap(({ complaints }) => complaints) }),
  });

export const complaintCountsQuery = queryOptions({
  queryKey: [...COMPLAINTS_KEY, 'counts'],
  queryFn: ({ signal }) => getJson<ComplaintStatisticsResponse>('/api/v1/complaints/statistics', { signal }),
});

export const ownComplaintsQuery = queryOptions({
  queryKey: [...COMPLAINTS_KEY, 'own'],
  queryFn: ({ signal }) => getJson<OwnComplaintsResponse>('/api/v1/complaints/own', { signal }),
});
