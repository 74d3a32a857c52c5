/** Items of clauses as the rows of the coverage page. */
import type { ClauseItemView, ClausesResponse, ClauseView } from '@fujie/wire/contracts';

export interface ItemRow {
  readonly clause: ClauseView;
  readonly item: ClauseItemView;
}

export interface CoverageFilter {
  readonly pack: string | null;
  readonly text: string;
  readonly show: 'all' | 'encoded' | 'not-encoded';
}

type Clauses = Pick<ClausesResponse, 'clauses'>;

export function coverageRows({ clauses }: Clauses, filter: CoverageFilter): readonly ItemRow[] {
  const wanted = filter.text.trim().toLowerCase();
  return clauses
    .filter((clause) => filter.pack === null || clause.pack === filter.pack)
    .flatMap((clause) => clause.items.map((item) => ({ clause, item })))
    .filter(({ clause, item }) => {
      if (filter.show === 'encoded' && item.notEncoded !== null) return false;
      if (filter.show === 'not-encoded' && item.notEncoded === null) return false;
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

/** Encoded items of a document, of all. */
export function packTotals({ clauses }: Clauses, pack: string): { readonly encoded: number; readonly total: number } {
  const items = clauses.filter((clause) => clause.pack === pack).flatMap((clause) => clause.items);
  return { encoded: items.filter((item) => item.notEncoded === null).length, total: items.length };
}
