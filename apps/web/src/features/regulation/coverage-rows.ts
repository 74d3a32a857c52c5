/** Items of clauses as the rows of the coverage page. */
import type { ClauseItemView, ClausesResponse, ClauseView } from '@fujie/wire/contracts';

import type { Encoding } from '../../ui/clauses.tsx';
import { encodingOf } from '../../ui/clauses.tsx';

export interface ItemRow {
  readonly clause: ClauseView;
  readonly item: ClauseItemView;
}

export interface CoverageFilter {
  readonly pack: string | null;
  readonly text: string;
  readonly show: 'all' | Encoding;
}

type Clauses = Pick<ClausesResponse, 'clauses'>;

export function coverageRows({ clauses }: Clauses, filter: CoverageFilter): readonly ItemRow[] {
  const wanted = filter.text.trim().toLowerCase();
  return clauses
    .filter((clause) => filter.pack === null || clause.pack === filter.pack)
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
