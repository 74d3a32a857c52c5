/** Marks of an institution as a matrix of item × scope. */
import type { MarkView } from '@fujie/wire/contracts';

export interface MatrixRow {
  readonly item: MarkView['item'];
  readonly byScope: ReadonlyMap<string, MarkView>;
}

export interface Matrix {
  /** Widest first, as labels are printed. */
  readonly scopes: readonly { readonly scope: string; readonly label: string }[];
  readonly rows: readonly MatrixRow[];
}

export function matrixOf(
  marks: readonly MarkView[],
  filter: { readonly text: string; readonly onlyWithout: boolean },
): Matrix {
  const scopes = [...new Map(marks.map((mark) => [mark.scope, mark.scopeLabel ?? mark.scope])).entries()]
    .map(([scope, label]) => ({ scope, label }))
    .toSorted((a, b) => width(a.scope) - width(b.scope) || a.scope.localeCompare(b.scope));
  const wanted = filter.text.trim().toLowerCase();
  const rows = new Map<string, { item: MarkView['item']; byScope: Map<string, MarkView> }>();
  for (const mark of marks) {
    const row = rows.get(mark.item.code) ?? { item: mark.item, byScope: new Map<string, MarkView>() };
    row.byScope.set(mark.scope, mark);
    rows.set(mark.item.code, row);
  }
  return {
    scopes,
    rows: [...rows.values()].filter(
      ({ item, byScope }) =>
        (!filter.onlyWithout || [...byScope.values()].some((mark) => mark.label === null)) &&
        (wanted === '' || [item.code, item.nameZh, item.nameEn].some((name) => name.toLowerCase().includes(wanted))),
    ),
  };
}

/** Only the order of columns: the nation, agreements, then by length of the region code. */
function width(scope: string): number {
  if (scope === 'CN') return 0;
  return scope.startsWith('AGR:') ? 1 : scope.length;
}
