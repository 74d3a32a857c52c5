/** Why an act does not count, and whether it was written down late 办理记录的瑕疵. Source: henan-2025.mq.23#11; two persons where a stage asks for two. */
import type { Instant } from '../kernel/day.ts';
import type { Progress } from './progress.ts';
import { byNumber, standing } from './standing.ts';
import type { Flaw, LoopRecord, LoopState, OutcomeDefinition, StageDefinition } from './types.ts';
import type { Act, Walk } from './walk.ts';
import { stageOf } from './walk.ts';

/** The outcome of a name at a stage; whoever names it is not believed. */
export function outcomeOf({ outcomes }: StageDefinition, name: string): OutcomeDefinition | undefined {
  return Object.hasOwn(outcomes, name) ? outcomes[name] : undefined;
}

const MINUTE_MS = 60_000;

/** Recorded long after it happened, or after the limit within which it is said to have happened 补记. Times are written to the minute. */
export function isBackFilled({ definition }: Walk, { dueAt }: Progress, { occurredAt, recordedAt }: Act): boolean {
  const since = recordedAt - occurredAt;
  const most = definition.parameters['backFilled'];
  const isLong = most !== undefined && since > most.value * MINUTE_MS;
  return isLong || (dueAt !== null && occurredAt <= dueAt && recordedAt > dueAt && since > MINUTE_MS);
}

/** Why an act does not count, whatever it says. */
export function flawOf(
  walk: Walk,
  { definition, startedAt }: Progress,
  act: Act,
  { onlyBy }: OutcomeDefinition,
): Flaw | null {
  if (act.recordedAt < act.occurredAt) return 'recorded-before-act';
  if (startedAt === null || act.occurredAt < startedAt) return 'before-start';
  if (isOvertaking(walk.shared, act)) return 'before-start';
  const roles = [definition.owner.role, ...(definition.alsoBy ?? [])];
  if (!roles.includes(act.by.role) || onlyBy?.includes(act.by.role) === false) return 'wrong-person';
  const others = personsBefore(definition, (id) => stageOf(walk, id)?.by ?? null, walk.shared);
  return others.includes(act.by.id) ? 'same-person' : null;
}

/** Who did the stages whose doer must be somebody else, or took part in them. */
function personsBefore(
  { notBy = [] }: StageDefinition,
  doneBy: (stage: string) => LoopRecord | null,
  shared: readonly Act[],
): readonly string[] {
  return notBy.flatMap((id) => [
    ...personsIn(doneBy(id)),
    // Who took part in it did so, even where the stage has begun anew.
    ...shared.filter(({ stage }) => stage === id).flatMap(personsIn),
  ]);
}

/** Persons who may not do a stage of a loop as it stands 双人, because they did one before it or took part in it. */
export function barredFrom(
  stage: StageDefinition,
  { stages }: Pick<LoopState, 'stages'>,
  records: readonly LoopRecord[],
): readonly string[] {
  const doneBy = (id: string): LoopRecord | null => {
    const by = stages.find((one) => one.id === id)?.by ?? null;
    return records.find((record) => record.id === by) ?? null;
  };
  return [...new Set(personsBefore(stage, doneBy, standing(records, Infinity as Instant).filter(isShared)))];
}

/** Whether an act is said to have happened before one that the platform had recorded at its stage, from what persons did, when it came. */
export function isOvertaking(shared: readonly LoopRecord[], { id, stage, occurredAt }: Overtaking): boolean {
  return shared.some(
    (one) =>
      isShared(one) &&
      one.stage === stage &&
      occurredAt < one.occurredAt &&
      (id === undefined || byNumber(one, { id }) < 0),
  );
}

/** Whether the platform recorded it from what several persons did. */
export const isShared = (record: LoopRecord): record is Act => record.kind === 'act' && record.takenPart !== undefined;

interface Overtaking {
  readonly stage: string;
  readonly occurredAt: Instant;
  /** Undefined: it is yet to be recorded. */
  readonly id?: string;
}

/** Who did what a record says. */
function personsIn(record: LoopRecord | null): readonly string[] {
  if (record === null) return [];
  return [record.by.id, ...(record.kind === 'act' ? (record.takenPart ?? []) : [])];
}
