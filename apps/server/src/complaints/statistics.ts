/** Counts of complaints 监督举报统计: everything has a result, every letter an echo. Source: taiyuan-2024.3.2#03. */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, daysBetween } from '@fujie/core/kernel';
import type { StageState } from '@fujie/core/loops';
import type { ComplaintsQuery } from '@fujie/wire/contracts';

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

/** As of when complaints are counted, and until when one was to be answered. */
interface CountedAs<R> {
  readonly now: Instant;
  readonly answerBy: (row: R) => Instant | null;
}

/** Whether a number counts a complaint: the same for the number and for the list that it opens to. */
export function isCounted<R extends Counted>(
  measure: ComplaintsQuery['counted'],
  row: R,
  { now, answerBy }: CountedAs<R>,
): boolean {
  const answer = row.state.stages.find(({ id }) => id === 'answer');
  const isAnswered = isDone(answer);
  switch (measure) {
    case undefined:
      return true;
    case 'answered':
      return isAnswered;
    case 'inTime':
      return isAnswered && answer?.status === 'met';
    case 'overdue':
      return row.status === 'open' && !isAnswered && (answerBy(row) ?? now) < now;
    case 'founded':
      return outcomesOf(row).some((outcome) => FOUNDED.includes(outcome));
    case 'satisfied':
    case 'dissatisfied':
      return outcomesOf(row).includes(`visit:${measure}`);
  }
}

const outcomesOf = ({ state }: Counted): readonly string[] =>
  state.stages.flatMap(({ id, outcome }) => (outcome === null ? [] : [`${id}:${outcome}`]));

export function countComplaints<R extends Counted>(rows: readonly R[], as: CountedAs<R>): ComplaintCounts {
  const counted = (measure: ComplaintsQuery['counted']): readonly R[] =>
    rows.filter((row) => isCounted(measure, row, as));
  const [answered, satisfied] = [counted('answered'), counted('satisfied').length];
  return {
    received: rows.length,
    answered: answered.length,
    inTime: counted('inTime').length,
    overdue: counted('overdue').length,
    founded: counted('founded').length,
    satisfied,
    rated: satisfied + counted('dissatisfied').length,
    medianDays: median(
      answered.map(({ receivedMs, state }) => {
        const doneAt = state.stages.find(({ id }) => id === 'answer')?.doneAt ?? as.now;
        return daysBetween(dayOf(receivedMs as Instant), dayOf(doneAt));
      }),
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
