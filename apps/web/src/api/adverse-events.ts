/** Questions about adverse events: reported, followed, counted. */
import type {
  AdverseEventForm,
  AdverseEventReceipt,
  AdverseEventReport,
  AdverseEventsQuery,
  AdverseEventsResponse,
  AdverseEventStatistics,
  AdverseEventStatisticsQuery,
  OwnAdverseEvent,
  OwnAdverseEventsResponse,
} from '@fujie/wire/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

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

export const eventsQuery = (query: AdverseEventsQuery) =>
  queryOptions({
    queryKey: [...KEY, 'list', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson<AdverseEventsResponse>('/api/v1/adverse-events', { query, signal }),
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
