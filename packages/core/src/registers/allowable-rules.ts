/** What the columns of an allowable error 允许总误差 must keep among themselves. */
import type { Bilingual, RowFault } from '../kernel/register.ts';

/** What is allowed in percent, and in units of an item: a slip of the keyboard lies beyond. */
export const PERCENT = { min: 0, max: 1000 } as const;
export const UNITS = { min: 0, max: 1_000_000_000_000 } as const;

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

interface Form extends Bilingual {
  readonly parts: readonly (typeof COLUMNS)[number][];
}

/** What each form is called, and made of. */
const FORMS: Readonly<Record<string, Form>> = {
  pct: { zh: '百分数', en: 'percent', parts: ['percent'] },
  abs: { zh: '绝对值', en: 'absolute', parts: ['units'] },
  greater: { zh: '百分数与绝对值取大者', en: 'percent or absolute, the larger', parts: ['percent', 'units'] },
  piecewise_le: {
    ...{ zh: '界限及以下按绝对值，以上按百分数', en: 'absolute up to the limit, percent above' },
    parts: COLUMNS,
  },
  piecewise_lt: {
    ...{ zh: '界限以下按绝对值，自界限起按百分数', en: 'absolute below the limit, percent from it on' },
    parts: COLUMNS,
  },
};

/** An allowable error has what its form is made of, and nothing that its form does not know. */
export function allowableErrorFaults(row: ErrorColumns): readonly RowFault[] {
  const { parts, zh, en } = FORMS[row.kind] ?? { parts: [], zh: row.kind, en: row.kind };
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
              en: `an error of the form “${en}” (${row.kind}) goes without ${name.en}`,
              zh: `形式“${zh}”（${row.kind}）不含${name.zh}`,
            },
            remedy: { en: 'leave it empty, or choose another form', zh: '请留空，或改选形式' },
          }
        : {
            column,
            code: 'missing-of-form',
            reason: {
              en: `an error of the form “${en}” (${row.kind}) needs ${name.en}`,
              zh: `形式“${zh}”（${row.kind}）需要${name.zh}`,
            },
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
