import type {
  CriticalListResponse,
  CriticalStatisticsQuery,
  CriticalStatisticsResponse,
  CriticalValuesQuery,
  CriticalValuesResponse,
} from '@fujie/wire/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { getJson } from './client.ts';

export const criticalValuesQuery = (query: CriticalValuesQuery) =>
  queryOptions({
    queryKey: ['critical-values', query],
    queryFn: ({ signal }) => getJson<CriticalValuesResponse>('/api/v1/critical-values', { query, signal }),
    placeholderData: keepPreviousData,
  });

export const criticalStatisticsQuery = (query: CriticalStatisticsQuery) =>
  queryOptions({
    queryKey: ['critical-values', 'statistics', query],
    queryFn: ({ signal }) =>
      getJson<CriticalStatisticsResponse>('/api/v1/critical-values/statistics', { query, signal }),
    placeholderData: keepPreviousData,
  });

export const criticalListQuery = queryOptions({
  queryKey: ['critical-values', 'list'],
  queryFn: ({ signal }) => getJson<CriticalListResponse>('/api/v1/critical-values/list', { signal }),
});
