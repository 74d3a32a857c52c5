import type { StatisticsCasesResponse, StatisticsResponse } from '@fujie/wire/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import type { QueryValues } from './client.ts';
import { getJson } from './client.ts';

export const statisticsQuery = (query: QueryValues) =>
  queryOptions({
    queryKey: ['statistics', query],
    queryFn: ({ signal }) => getJson<StatisticsResponse>('/api/v1/statistics/recognition', { query, signal }),
    placeholderData: keepPreviousData,
  });

export const casesQuery = (query: QueryValues) =>
  queryOptions({
    queryKey: ['statistics', 'cases', query],
    queryFn: ({ signal }) =>
      getJson<StatisticsCasesResponse>('/api/v1/statistics/recognition/cases', { query, signal }),
  });
