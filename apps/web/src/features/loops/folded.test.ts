import type { LoopSummary } from '@fujie/wire/contracts';
import { describe, expect, it } from 'vitest';

import { foldKinds } from './folded.ts';

const loop = (id: number, kind: string, harm: number): LoopSummary =>
  ({ id, definition: { id: kind, title: { zh: kind, en: kind } }, harm }) as LoopSummary;
const idsOf = (loops: readonly LoopSummary[]): readonly (readonly (readonly number[])[])[] =>
  foldKinds(loops).map(({ shown, folded }) => [shown.map(({ id }) => id), folded.map(({ id }) => id)]);

describe('kinds that repeat themselves', () => {
  it('stand where their most pressing one stands, two open and the rest folded', () => {
    const visits = [3, 5, 6, 7].map((id) => loop(id, 'visit', 4));
    const [first, ...others] = visits;
    expect(idsOf([...(first === undefined ? [] : [first]), loop(4, 'return', 3), ...others])).toEqual([
      [
        [3, 5],
        [6, 7],
      ],
      [[4], []],
    ]);
  });

  it('are not folded for a single one', () => {
    expect(idsOf([1, 2, 3].map((id) => loop(id, 'visit', 4)))).toEqual([[[1, 2, 3], []]]);
  });

  it('are never folded where life or health is harmed', () => {
    expect(idsOf([1, 2, 3, 4].map((id) => loop(id, 'critical', 2)))).toEqual([1, 2, 3, 4].map((id) => [[id], []]));
  });
});
