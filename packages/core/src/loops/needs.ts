/** Whether a stage is needed, and until when: by the facts of the opening and the outcomes of other stages. */
import type { Instant } from '../kernel/day.ts';
import { parseDay, parseInstant, startOfDay } from '../kernel/day.ts';
import type { WorkdayCalendar } from '../registers/workdays.ts';
import { deadline } from './deadline.ts';
import type { Condition, FigureLimit, LimitUnit, StageDefinition } from './types.ts';
import type { Opened, Walk } from './walk.ts';
import { isOver, stageOf } from './walk.ts';

/** When a stage that began is due 时限; null: it has none. */
export function dueOf(walk: Walk, stage: StageDefinition, startedAt: Instant): Instant | null {
  const { limit } = stage;
  if (limit === null) return null;
  const { calendar } = walk;
  if ('fact' in limit) return untilOf(factsOf(walk, limit.of)[limit.fact], calendar);
  const counted = countedOf(walk, stage, startedAt);
  return counted === null ? null : deadline(counted.from, counted.count, counted.unit, calendar);
}

/** From when, how much and in what a limit is counted that is a figure and no fact; null: it is none. */
export function countedOf(
  walk: Walk,
  { limit, from }: StageDefinition,
  startedAt: Instant,
): { readonly from: Instant; readonly count: number; readonly unit: LimitUnit } | null {
  if (limit === null || 'fact' in limit) return null;
  const parameter = walk.definition.parameters[figureOf(walk, limit)];
  if (parameter === undefined || parameter.unit === 'percent' || parameter.unit === 'count') return null;
  const { value: count, unit } = parameter;
  return { from: countedFrom(walk.opening, from, startedAt), count, unit };
}

/** The parameter that a limit is by 时限参数: that of the first case that holds, or else its own. */
export function figureOf(walk: Walk, { parameter, cases = [] }: FigureLimit): string {
  return cases.find((one) => holds(walk, one.if) === true)?.parameter ?? parameter;
}

/** The facts of the opening, or the fields of the act that ended a stage. */
function factsOf(walk: Walk, stage: string | undefined): Readonly<Record<string, unknown>> {
  if (stage === undefined) return walk.opening.facts;
  const by = stageOf(walk, stage)?.by;
  return by?.kind === 'act' ? by.fields : {};
}

/** The last instant that a text names: an instant, or a day with its end. */
function untilOf(given: unknown, calendar: WorkdayCalendar): Instant | null {
  if (typeof given !== 'string') return null;
  const day = parseDay(given);
  if (day.ok) return deadline(startOfDay(day.value), 0, 'day', calendar);
  const instant = parseInstant(given);
  return instant.ok ? instant.value : null;
}

function countedFrom(opening: Opened, from: StageDefinition['from'], startedAt: Instant): Instant {
  if (from === undefined) return startedAt;
  if (from === 'opening') return opening.occurredAt;
  const given = opening.facts[from.fact];
  const instant = typeof given === 'string' ? parseInstant(given) : null;
  return instant?.ok === true ? instant.value : opening.occurredAt;
}

/** Whether conditions hold; null: not to be told yet. */
export function isNeeded(walk: Walk, conditions: readonly Condition[]): boolean | null {
  let isKnown = true;
  for (const condition of conditions) {
    const held = holds(walk, condition);
    if (held === false) return false;
    if (held === null) isKnown = false;
  }
  return isKnown ? true : null;
}

/** Whether a condition holds; null: not to be told yet. */
export function holds(walk: Walk, condition: Condition): boolean | null {
  if ('fact' in condition) return condition.in.includes(textOf(walk.opening.facts[condition.fact]));
  const stage = stageOf(walk, condition.stage);
  if (stage === undefined) return false;
  if (!isOver(stage)) return null;
  if ('field' in condition) return condition.in.includes(textOf(factsOf(walk, condition.stage)[condition.field]));
  if ('not' in condition) return stage.outcome === null || !condition.not.includes(stage.outcome);
  return stage.outcome !== null && condition.outcome.includes(stage.outcome);
}

/** A fact as a condition compares it. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
