/** What the columns of targets 年度目标 and of indicators 核心制度指标 must keep among themselves. */
import type { RowFault } from '../kernel/register.ts';
import { isBlank } from '../kernel/text.ts';

/** A value belongs to a month of the year of its target (henan-2023.t3.1#02). */
export function targetValueFaults({
  year,
  month,
}: {
  readonly year: number;
  readonly month: string;
}): readonly RowFault[] {
  if (month.startsWith(`${String(year)}-`)) return [];
  return [
    {
      column: 'month',
      code: 'other-year',
      reason: { en: `${month} is no month of ${String(year)}`, zh: `${month} 不属于 ${String(year)} 年度` },
      remedy: { en: `write a month of ${String(year)}`, zh: `请填写 ${String(year)} 年的月份` },
    },
  ];
}

/**
 * Numbers of the core-system indicators that are no share of their denominator 比值: deaths discussed to deaths with a dispute, rates of
 * level-4 to those of level-3 operations, minutes of a notice (core-systems.cs35#20, #26, #27, #31).
 */
const NO_SHARE: ReadonlySet<string> = new Set(['20', '26', '27', '31']);

/** As are, of the forty: minutes to an emergency, events for each discharge, the case-mix index, survival (henan-2023.ind.3.1, 4.12, 5.1, 5.6). */
const GIVEN_NO_SHARE: ReadonlySet<string> = new Set([
  ...['3.1', '4.12', '5.1', '5.6'].map((one) => `henan-2023.ind.${one}`),
  ...[...NO_SHARE].map((one) => `core-systems.cs35#${one}`),
]);

/** Whether what is entered of an indicator that departments were given is a part of its denominator 比例. */
export function isShareOf(indicator: string): boolean {
  return !GIVEN_NO_SHARE.has(indicator);
}

interface Counted {
  readonly indicator: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

/** A value of a department keeps what any value keeps, and says where it comes from (henan-2023.req.2#01). */
export function departmentMonthFaults(row: Counted & { readonly basis: string | null }): readonly RowFault[] {
  const faults = countFaults(row, isShareOf(row.indicator));
  if (row.numerator === null || !isBlank(row.basis)) return faults;
  return [
    ...faults,
    {
      column: 'basis',
      code: 'basis-missing',
      reason: { en: 'it is not said where the value comes from', zh: '数值没有写明数据来源' },
      remedy: { en: 'name the system, sheet or count', zh: '请填写所依据的系统、台账或统计' },
    },
  ];
}

/** A denominator says nothing without its numerator, of nothing there is nothing, and a share is no more than the whole (henan-2025.mq.5#07). */
export function indicatorMonthFaults(row: Counted): readonly RowFault[] {
  return countFaults(row, !NO_SHARE.has(row.indicator));
}

function countFaults({ numerator, denominator }: Counted, isShare: boolean): readonly RowFault[] {
  if (denominator === null) return [];
  if (numerator === null)
    return [
      {
        column: 'numerator',
        code: 'numerator-missing',
        reason: { en: 'there is a denominator and no numerator', zh: '填写了分母而没有分子' },
        remedy: { en: 'write both, or neither', zh: '请同时填写，或均不填写' },
      },
    ];
  if (denominator > 0)
    return numerator <= denominator || !isShare
      ? []
      : [
          {
            column: 'numerator',
            code: 'more-than-all',
            reason: {
              en: `${String(numerator)} are more than the ${String(denominator)} of which they are a part`,
              zh: `分子 ${String(numerator)} 大于其所属的全部例数 ${String(denominator)}`,
            },
            remedy: { en: 'write at most the denominator', zh: '请填写不大于分母的数值，或更正分母' },
          },
        ];
  if (numerator === 0) return [];
  return [
    {
      column: 'denominator',
      code: 'denominator-zero',
      reason: { en: `of 0 there cannot be ${String(numerator)}`, zh: `分母为 0 时分子不能为 ${String(numerator)}` },
      remedy: { en: 'write the cases of which the numerator is a part', zh: '请填写分子所属的全部例数' },
    },
  ];
}
