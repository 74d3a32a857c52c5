/** Limits that are counted in working days 工作日时限, and over which days: what a year that the calendar lacks may falsify. */
import type { Day } from '../kernel/day.ts';
import { dayOf } from '../kernel/day.ts';
import type { Moment } from './decide.ts';
import { walkThrough } from './decide.ts';
import { countedOf } from './needs.ts';
import type { LoopDefinition, LoopRecord } from './types.ts';

export interface WorkdayLimit {
  readonly stage: string;
  /** The day from which it is counted. */
  readonly from: Day;
  /** Its last day, as it is counted now. */
  readonly to: Day;
}

/** The limits in working days of the stages that have begun. */
export function workdayLimits(
  definition: LoopDefinition,
  records: readonly LoopRecord[],
  moment: Moment,
): readonly WorkdayLimit[] {
  const walk = walkThrough(definition, records, moment);
  if ('withdrawal' in walk) return [];
  return walk.stages.flatMap(({ definition: stage, startedAt, dueAt }) => {
    const counted = startedAt === null || dueAt === null ? null : countedOf(walk, stage, startedAt);
    if (counted?.unit !== 'workday' || dueAt === null) return [];
    return { stage: stage.id, from: dayOf(counted.from), to: dayOf(dueAt) };
  });
}

/** The stages of a definition that are, or in a case may be, limited in working days. */
export function stagesInWorkdays({ stages, parameters }: LoopDefinition): readonly string[] {
  return stages
    .filter(({ limit }) => {
      if (limit === null || 'fact' in limit) return false;
      const names = [limit.parameter, ...(limit.cases ?? []).map(({ parameter }) => parameter)];
      return names.some((name) => parameters[name]?.unit === 'workday');
    })
    .map(({ id }) => id);
}
