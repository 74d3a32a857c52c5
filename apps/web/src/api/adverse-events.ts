/** Questions about adverse events: reported, followed, counted. */
import type {
  AdverseEventAwards,
  AdverseEventForm,
  AdverseEventLessons,
  AdverseEventReceipt,
  AdverseEventReport,
  AdverseEventsQuery,
  AdverseEventsResponse,
  AdverseEventStatistics,
  AdverseEventStatisticsQuery,
  AdverseEventVouchers,
  AdverseEventWorth,
  OwnAdverseEvent,
  OwnAdverseEventsResponse,
  UnsealedReporter,
  UnsealingDecision,
  UnsealingsResponse,
} from '@fujie/wire/contracts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';

const KEY = ['adverse-events'];

export const eventFormQuery = queryOptions({
  queryKey: [...KEY, 'form'],
  queryFn: ({ signal }) => getJson<AdverseEventForm>('/api/v1/adverse-events/form', { signal }),
});

export const ownEventsQuery = queryOptions({
  queryKey: [...KEY, 'own'],
  queryFn: ({ signal }) => getJson<OwnAdverseEventsResponse>('/api/v1/adverse-events/own', { signal }),
});

export const eventLessonsQuery = queryOptions({
  queryKey: [...KEY, 'lessons'],
  queryFn: ({ signal }) => getJson<AdverseEventLessons>('/api/v1/adverse-events/lessons', { signal }),
});

/** Events page by page, the newest first. */
export const eventsQuery = (query: Omit<AdverseEventsQuery, 'before'>) =>
  infiniteQueryOptions({
    queryKey: [...KEY, 'list', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal, pageParam }) =>
      getJson<AdverseEventsResponse>('/api/v1/adverse-events', { query: { ...query, before: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ events, more }) => (more ? String(events.at(-1)?.event) : undefined),
    select: ({ pages }) => ({ events: pages.flatMap(({ events }) => events) }),
  });

export const eventStatisticsQuery = (query: AdverseEventStatisticsQuery) =>
  queryOptions({
    queryKey: [...KEY, 'statistics', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson<AdverseEventStatistics>('/api/v1/adverse-events/statistics', { query, signal }),
  });

export async function reportEvent(body: AdverseEventReport): Promise<AdverseEventReceipt> {
  return postJson<AdverseEventReceipt>('/api/v1/adverse-events', { body });
}

export async function followEvent(receipt: string): Promise<OwnAdverseEvent> {
  return postJson<OwnAdverseEvent>('/api/v1/adverse-events/receipt', { body: { receipt } });
}

export const eventAwardsQuery = queryOptions({
  queryKey: [...KEY, 'awards'],
  queryFn: ({ signal }) => getJson<AdverseEventAwards>('/api/v1/adverse-events/awards', { signal }),
});

export async function claimAwards(receipt: string): Promise<AdverseEventVouchers> {
  return postJson<AdverseEventVouchers>('/api/v1/adverse-events/awards/claim', { body: { receipt } });
}

export async function redeemVoucher(voucher: string): Promise<AdverseEventWorth> {
  return postJson<AdverseEventWorth>('/api/v1/adverse-events/awards/redeem', { body: { voucher } });
}

export const unsealingsQuery = queryOptions({
  queryKey: [...KEY, 'unsealings'],
  queryFn: ({ signal }) => getJson<UnsealingsResponse>('/api/v1/adverse-events/unsealings', { signal }),
});

export async function askUnsealing({ event, ground }: { readonly event: number; readonly ground: string }) {
  return postJson<{ readonly id: number }>(`/api/v1/adverse-events/${String(event)}/unsealing`, { body: { ground } });
}

export async function decideUnsealing({ id, verdict }: { readonly id: number } & UnsealingDecision): Promise<void> {
  await postJson<undefined>(`/api/v1/adverse-events/unsealings/${String(id)}/decision`, { body: { verdict } });
}

/** What the seal hides: never kept. */
export async function openUnsealed(id: number): Promise<UnsealedReporter> {
  return postJson<UnsealedReporter>(`/api/v1/adverse-events/unsealings/${String(id)}/open`, { body: {} });
}
