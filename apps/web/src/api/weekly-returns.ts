/** Weekly returns: who handed in what, one return with its figures, a further version of it. */
import type {
  ReturnCasesResponse,
  WeeklyReturnRequest,
  WeeklyReturnResponse,
  WeeklyReturnsResponse,
} from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';

export const RETURNS_KEY = ['weekly-returns'];

export const returnsQuery = queryOptions({
  queryKey: [...RETURNS_KEY, 'list'],
  queryFn: ({ signal }) => getJson<WeeklyReturnsResponse>('/api/v1/weekly-returns', { signal }),
});

/** De-identified cases of the own city, from which a typical one is chosen. */
export const returnCasesQuery = queryOptions({
  queryKey: [...RETURNS_KEY, 'cases'],
  queryFn: ({ signal }) => getJson<ReturnCasesResponse>('/api/v1/weekly-returns/cases', { signal }),
});

const pathOf = (unit: string, week: string): string => `/api/v1/weekly-returns/${encodeURIComponent(unit)}/${week}`;

export const returnQuery = (unit: string, week: string) =>
  queryOptions({
    queryKey: [...RETURNS_KEY, 'one', unit, week],
    queryFn: ({ signal }) => getJson<WeeklyReturnResponse>(pathOf(unit, week), { signal }),
  });

export async function handInReturn(
  unit: string,
  week: string,
  body: WeeklyReturnRequest,
): Promise<WeeklyReturnResponse> {
  return postJson<WeeklyReturnResponse>(pathOf(unit, week), { body });
}
