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

/**
 * Numbers of the core-system indicators that are no share of their denominator 比值: deaths discussed to deaths with a dispute, rates of
 * level-4 to those of level-3 operations, minutes of a notice (core-systems.cs35#20, #26, #27, #31).
 */
const NO_SHARE: ReadonlySet<string> = new Set(['20', '26', '27', '31']);

interface Counted {
  readonly indicator: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

/** A denominator says nothing without its numerator, of nothing there is nothing, and a share is no more than the whole (henan-2025.mq.5#07). */
export function indicatorMonthFaults({ indicator, numerator, denominator }: Counted): readonly RowFault[] {
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
    return numerator <= denominator || NO_SHARE.has(indicator)
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
