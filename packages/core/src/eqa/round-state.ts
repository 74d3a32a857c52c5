/** How a round of EQA stands 轮次状态: it follows from what was done and from the time, to the second; nothing switches it. */

export type RoundState = 'planned' | 'shipped' | 'open' | 'closed' | 'evaluated' | 'published' | 'final';

export interface RoundFacts {
  readonly opensAt: number;
  readonly closesAt: number;
  readonly isShipped: boolean;
  /** Versions of its evaluation so far, and of those the last that was published; 0: none. */
  readonly evaluated: number;
  readonly published: number;
  readonly isFinal: boolean;
}

/** Milliseconds; a round is open until the second at which it closes, that second included. */
export function roundState(facts: RoundFacts, now: number): RoundState {
  if (facts.isFinal) return 'final';
  if (facts.published > 0) return 'published';
  if (facts.evaluated > 0) return 'evaluated';
  if (isPast(facts.closesAt, now)) return 'closed';
  if (now >= facts.opensAt) return 'open';
  return facts.isShipped ? 'shipped' : 'planned';
}

/** Whether the second at which a round closes is over. */
export function isPast(closesAt: number, now: number): boolean {
  return Math.floor(now / 1000) > Math.floor(closesAt / 1000);
}
