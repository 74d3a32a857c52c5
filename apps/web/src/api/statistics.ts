import type {
  DeidentifiedResponse,
  DeviationsResponse,
  StatisticsCasesResponse,
  StatisticsResponse,
} from '@fujie/wire/contracts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import type { QueryValues } from './client.ts';
import { getJson } from './client.ts';

export const statisticsQuery = (query: QueryValues) =>
  queryOptions({
    queryKey: ['statistics', query],
    queryFn: ({ signal }) => getJson<StatisticsResponse>('/api/v1/statistics/recognition', { query, signal }),
    placeholderData: keepPreviousData,
  });

/** Institutions of a month beside their peers; without a month, of the last that is settled. */
export const deviationsQuery = (month: string | undefined) =>
  queryOptions({
    queryKey: ['deviations', month ?? ''],
    queryFn: ({ signal }) => getJson<DeviationsResponse>('/api/v1/statistics/deviations', { query: { month }, signal }),
    placeholderData: keepPreviousData,
  });

/** Cases of a period without anybody in them. */
export async function deidentifiedCases(query: QueryValues): Promise<DeidentifiedResponse> {
  return getJson('/api/v1/statistics/recognition/deidentified', { query });
}

/** The cases behind a number, page after page. */
export const casesQuery = (query: QueryValues) =>
  infiniteQueryOptions({
    queryKey: ['statistics', 'cases', query],
    queryFn: ({ signal, pageParam }) =>
      getJson<StatisticsCasesResponse>('/api/v1/statistics/recognition/cases', {
        query: { ...query, after: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    select: ({ pages }) => ({ cases: pages.flatMap((page) => page.cases), total: pages[0]?.total ?? 0 }),
  });
