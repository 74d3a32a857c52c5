/** What the columns of a critical threshold 危急值阈值 must keep among themselves. */
import type { RowFault } from '../kernel/register.ts';

interface ThresholdColumns {
  readonly ageFrom: number | null;
  readonly ageTo: number | null;
  readonly ageUnit: string | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly findings: readonly string[] | null;
}

/** A threshold decides something, its low limit is below its high one, and its ages are a span with a unit. */
export function criticalThresholdFaults(row: ThresholdColumns): readonly RowFault[] {
  const { ageFrom, ageTo, ageUnit, low, high, findings } = row;
  const faults: RowFault[] = [];
  if (low === null && high === null && (findings ?? []).length === 0)
    faults.push({
      column: 'low',
      code: 'decides-nothing',
      reason: { en: 'neither limit nor finding is given', zh: '未填写低限、高限或危急所见' },
      remedy: { en: 'write a limit, or the findings that are critical', zh: '请填写低限、高限或危急所见' },
    });
  if (low !== null && high !== null && low >= high)
    faults.push({
      column: 'high',
      code: 'limit-order',
      reason: {
        en: `${String(high)} is not above the low limit ${String(low)}`,
        zh: `${String(high)} 不高于低限 ${String(low)}`,
      },
      remedy: { en: 'write a higher one', zh: '请填写高于低限的数值' },
    });
  if ((ageFrom !== null || ageTo !== null) !== (ageUnit !== null))
    faults.push({
      column: 'ageUnit',
      code: 'age-unit',
      reason: { en: 'age and its unit belong together', zh: '年龄与年龄单位须同时填写' },
      remedy: { en: 'write days, months or years, or no age', zh: '请填写 days、months 或 years，或不填年龄' },
    });
  if (ageFrom !== null && ageTo !== null && ageFrom >= ageTo)
    faults.push({
      column: 'ageTo',
      code: 'age-order',
      reason: {
        en: `nobody is from ${String(ageFrom)} and below ${String(ageTo)}`,
        zh: `年龄从 ${String(ageFrom)} 至 ${String(ageTo)}（不含）为空`,
      },
      remedy: { en: 'write a higher end', zh: '请填写更大的年龄上限' },
    });
  return faults;
}
