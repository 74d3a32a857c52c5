/**
 * `/api/v1/loops/statistics` 闭环分析: how loops that arose in a period ended, by kind and unit, and how long their stages took.
 * Source: henan-2025.mq.23#11 (monitoring, feedback).
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import type { LoopDefinition } from '@fujie/core/loops';
import type {
  LoopMeasure,
  LoopNumbers,
  LoopStatisticsQuery as Query,
  LoopStatisticsResponse,
} from '@fujie/wire/contracts';
import { LOOP_MEASURES } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { unitsOf, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { queryPeriod } from '../platform/http/query-day.ts';
import { loopsOn } from '../platform/loops/definitions.ts';
import { hasPart, loopDepartmentOf, seenBy } from '../platform/loops/visible.ts';
import type { StageCounts, UnitCounts } from './statistics.query.ts';
import { countByStage, countByUnit, placeIn } from './statistics.query.ts';
import { placesOf } from './view.ts';

const DAYS_COUNTED = 30;

/** The days of a query; the last thirty unless given. */
export function periodOf(query: Pick<Query, 'from' | 'to'>, now: Instant): { readonly from: Day; readonly to: Day } {
  return queryPeriod(query, dayOf(now), DAYS_COUNTED);
}

export async function loopStatistics(deps: Deps, actor: Actor, query: Query): Promise<LoopStatisticsResponse> {
  const now = deps.clock.now();
  const { from, to } = periodOf(query, now);
  const definitions = loopsOn(deps, dayOf(now)).filter(
    (one) => (query.definition === undefined || one.id === query.definition) && seenBy(actor.role, one) === null,
  );
  const counted = {
    units: unitsOf(deps.registers.current(), actor),
    definitions: definitions.map(({ id }) => id),
    department: loopDepartmentOf(actor),
    place: placeIn(query),
    from: startOfDay(from),
    to: startOfDay(addDays(to, 1)),
  };
  const { db } = within(deps, actor);
  const [units, stages] = await Promise.all([countByUnit(db, counted, now), countByStage(db, counted, now)]);
  await deps.audit.record({ actor, action: 'loop:statistics', outcome: 'done', detail: { ...query, from, to } });
  return {
    from,
    to,
    definitions: definitions.flatMap((definition) => {
      const own = units.filter((row) => row.definition === definition.id);
      if (own.length === 0) return [];
      return [
        {
          id: definition.id,
          title: { ...definition.title },
          hasCases: hasPart(actor.role, definition),
          total: totalOf(own),
          units: own.map((row) => ({
            ...placesOf(deps.registers.current(), row.unit, row.department),
            unitCode: row.unit,
            counts: numbersOf(row),
          })),
          stages: stagesOf(definition, stages),
        },
      ];
    }),
  };
}

const numbersOf = (of: LoopNumbers): LoopNumbers =>
  Object.fromEntries(LOOP_MEASURES.map((measure) => [measure, of[measure]])) as Record<LoopMeasure, number>;

function totalOf(rows: readonly UnitCounts[]): LoopNumbers {
  const sum = (measure: LoopMeasure): number => rows.reduce((all, row) => all + row[measure], 0);
  return Object.fromEntries(LOOP_MEASURES.map((measure) => [measure, sum(measure)])) as Record<LoopMeasure, number>;
}

function stagesOf(definition: LoopDefinition, counts: readonly StageCounts[]) {
  const none = { reached: 0, done: 0, late: 0, median: null, p90: null };
  return definition.stages.map(({ id, zh, en }) => {
    const found = counts.find((row) => row.definition === definition.id && row.stage === id) ?? none;
    const { reached, done, late, median, p90 } = found;
    return { id, title: { zh, en }, reached, done, late, median, p90 };
  });
}
