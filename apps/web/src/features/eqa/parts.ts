import type { EqaEvaluationEntry, EqaOrganisedRound, EqaProgrammesResponse } from '@fujie/wire/contracts';

export type Evaluation = NonNullable<EqaOrganisedRound['evaluation']>;
export type Programme = EqaProgrammesResponse['programmes'][number];

/** What is asked of another version: what was decided and left out before, and what comes to it. */
export function againOf(
  evaluation: Evaluation | null,
  { excluded = [], decisions = [], ...rest }: EqaEvaluationEntry,
): EqaEvaluationEntry {
  return {
    ...rest,
    excluded: [...(evaluation?.excluded ?? []), ...excluded],
    decisions: [...(evaluation?.decisions ?? []), ...decisions],
  };
}
