/** Whom a loop tells, and when 提醒与升级: each alert once, under a name that does not change when records come late. */
import type { Instant } from '../kernel/day.ts';
import { holds } from './needs.ts';
import type { Progress } from './progress.ts';
import type { EscalationStep, LoopAlert } from './types.ts';
import type { Walk } from './walk.ts';

/** Adds alerts, each once. */
export function add({ alerts }: Walk, found: readonly LoopAlert[]): void {
  alerts.push(...found.filter(({ id }) => !alerts.some((known) => known.id === id)));
}

/** Adds what was to be told of a stage before it ended: an alert that comes at its very end is none. */
export function tell(walk: Walk, stage: Progress, endedAt: Instant): void {
  add(
    walk,
    alertsOf(walk, stage).filter(({ at }) => at < endedAt),
  );
}

/** The alerts of a stage 提醒: to its owner as it begins, and to whom the ladder names, at once or as its time runs out. */
export function alertsOf(walk: Walk, stage: Progress): readonly LoopAlert[] {
  const { definition, seen } = walk;
  const { startedAt, dueAt, restartAt } = stage;
  if (startedAt === null) return [];
  // Named by when it began again and not by how often: of two beginnings of which one was corrected away each is told.
  const round = String(restartAt ?? 0);
  const { id, owner, escalation = definition.escalation } = stage.definition;
  const ladder: readonly EscalationStep[] = [{ percent: 0, to: owner }, ...escalation];
  return ladder.flatMap(({ percent: part, if: condition, to }, rung) => {
    if (condition !== undefined && holds(walk, condition) !== true) return [];
    const percent = typeof part === 'number' ? part : (definition.parameters[part.parameter]?.value ?? 0);
    if (percent === 0 && part !== 0) return [];
    // What is over the limit as it begins has only the rungs beyond it, at once.
    const isOverAlready = dueAt !== null && dueAt <= startedAt;
    if (percent > 0 && (dueAt === null || (isOverAlready && percent < 100))) return [];
    const rest = dueAt === null || isOverAlready ? 0 : dueAt - startedAt;
    const at = Math.round(startedAt + (rest * percent) / 100) as Instant;
    // Who has seen it needs no reminder before the time is up.
    const isSeen = seen.some((one) => one.stage === id && one.occurredAt >= startedAt && one.occurredAt <= at);
    if (percent > 0 && percent < 100 && isSeen) return [];
    return {
      ...{ id: `${id}/${round}/${String(percent)}/${to.at}:${to.role}`, stage: id, percent, at, to },
      ...(percent === 0 && rung > 0 ? { isAtOnce: true } : {}),
    };
  });
}
