/** What is known of a loop while its records are walked through. */
import type { Instant } from '../kernel/day.ts';
import type { WorkdayCalendar } from '../registers/workdays.ts';
import type { Progress } from './progress.ts';
import type { Finding, LoopActor, LoopAlert, LoopDefinition, LoopRecord } from './types.ts';

export type Opened = Extract<LoopRecord, { kind: 'opened' }>;
export type Act = Extract<LoopRecord, { kind: 'act' }>;

/** The walk through the records of one loop, and what was found on the way. */
export interface Walk {
  readonly definition: LoopDefinition;
  readonly opening: Opened;
  readonly calendar: WorkdayCalendar;
  readonly asOf: Instant;
  readonly stages: readonly Progress[];
  readonly findings: Finding[];
  readonly alerts: LoopAlert[];
  /** Acts that the platform recorded from what several persons did: each of them took part, whatever is recorded after it. */
  readonly shared: readonly Act[];
  readonly seen: readonly Extract<LoopRecord, { kind: 'seen' }>[];
  ended: { readonly status: 'waived' | 'void'; readonly at: Instant } | null;
  reopened: number;
  assignee: LoopActor | null;
}

export const isOver = ({ doneAt, isNotNeeded }: Progress): boolean => doneAt !== null || isNotNeeded;

export function stageOf({ stages }: Walk, id: string): Progress | undefined {
  return stages.find(({ definition }) => definition.id === id);
}
