/** What a month says now against what was reported of it 报送后变化, figure by figure. */
import type { IqcItemMonth } from '@fujie/wire/contracts';

import { showNumber, showPercent } from '../../ui/format.ts';

const FIGURES = ['testingDays', 'qcDays', 'comparedDays', 'cv', 'sd', 'classCv', 'agreement'] as const;
type Figure = (typeof FIGURES)[number];

const show: Readonly<Record<Figure, (value: number) => string>> = {
  ...{ testingDays: String, qcDays: String, comparedDays: String },
  ...{ cv: showPercent, sd: showNumber, classCv: showPercent, agreement: showPercent },
};

export interface MonthChange {
  readonly figure: Figure;
  readonly was: string;
  readonly is: string;
}

/** Each figure that is not as it was reported; of a month that was not reported none. */
export function changesOf(month: Pick<IqcItemMonth, Figure | 'submitted'>): readonly MonthChange[] {
  const { submitted } = month;
  if (submitted === null) return [];
  return FIGURES.flatMap((figure) => {
    const [was, is] = [submitted[figure], month[figure]];
    const shown = (value: number | null): string => (value === null ? '—' : show[figure](value));
    return was === is ? [] : [{ figure, was: shown(was), is: shown(is) }];
  });
}
