/** What the columns of tasks 任务清单 must keep among themselves. */
import type { RowFault } from '../kernel/register.ts';

/** A yearly target is named by its year and code together (henan-2023.t26.3#01). */
export function qualityTaskFaults({
  year,
  target,
}: {
  readonly year: number | null;
  readonly target: string | null;
}): readonly RowFault[] {
  if ((year === null) === (target === null)) return [];
  return [
    {
      column: year === null ? 'year' : 'target',
      code: 'target-incomplete',
      reason: {
        en: year === null ? 'the year of the target is missing' : 'there is a year and no target',
        zh: year === null ? '缺少目标年度' : '填写了年度而没有目标代码',
      },
      remedy: { en: 'write both, or neither', zh: '请同时填写，或均不填写' },
    },
  ];
}

/** A centre is named where a centre holds the task, and nowhere else (henan-2023.sa4.2.5#01). */
export function authorityTaskFaults({
  holder,
  centre,
}: {
  readonly holder: string;
  readonly centre: string | null;
}): readonly RowFault[] {
  if ((holder === 'centre') === (centre !== null)) return [];
  return [
    {
      column: 'centre',
      code: 'centre-misplaced',
      reason:
        centre === null
          ? { en: 'a centre holds the task and is not named', zh: '由质控中心承担而未写明是哪个中心' }
          : { en: 'an authority holds the task and a centre is named', zh: '由主管部门承担而填写了质控中心' },
      remedy: {
        en: 'name the centre where a centre holds the task, and leave it empty otherwise',
        zh: '由质控中心承担时填写中心代码，否则留空',
      },
    },
  ];
}
