/** What the columns of targets 年度目标 and of indicators 核心制度指标 must keep among themselves. */
import type { RowFault } from '../kernel/register.ts';

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

interface Counted {
  readonly numerator: number | null;
  readonly denominator: number | null;
}

/** A denominator says nothing without its numerator, and of nothing there is nothing (henan-2025.mq.5#07). */
export function indicatorMonthFaults({ numerator, denominator }: Counted): readonly RowFault[] {
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
  if (denominator > 0 || numerator === 0) return [];
  return [
    {
      column: 'denominator',
      code: 'denominator-zero',
      reason: { en: `of 0 there cannot be ${String(numerator)}`, zh: `分母为 0 时分子不能为 ${String(numerator)}` },
      remedy: { en: 'write the cases of which the numerator is a part', zh: '请填写分子所属的全部例数' },
    },
  ];
}
