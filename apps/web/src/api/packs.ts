/** Regulation as the pages show it: documents, clauses, what encodes each item and which examples prove it. */
import type { ClauseItemView, ClausesResponse, ClauseView, PackView } from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { getJson } from './client.ts';

/** Every clause of every document: small, and asked for once. */
export const clausesQuery = queryOptions({
  queryKey: ['clauses'],
  queryFn: ({ signal }) => getJson<ClausesResponse>('/api/v1/clauses', { signal }),
  staleTime: Infinity,
});

export interface FoundClause {
  readonly pack: PackView;
  readonly clause: ClauseView;
  /** The item of the clause that was asked for; null: the whole clause. */
  readonly item: ClauseItemView | null;
}

/** The clause of an id such as `national-2022.art.16`, or of one of its items such as `national-2022.art.16#01`. */
export function findClause(regulation: Pick<ClausesResponse, 'packs' | 'clauses'>, id: string): FoundClause | null {
  for (const clause of regulation.clauses) {
    const item = clause.items.find((candidate) => candidate.id === id) ?? null;
    if (clause.id !== id && item === null) continue;
    const pack = regulation.packs.find((candidate) => candidate.id === clause.pack);
    if (pack !== undefined) return { pack, clause, item };
  }
  // A reference may point below what the document's register distinguishes: the clause that contains it.
  const parent = id.replace(/[.#][^.#]*$/, '');
  return parent === id || !parent.includes('.') ? null : findClause(regulation, parent);
}
