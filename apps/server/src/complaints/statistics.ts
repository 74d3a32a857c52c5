/** Counts of complaints 监督举报统计: everything has a result, every letter an echo. Source: taiyuan-2024.3.2#03. */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, daysBetween } from '@fujie/core/kernel';
import type { StageState } from '@fujie/core/loops';

import type { ComplaintRow } from './complaints.query.ts';

type Counted = Pick<ComplaintRow, 'institution' | 'receivedMs' | 'status' | 'state'>;

export interface ComplaintCounts {
  readonly received: number;
  readonly answered: number;
  readonly inTime: number;
  readonly overdue: number;
  readonly founded: number;
  readonly satisfied: number;
  readonly rated: number;
  readonly medianDays: number | null;
}

/** Counts complaints as of a moment; `answerBy` says until when one was to be answered. */
export function countComplaints<R extends Counted>(
  rows: readonly R[],
  now: Instant,
  answerBy: (row: R) => Instant | null,
): ComplaintCounts {
  const stageOf = ({ state }: R, id: string): StageState | undefined => state.stages.find((stage) => stage.id === id);
  const answers = rows.map((row) => ({ row, answer: stageOf(row, 'answer') }));
  const answered = answers.filter(({ answer }) => isDone(answer));
  const outcomes = rows.flatMap((row) =>
    row.state.stages.flatMap(({ id, outcome }) => (outcome === null ? [] : [`${id}:${outcome}`])),
  );
  const rated = outcomes.filter((outcome) => outcome === 'visit:satisfied' || outcome === 'visit:dissatisfied');
  return {
    received: rows.length,
    answered: answered.length,
    inTime: answered.filter(({ answer }) => answer?.status === 'met').length,
    overdue: answers.filter(
      ({ row, answer }) => row.status === 'open' && !isDone(answer) && (answerBy(row) ?? now) < now,
    ).length,
    founded: outcomes.filter((outcome) => FOUNDED.includes(outcome)).length,
    satisfied: rated.filter((outcome) => outcome === 'visit:satisfied').length,
    rated: rated.length,
    medianDays: median(
      answered.map(({ row, answer }) => daysBetween(dayOf(row.receivedMs as Instant), dayOf(answer?.doneAt ?? now))),
    ),
  };
}

const FOUNDED: readonly string[] = ['investigate:founded', 'investigate:partly', 'examine:founded'];

const isDone = (stage: StageState | undefined): boolean => (stage?.doneAt ?? null) !== null;

/** Of an even number the middle of the two in the middle. */
function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half];
  const lower = sorted[half - 1];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 || lower === undefined ? upper : (lower + upper) / 2;
}
