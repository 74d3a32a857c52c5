/** 允许总误差目录: what each source allows of an item, today. */
import type { EntryView, EqaItem } from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { allEntries } from './registers.ts';

interface SourcedCriterion {
  readonly nameZh: string;
  readonly criterion: EqaItem['criterion'];
}

export const allowableErrorsQuery = (item: string) =>
  queryOptions({
    queryKey: ['registers', 'allowable-error', 'of', item],
    queryFn: async ({ signal }): Promise<readonly SourcedCriterion[]> =>
      (await allEntries('allowable-error', { q: item }, signal))
        .filter(({ row }) => row['item'] === item)
        .map(({ row }) => ({ nameZh: String(row['nameZh']), criterion: criterionOf(row) })),
  });

/** The server refuses rows that lack what their form is made of. */
function criterionOf(row: EntryView['row']): EqaItem['criterion'] {
  const [percent, units, cut] = [row['percent'], row['units'], row['cut']].map(Number) as [number, number, number];
  switch (row['kind']) {
    case 'abs':
      return { type: 'abs', units };
    case 'greater':
      return { type: 'greater', percent, units };
    case 'piecewise_le':
      return { type: 'piecewise_le', percent, units, cut };
    case 'piecewise_lt':
      return { type: 'piecewise_lt', percent, units, cut };
    default:
      return { type: 'pct', percent };
  }
}
