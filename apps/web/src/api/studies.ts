/** Studies of a laboratory 方法学评价. */
import type { StudiesResponse, StudyEntry, StudyResponse } from '@fujie/wire/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';

const ROOT = '/api/v1/laboratory/studies';
export const STUDIES_KEY = ['studies'];

export const studiesQuery = (institution: string) =>
  queryOptions({
    queryKey: [...STUDIES_KEY, institution],
    queryFn: ({ signal }) => getJson<StudiesResponse>(ROOT, { query: { institution }, signal }),
    enabled: institution !== '',
    placeholderData: keepPreviousData,
  });

export const studyQuery = (id: string) =>
  queryOptions({
    queryKey: [...STUDIES_KEY, 'one', id],
    queryFn: ({ signal }) => getJson<StudyResponse>(`${ROOT}/${id}`, { signal }),
  });

export async function recordStudy(body: StudyEntry): Promise<{ readonly id: number }> {
  return postJson<{ id: number }>(ROOT, { body });
}

export async function signStudy(id: number): Promise<StudyResponse> {
  return postJson<StudyResponse>(`${ROOT}/${String(id)}/signature`, { body: {} });
}
