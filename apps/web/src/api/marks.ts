/** Marks of recognition of an institution on a day, why, and what would end them; and what anyone may look up. */
import type {
  LapsingOverviewResponse,
  LapsingResponse,
  MarkChangesResponse,
  MarkEvidenceResponse,
  MarkExplainResponse,
  MarksResponse,
  PublicInstitutionsResponse,
  PublicItemsResponse,
  PublicListsResponse,
  PublicMarksResponse,
  RegionMarksResponse,
} from '@fujie/wire/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import type { QueryValues } from './client.ts';
import { getJson } from './client.ts';

export const marksQuery = (institution: string, day: string) =>
  queryOptions({
    queryKey: ['marks', institution, day],
    queryFn: ({ signal }) => getJson<MarksResponse>('/api/v1/marks', { query: { institution, day }, signal }),
    enabled: institution !== '',
    placeholderData: keepPreviousData,
  });

export const markExplainQuery = (query: { institution: string; item: string; scope: string; day: string }) =>
  queryOptions({
    queryKey: ['marks', 'explain', query],
    queryFn: ({ signal }) => getJson<MarkExplainResponse>('/api/v1/marks/explain', { query, signal }),
  });

export const markEvidenceQuery = (query: { institution: string; item: string; day: string }) =>
  queryOptions({
    queryKey: ['marks', 'evidence', query],
    queryFn: ({ signal }) => getJson<MarkEvidenceResponse>('/api/v1/marks/evidence', { query, signal }),
    enabled: query.institution !== '' && query.item !== '',
    placeholderData: keepPreviousData,
  });

export const regionMarksQuery = (query: QueryValues) =>
  queryOptions({
    queryKey: ['marks', 'region', query],
    queryFn: ({ signal }) => getJson<RegionMarksResponse>('/api/v1/marks/region', { query, signal }),
    placeholderData: keepPreviousData,
  });

export const markChangesQuery = (query: QueryValues) =>
  queryOptions({
    queryKey: ['marks', 'changes', query],
    queryFn: ({ signal }) => getJson<MarkChangesResponse>('/api/v1/marks/changes', { query, signal }),
    placeholderData: keepPreviousData,
  });

export const lapsingQuery = (institution: string, days: number) =>
  queryOptions({
    queryKey: ['marks', 'lapsing', institution, days],
    queryFn: ({ signal }) =>
      getJson<LapsingResponse>('/api/v1/marks/lapsing', { query: { institution, days }, signal }),
    enabled: institution !== '',
    placeholderData: keepPreviousData,
  });

export const lapsingOverviewQuery = (days: number) =>
  queryOptions({
    queryKey: ['marks', 'lapsing', 'institutions', days],
    queryFn: ({ signal }) =>
      getJson<LapsingOverviewResponse>('/api/v1/marks/lapsing/institutions', { query: { days }, signal }),
  });

export const publicInstitutionsQuery = (q: string, page: number) =>
  queryOptions({
    queryKey: ['public', 'institutions', q, page],
    queryFn: ({ signal }) =>
      getJson<PublicInstitutionsResponse>('/api/v1/public/institutions', { query: { q, page }, signal }),
    placeholderData: keepPreviousData,
  });

export const publicItemsQuery = (q: string, page: number) =>
  queryOptions({
    queryKey: ['public', 'items', q, page],
    queryFn: ({ signal }) => getJson<PublicItemsResponse>('/api/v1/public/items', { query: { q, page }, signal }),
    placeholderData: keepPreviousData,
  });

export const publicMarksQuery = (query: QueryValues) =>
  queryOptions({
    queryKey: ['public', 'marks', query],
    queryFn: ({ signal }) => getJson<PublicMarksResponse>('/api/v1/public/marks', { query, signal }),
    placeholderData: keepPreviousData,
  });

export const publicListsQuery = (query: QueryValues) =>
  queryOptions({
    queryKey: ['public', 'lists', query],
    queryFn: ({ signal }) => getJson<PublicListsResponse>('/api/v1/public/lists', { query, signal }),
    placeholderData: keepPreviousData,
  });
