import type {
  BreakGlassListResponse,
  BreakGlassRequest,
  BreakGlassResponse,
  BreakGlassReview,
  RevealRequest,
  RevealResponse,
  WishesResponse,
  WishLift,
  WishRequest,
  WishView,
} from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';

const ofPerson = (person: string, act: string): string => `/api/v1/persons/${encodeURIComponent(person)}/${act}`;

export async function breakGlass(person: string, body: BreakGlassRequest): Promise<BreakGlassResponse> {
  return postJson(ofPerson(person, 'break-glass'), { body });
}

export async function reveal(person: string, field: RevealRequest['field']): Promise<RevealResponse> {
  return postJson(ofPerson(person, 'reveal'), { body: { field } });
}

export const breakGlassQuery = queryOptions({
  queryKey: ['break-glass'],
  queryFn: ({ signal }) => getJson<BreakGlassListResponse>('/api/v1/break-glass', { signal }),
});

export async function reviewBreakGlass(id: number, body: BreakGlassReview): Promise<void> {
  await postJson(`/api/v1/break-glass/${String(id)}/review`, { body });
}

/** What the own institution recorded; of one patient, whose number stands in no address. */
export const wishesQuery = (identifier: string | null) =>
  queryOptions({
    queryKey: ['wishes', identifier],
    queryFn: ({ signal }) =>
      identifier === null
        ? getJson<WishesResponse>('/api/v1/wishes', { signal })
        : postJson<WishesResponse>('/api/v1/wishes/search', { body: { identifier }, signal }),
  });

export async function recordWish(body: WishRequest): Promise<WishView> {
  return postJson('/api/v1/wishes', { body });
}

export async function liftWish(id: number, body: WishLift): Promise<void> {
  await postJson(`/api/v1/wishes/${String(id)}/lift`, { body });
}
