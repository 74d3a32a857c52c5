/** Which records of a loop count at a moment 有效记录, and in which order. */
import type { Instant } from '../kernel/day.ts';
import type { LoopRecord } from './types.ts';

/** The records that count: known by then, and neither corrected nor withdrawn since. In the order in which they happened. */
export function standing(records: readonly LoopRecord[], asOf: Instant): readonly LoopRecord[] {
  const known = records.filter(({ recordedAt }) => recordedAt <= asOf);
  const replaced = new Set(known.flatMap(({ corrects }) => corrects ?? []));
  const openedFirst = ({ kind }: LoopRecord): number => (kind === 'opened' ? 0 : 1);
  return known
    .filter(({ id }) => !replaced.has(id))
    .sort(
      (a, b) =>
        a.occurredAt - b.occurredAt || openedFirst(a) - openedFirst(b) || a.recordedAt - b.recordedAt || byNumber(a, b),
    );
}

/** Numbers of records, as text: the longer one came later. */
export function byNumber(a: Pick<LoopRecord, 'id'>, b: Pick<LoopRecord, 'id'>): number {
  return a.id.length - b.id.length || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/** A withdrawal of the whole: it names no record, or one that opened the loop. */
export function isOfOpening({ corrects }: LoopRecord, records: readonly LoopRecord[]): boolean {
  return corrects === undefined || records.some(({ id, kind }) => id === corrects && kind === 'opened');
}
