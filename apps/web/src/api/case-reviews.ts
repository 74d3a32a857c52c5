/** Cases that are gone over again: the ledger, its numbers and cases, what they teach. */
import type {
  CaseAmendment,
  CaseDetail,
  CaseEntered,
  CaseEntry,
  CaseLessonsResponse,
  CaseReviewsResponse,
  CasesQuery,
  CasesResponse,
} from '@fujie/wire/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';

export const CASE_REVIEWS_KEY = ['case-reviews'];
const ROOT = '/api/v1/case-reviews';

export const caseReviewsQuery = (year: string | undefined) =>
  queryOptions({
    queryKey: [...CASE_REVIEWS_KEY, 'ledger', year ?? ''],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson<CaseReviewsResponse>(ROOT, { query: { year }, signal }),
  });

export const casesQuery = (query: CasesQuery) =>
  queryOptions({
    queryKey: [...CASE_REVIEWS_KEY, 'cases', query],
    queryFn: ({ signal }) => getJson<CasesResponse>(`${ROOT}/cases`, { query, signal }),
  });

export const caseQuery = (loop: number) =>
  queryOptions({
    queryKey: [...CASE_REVIEWS_KEY, 'case', loop],
    queryFn: ({ signal }) => getJson<CaseDetail>(`${ROOT}/${String(loop)}`, { signal }),
  });

export const caseLessonsQuery = queryOptions({
  queryKey: [...CASE_REVIEWS_KEY, 'lessons'],
  queryFn: ({ signal }) => getJson<CaseLessonsResponse>(`${ROOT}/lessons`, { signal }),
});

export async function enterCase(body: CaseEntry): Promise<CaseEntered> {
  return postJson<CaseEntered>(ROOT, { body });
}

export async function amendCase(loop: number, body: CaseAmendment): Promise<CaseDetail> {
  return postJson<CaseDetail>(`${ROOT}/${String(loop)}/versions`, { body });
}
