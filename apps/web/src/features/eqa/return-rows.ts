/** The matrix of a return 回报表 as it is typed: items × samples, with what each item was measured by. */
import type { EqaOwnRound, EqaReturnEntry } from '@fujie/wire/contracts';

type Results = EqaReturnEntry['results'];

export const MEANS = ['method', 'instrument', 'reagent', 'calibrator'] as const;
export type Mean = (typeof MEANS)[number];
/** Expanded uncertainty (k = 2) in percent of the result, of an item. */
export const UNCERTAINTY = 'uncertainty';

/** Texts by cell: `item|sample`, and `item|method` and so on for what it was measured by. */
export type Typed = Readonly<Record<string, string>>;

export const cellKey = (item: string, column: string): string => `${item}|${column}`;

/** What stands in the latest version; where there is none, what the laboratory usually measures by. */
export function typedOf({ returns: [latest], usual }: Pick<EqaOwnRound, 'returns' | 'usual'>): Typed {
  const typed: Record<string, string> = {};
  const put = (item: string, column: string, text: string | null): void => {
    if (text !== null && text !== '') typed[cellKey(item, column)] = text;
  };
  for (const row of latest?.results ?? usual) for (const mean of MEANS) put(row.item, mean, row[mean]);
  for (const { item, sample, reported, uncertaintyPercent = null } of latest?.results ?? []) {
    put(item, sample, reported);
    put(item, UNCERTAINTY, uncertaintyPercent === null ? null : String(uncertaintyPercent));
  }
  return typed;
}

/** The rows that are sent, in the order in which faults name them; a cell without a result is left out. */
export function resultsOf({ items, samples }: EqaOwnRound['round'], typed: Typed): Results {
  const textOf = (item: string, column: string): string => (typed[cellKey(item, column)] ?? '').trim();
  return items.flatMap(({ item, unit }) =>
    samples.flatMap((sample): Results => {
      const reported = textOf(item, sample);
      if (reported === '') return [];
      const means = Object.fromEntries(MEANS.map((mean) => [mean, textOf(item, mean) || null]));
      const stated = textOf(item, UNCERTAINTY);
      const uncertainty = stated === '' ? {} : { uncertaintyPercent: Number(stated) };
      return [{ item, sample, reported, unit, ...means, ...uncertainty }];
    }),
  );
}

/** Whether an uncertainty that was typed is none: what is sent could not be read. */
export function isNoUncertainty(text: string): boolean {
  const percent = Number(text.trim());
  return text.trim() !== '' && !(percent > 0 && percent <= 100);
}

/** A block from a spreadsheet, put down from a cell on: columns are samples, then what the item was measured by. */
export function pasted(
  { items, samples }: EqaOwnRound['round'],
  typed: Typed,
  from: { readonly item: string; readonly column: string },
  text: string,
): Typed {
  const columns = [...samples, ...MEANS, UNCERTAINTY];
  const [firstRow, firstColumn] = [items.findIndex(({ item }) => item === from.item), columns.indexOf(from.column)];
  const next: Record<string, string> = { ...typed };
  for (const [down, line] of text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .entries())
    for (const [right, cell] of line.split('\t').entries()) {
      const [row, column] = [items[firstRow + down], columns[firstColumn + right]];
      if (row !== undefined && column !== undefined) next[cellKey(row.item, column)] = cell.trim();
    }
  return next;
}
