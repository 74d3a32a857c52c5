/**
 * Laboratory indicators over months 指标趋势: an institution beside the median of its region and what it aims at. What was counted from records
 * and what was entered by hand are never one number. Source: taiyuan-2024.5.2#02, henan-2023.ind.4.9, henan-2023.t3.1#02.
 */
import { addDays, type Day } from '../kernel/day.ts';
import { median } from '../kernel/robust.ts';
import type { LaboratoryFigure } from './indicator-figures.ts';

type Counted = Pick<LaboratoryFigure, 'standing' | 'value'>;

export interface RegionFigure {
  /** Of the values counted from records; of those entered by hand only where nobody has others; null: no value. */
  readonly standing: 'computed' | 'entered' | null;
  readonly median: number | null;
  readonly least: number | null;
  readonly greatest: number | null;
  /** Institutions by what they have. */
  readonly computed: number;
  readonly entered: number;
  readonly missing: number;
}

/** A month of one indicator in a region, of the institutions that run laboratory items. */
export function regionFigure(figures: readonly Counted[]): RegionFigure {
  const valuesOf = (standing: 'computed' | 'entered'): readonly number[] =>
    figures.flatMap((one) => (one.standing === standing && one.value !== null ? [one.value] : []));
  const [computed, entered] = [valuesOf('computed'), valuesOf('entered')];
  const counts = { computed: computed.length, entered: entered.length };
  const missing = figures.length - computed.length - entered.length;
  const values = computed.length > 0 ? computed : entered;
  if (values.length === 0) return { standing: null, median: null, least: null, greatest: null, ...counts, missing };
  return {
    ...{ standing: computed.length > 0 ? 'computed' : 'entered', median: median(values) },
    ...{ least: Math.min(...values), greatest: Math.max(...values), ...counts, missing },
  };
}

/** So many calendar months up to one, the earliest first. */
export function monthsUpTo(last: string, count: number): readonly string[] {
  const months = [last];
  while (months.length < count) months.unshift(addDays(`${months[0] ?? last}-01` as Day, -1).slice(0, 7));
  return months;
}
