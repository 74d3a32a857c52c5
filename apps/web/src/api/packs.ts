/** Regulation as the pages show it: documents, clauses, what encodes each item and which examples prove it. */
import type { ClauseItemView, ClauseResponse, ClausesResponse } from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { getJson } from './client.ts';
import { ApiProblem } from './problem.ts';

/** Every clause of every document, for the pages that list them. */
export const clausesQuery = queryOptions({
  queryKey: ['clauses'],
  queryFn: ({ signal }) => getJson<ClausesResponse>('/api/v1/clauses', { signal }),
  staleTime: Infinity,
});

export interface FoundClause extends ClauseResponse {
  /** The item of the clause that was asked for; null: the whole clause. */
  readonly item: ClauseItemView | null;
}

/** The clause of an id such as `national-2022.art.16`, of one of its items such as `national-2022.art.16#01`, or of a place below it. */
export const clauseQuery = (id: string) =>
  queryOptions({
    queryKey: ['clause', id],
    queryFn: async ({ signal }): Promise<FoundClause | null> => {
      try {
        const found = await getJson<ClauseResponse>(`/api/v1/clauses/${encodeURIComponent(id)}`, { signal });
        return { ...found, item: found.clause.items.find((item) => item.id === id) ?? null };
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) return null;
        throw error;
      }
    },
    staleTime: Infinity,
  });
