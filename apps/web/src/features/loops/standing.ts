/** How a loop stands, for the eye: what is left of a limit, how a stage ended, which stages somebody has yet to see. */
import type { Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type { LoopField, LoopResponse, LoopStageView } from '@fujie/wire/contracts';

import { msOf } from '../../ui/format.ts';

/** What is left of a limit, or how long it has been over. */
export interface TimeLeft {
  readonly isOver: boolean;
  readonly unit: 'seconds' | 'minutes' | 'hours' | 'days';
  /** Of the unit, and of the next smaller one. */
  readonly count: number;
  readonly rest: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Below an hour to the second, below two days to the minute, otherwise to the hour. */
export function timeLeft(dueMs: number, nowMs: number): TimeLeft {
  const isOver = nowMs > dueMs;
  const ms = Math.abs(dueMs - nowMs);
  const of = (unit: TimeLeft['unit'], large: number, small: number): TimeLeft => ({
    isOver,
    unit,
    count: Math.floor(ms / large),
    rest: Math.floor((ms % large) / small),
  });
  if (ms < MINUTE) return of('seconds', SECOND, 1);
  if (ms < HOUR) return of('minutes', MINUTE, SECOND);
  return ms < 2 * DAY ? of('hours', HOUR, MINUTE) : of('days', DAY, HOUR);
}

/** What is late, or done with something wrong about it, never looks like what was done. */
export type Tone = 'done' | 'flawed' | 'late' | 'running' | 'overdue' | 'waiting' | 'waived' | 'not-needed';

export function toneOf({ status, flaws }: Pick<LoopStageView, 'status' | 'flaws'>): Tone {
  if (status === 'met') return flaws.length === 0 ? 'done' : 'flawed';
  return status === 'met-late' ? 'late' : status;
}

/** Stages that the reader owes and has not been recorded to have seen since they began. */
export function unseenStages(
  { loop, stages, records }: Pick<LoopResponse, 'loop' | 'stages' | 'records'>,
  { name, role }: { readonly name: string; readonly role: string },
): readonly LoopStageView[] {
  if (!loop.isMine) return [];
  return stages.filter((stage) => {
    const isWaited = loop.waiting.some(({ id }) => id === stage.id);
    if (!isWaited || stage.isBarred || (loop.assignee === null && stage.owner.role !== role)) return false;
    return !records.some(
      ({ kind, by, stage: of, occurredAt }) =>
        kind === 'seen' &&
        by.name === name &&
        of?.zh === stage.title.zh &&
        (msOf(occurredAt) ?? 0) >= (msOf(stage.startedAt) ?? 0),
    );
  });
}

/** What a form holds: of a number the digits as they were typed. */
export type Draft = Readonly<Record<string, unknown>>;

/** The fields of an act as they are sent: what was left empty is left out. */
export function fieldsOf(fields: readonly LoopField[], draft: Draft): Record<string, string | number | boolean> {
  return Object.fromEntries(
    fields.flatMap(({ name }): readonly [string, string | number | boolean][] => {
      const value = draft[name];
      if (typeof value === 'string') return value.trim() === '' ? [] : [[name, value.trim()]];
      return typeof value === 'number' || typeof value === 'boolean' ? [[name, value]] : [];
    }),
  );
}

/** An instant as a form holds it, in time of China. */
export function instantAt(ms: number): string {
  return formatInstant(ms as Instant);
}
