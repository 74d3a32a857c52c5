/** Critical values 危急值 of a period as they are listed and measured. */
import type { Instant } from '../kernel/day.ts';
import type { LoopState, StageState } from '../loops/types.ts';
import type { ChainPart, CriticalCase, Done, Setting, Step } from './types.ts';

/** A critical value with what is remembered of its loop. */
export interface FollowedCritical {
  readonly loopId: number;
  readonly setting: Setting;
  /** Null: the whole of it. */
  readonly part?: ChainPart | null;
  readonly appearedAt: Instant;
  readonly status: LoopState['status'];
  readonly flaws: readonly string[];
  readonly state: Pick<LoopState, 'stages'>;
  /** Whether the clinical department was told, whatever became of it since. */
  readonly isTold: boolean;
  /** What was told was corrected, taken back, denied by whoever told it, or did not match when it was received. */
  readonly isCorrected: boolean;
  /** The act by which the whole was released 豁免, as it is kept: text in JSON. */
  readonly waiver: { toString(): string } | null;
}

/** A stage that somebody ended, released ones not. */
export function doneStage(
  { state }: Pick<FollowedCritical, 'state'>,
  id: string,
): (StageState & { doneAt: number }) | null {
  const stage = state.stages.find((one) => one.id === id);
  if (stage === undefined || stage.doneAt === null || stage.status === 'waived') return null;
  return { ...stage, doneAt: stage.doneAt };
}

export function caseOf(row: FollowedCritical): CriticalCase {
  const done = (id: string): Done | null => {
    const stage = doneStage(row, id);
    return stage === null ? null : { at: stage.doneAt, outcome: stage.outcome, isLate: stage.status === 'met-late' };
  };
  return {
    id: row.loopId,
    setting: row.setting,
    part: row.part ?? undefined,
    isVoid: row.status === 'void' || isRepeat(row),
    isClosed: row.status === 'closed',
    isClean: row.flaws.length === 0,
    isAccurate: !row.isTold || isRepeat(row) ? null : !row.isCorrected,
    appearedAt: row.appearedAt,
    notified: done('notify'),
    received: done('receive'),
    reached: done('reach'),
    acted: done('act'),
    rechecked: done('recheck'),
    released: releasedOf(row),
  };
}

const STEPS: Readonly<Record<string, Step>> = {
  notify: 'notified',
  receive: 'received',
  reach: 'reached',
  act: 'acted',
  recheck: 'rechecked',
};

/** What a waiver of the stage or of the whole released from. */
function releasedOf({ status, state }: FollowedCritical): readonly Step[] {
  const isWaived = status === 'waived';
  const steps = state.stages.flatMap((stage): readonly Step[] => {
    const step = STEPS[stage.id];
    if (step === undefined || !(stage.status === 'waived' || (isWaived && stage.doneAt === null))) return [];
    return [step];
  });
  return isWaived ? [...steps, 'whole'] : steps;
}

/** Released as one that another measurement of the specimen had raised already. */
function isRepeat({ waiver }: FollowedCritical): boolean {
  return waiver !== null && (JSON.parse(waiver.toString()) as { reason?: string }).reason === 'duplicate';
}
