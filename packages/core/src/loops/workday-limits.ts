/**
 * By which figures the stages of a loop are limited 时限; which of them are counted in working days 工作日时限, and over which days: what a
 * year that the calendar lacks may falsify.
 */
import type { Day } from '../kernel/day.ts';
import { dayOf } from '../kernel/day.ts';
import type { Moment } from './decide.ts';
import { walkThrough } from './decide.ts';
import { countedOf, figureOf } from './needs.ts';
import type { LoopDefinition, LoopRecord } from './types.ts';

export interface WorkdayLimit {
  readonly stage: string;
  /** The day from which it is counted. */
  readonly from: Day;
  /** Its last day, as it is counted now. */
  readonly to: Day;
}

/** By stage the parameter that limits it as the loop stands: a case of it, once it holds. Nothing of a loop that was withdrawn. */
export function limitsInForce(
  definition: LoopDefinition,
  records: readonly LoopRecord[],
  moment: Moment,
): ReadonlyMap<string, string> {
  const walk = walkThrough(definition, records, moment);
  if ('withdrawal' in walk) return new Map();
  return new Map(
    definition.stages.flatMap(({ id, limit }) =>
      limit === null || 'fact' in limit ? [] : [[id, figureOf(walk, limit)] as const],
    ),
  );
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
