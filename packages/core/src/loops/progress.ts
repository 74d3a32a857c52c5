/** A stage on the way through the records of a loop, and what it is said to be in the end. */
import type { Instant } from '../kernel/day.ts';
import type { LoopRecord, StageDefinition, StageState } from './types.ts';

type Act = Extract<LoopRecord, { kind: 'act' }>;

/** A stage while the records are walked through. */
export interface Progress {
  readonly definition: StageDefinition;
  startedAt: Instant | null;
  dueAt: Instant | null;
  doneAt: Instant | null;
  outcome: string | null;
  by: LoopRecord | null;
  attempts: number;
  /** What each attempt says. */
  tried: readonly Act['fields'][];
  /** Began again with this, whatever came before. */
  restartAt: Instant | null;
  /** The limit it had before it began again without having been done. */
  formerDueAt: Instant | null;
  isNotNeeded: boolean;
}

/** A stage that nobody has to do. */
export const NOT_NEEDED = {
  status: 'not-needed',
  startedAt: null,
  dueAt: null,
  doneAt: null,
  outcome: null,
  by: null,
  attempts: 0,
} as const;

/** The state of a stage as of a moment. */
export function stateOf(stage: Progress, isClosed: boolean, asOf: Instant): StageState {
  const { definition, startedAt, dueAt, doneAt, outcome, by, attempts, isNotNeeded } = stage;
  const { id } = definition;
  if (isNotNeeded || (isClosed && doneAt === null)) return { ...NOT_NEEDED, id, attempts };
  const isLate = dueAt !== null && (doneAt ?? asOf) > dueAt;
  const status =
    doneAt === null
      ? startedAt === null
        ? 'waiting'
        : isLate
          ? 'overdue'
          : 'running'
      : by?.kind === 'waived'
        ? 'waived'
        : isLate
          ? 'met-late'
          : 'met';
  return { id, status, startedAt, dueAt, doneAt, outcome, by: by?.id ?? null, attempts };
}
