/** Writes what recurs in loops shortly: a figure that no document states, an outcome that ends its stage. */
import type { LoopParameter, OutcomeDefinition } from '@fujie/core/loops';

export const local = (zh: string, en: string, value: number, unit: LoopParameter['unit']): LoopParameter => ({
  zh,
  en,
  value,
  unit,
  source: 'local',
});

export const done = (
  zh: string,
  en: string,
  requires: readonly string[] = [],
  asks: readonly string[] = [],
): OutcomeDefinition => ({
  zh,
  en,
  effect: 'done',
  requires,
  asks,
});
