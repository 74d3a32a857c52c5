/** What the columns of an allowable error 允许总误差 must keep among themselves. */
import type { RowFault } from '../kernel/register.ts';

interface ErrorColumns {
  readonly kind: string;
  readonly percent: number | null;
  readonly units: number | null;
  readonly cut: number | null;
}

const COLUMNS = ['percent', 'units', 'cut'] as const;
const NAMES = {
  percent: { en: 'a percentage', zh: '百分数' },
  units: { en: 'an absolute value', zh: '绝对值' },
  cut: { en: 'the concentration that parts them', zh: '浓度界限' },
};

/** What each form is made of. */
const PARTS: Readonly<Record<string, readonly (typeof COLUMNS)[number][]>> = {
  pct: ['percent'],
  abs: ['units'],
  greater: ['percent', 'units'],
  piecewise_le: COLUMNS,
  piecewise_lt: COLUMNS,
};

/** An allowable error has what its form is made of, and nothing that its form does not know. */
export function allowableErrorFaults(row: ErrorColumns): readonly RowFault[] {
  const parts = PARTS[row.kind] ?? [];
  return COLUMNS.flatMap((column): readonly RowFault[] => {
    const isGiven = row[column] !== null;
    if (isGiven === parts.includes(column)) return row[column] === 0 && column !== 'cut' ? [zero(column)] : [];
    const name = NAMES[column];
    return [
      isGiven
        ? {
            column,
            code: 'not-of-form',
            reason: {
              en: `an error of the form ${row.kind} has not ${name.en}`,
              zh: `形式 ${row.kind} 不含${name.zh}`,
            },
            remedy: { en: 'leave it empty, or choose another form', zh: '请留空，或改选形式' },
          }
        : {
            column,
            code: 'missing-of-form',
            reason: { en: `an error of the form ${row.kind} needs ${name.en}`, zh: `形式 ${row.kind} 需要${name.zh}` },
            remedy: { en: 'write it, or choose another form', zh: '请填写，或改选形式' },
          },
    ];
  });
}

const zero = (column: 'percent' | 'units'): RowFault => ({
  column,
  code: 'zero-error',
  reason: { en: 'an allowable error of 0 passes nothing', zh: '允许误差为 0 时任何结果都不合格' },
  remedy: { en: 'write a figure above 0', zh: '请填写大于 0 的数' },
});
