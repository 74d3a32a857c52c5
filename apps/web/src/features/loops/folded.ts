/** Loops of one kind that repeat themselves, folded: what harms life or health always stands open. */
import type { LoopSummary } from '@fujie/wire/contracts';

/** From this harm on (3 rights or trust, 4 order) a kind may be folded. */
const FOLDED_FROM = 3;
const SHOWN = 2;

export interface FoldedKind {
  readonly shown: readonly LoopSummary[];
  readonly folded: readonly LoopSummary[];
}

/** By kind and harm at the place of its most pressing loop: the first two stand open, and the rest if it is only one more. */
export function foldKinds(loops: readonly LoopSummary[]): readonly FoldedKind[] {
  const groups = new Map<string, LoopSummary[]>();
  for (const loop of loops) {
    const key = loop.harm < FOLDED_FROM ? String(loop.id) : `${loop.definition.id}|${String(loop.harm)}`;
    groups.set(key, [...(groups.get(key) ?? []), loop]);
  }
  return [...groups.values()].map((group) => {
    const shown = group.length <= SHOWN + 1 ? group.length : SHOWN;
    return { shown: group.slice(0, shown), folded: group.slice(shown) };
  });
}

/** Whether anything that is waited for is over its limit. */
export function isOver({ waiting }: LoopSummary): boolean {
  return waiting.some(({ overdue }) => overdue);
}
