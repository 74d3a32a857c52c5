/** Items of clauses as the rows of the coverage page. */
import type { ClauseItemView, ClausesResponse, ClauseView } from '@fujie/wire/contracts';

import type { Encoding } from '../../ui/clauses.tsx';
import { encodingOf } from '../../ui/clauses.tsx';

export interface ItemRow {
  readonly clause: ClauseView;
  readonly item: ClauseItemView;
}

/** Stands for every document, also those of other places. */
export const EVERY_PACK = 'all';

export interface CoverageFilter {
  /** A document, or `EVERY_PACK`; null: those that apply here. */
  readonly pack: string | null;
  readonly text: string;
  readonly show: 'all' | Encoding;
}

type Clauses = Pick<ClausesResponse, 'clauses'>;

export function coverageRows(
  { packs, clauses }: Pick<ClausesResponse, 'packs' | 'clauses'>,
  filter: CoverageFilter,
): readonly ItemRow[] {
  const wanted = filter.text.trim().toLowerCase();
  const chosen = packs.filter(({ id, applies }) => (filter.pack === null ? applies : id === filter.pack));
  const ids = new Set(chosen.map(({ id }) => id));
  return clauses
    .filter((clause) => filter.pack === EVERY_PACK || ids.has(clause.pack))
    .flatMap((clause) => clause.items.map((item) => ({ clause, item })))
    .filter(({ clause, item }) => {
      if (filter.show !== 'all' && filter.show !== encodingOf(item)) return false;
      if (wanted === '') return true;
      const texts = [
        item.id,
        clause.title.zh,
        clause.title.en,
        item.summary.zh,
        item.summary.en,
        ...item.encodedBy,
        ...item.examples,
      ];
      return texts.some((text) => text.toLowerCase().includes(wanted));
    });
}

/** Items of a document that are encoded as a whole and in part, of all. */
export function packTotals(
  { clauses }: Clauses,
  pack: string,
): { readonly encoded: number; readonly partly: number; readonly total: number } {
  const items = clauses.filter((clause) => clause.pack === pack).flatMap((clause) => clause.items);
  const count = (encoding: Encoding): number => items.filter((item) => encodingOf(item) === encoding).length;
  return { encoded: count('encoded'), partly: count('partly'), total: items.length };
}
