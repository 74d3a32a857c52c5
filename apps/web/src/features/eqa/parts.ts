import type { EqaEvaluationEntry, EqaOrganisedRound, EqaProgrammesResponse } from '@fujie/wire/contracts';

export type Evaluation = NonNullable<EqaOrganisedRound['evaluation']>;
export type Programme = EqaProgrammesResponse['programmes'][number];

/** A result of a laboratory. */
export interface Cell {
  readonly institution: string;
  readonly item: string;
  readonly sample: string;
}

export const isSameCell = (a: Cell, b: Cell): boolean =>
  a.institution === b.institution && a.item === b.item && a.sample === b.sample;

/**
 * What is asked of another version: what was decided, left out and withdrawn before, and what comes to it in its place; `restored` is neither decided
 * nor left out. Samples that are withdrawn are those of before, unless `ungraded` names all that are to be.
 */
export function againOf(
  evaluation: Pick<Evaluation, 'excluded' | 'decisions' | 'ungraded'> | null,
  { excluded = [], decisions = [], ungraded = evaluation?.ungraded ?? [], ...rest }: EqaEvaluationEntry,
  restored?: Cell,
): EqaEvaluationEntry {
  const isLeft = (one: Cell, instead: readonly Cell[]): boolean =>
    (restored === undefined || !isSameCell(one, restored)) && !instead.some((other) => isSameCell(one, other));
  return {
    ...{ ...rest, ungraded: [...ungraded] },
    excluded: [...(evaluation?.excluded ?? []).filter((one) => isLeft(one, excluded)), ...excluded],
    decisions: [...(evaluation?.decisions ?? []).filter((one) => isLeft(one, decisions)), ...decisions],
  };
}
