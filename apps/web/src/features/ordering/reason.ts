/** The reason of a repeat while it is being written, and as it is sent. Which fields are needed the server decides. */
import type { Candidate, ReasonsResponse } from '@fujie/wire/contracts';

import type { ExplanationDraft } from '../../ui/explanation.ts';
import { emptyExplanation, explanationOf } from '../../ui/explanation.ts';
import type { Row } from './draft.ts';
import type { RepeatReason } from './use-acts.ts';

export interface ReasonDraft {
  /** Code of the chosen exception; null until the physician chooses. */
  readonly code: string | null;
  readonly note: string;
  readonly explanation: ExplanationDraft;
}

export const emptyReason: ReasonDraft = {
  code: null,
  note: '',
  explanation: emptyExplanation,
};

/** What is sent: only what was written. */
export function reasonOf(
  draft: ReasonDraft,
  reasons: Pick<ReasonsResponse, 'exceptions'>,
  isMust: boolean,
): RepeatReason {
  const exception = isMust ? reasons.exceptions.find((entry) => entry.code === draft.code) : undefined;
  const explanation = explanationOf(draft.explanation);
  const note = draft.note.trim();
  return {
    code: exception?.article19 ?? null,
    ...(exception !== undefined && exception.code !== String(exception.article19) ? { localCode: exception.code } : {}),
    ...(note === '' ? {} : { note }),
    ...(Object.keys(explanation).length === 0 ? {} : { explanation }),
  };
}

type Suggestion = Candidate['suggestions'][number];

/** The Article 19 cases that the data suggest, by code; the stronger one where items differ. */
export function suggestionsOf(rows: readonly Row[]): ReadonlyMap<number, Suggestion> {
  const byCode = new Map<number, Suggestion>();
  for (const row of rows) {
    for (const suggestion of row.check.candidates[0]?.suggestions ?? []) {
      const known = byCode.get(suggestion.code);
      if (known === undefined || (known.strength === 'suggested' && suggestion.strength === 'detected'))
        byCode.set(suggestion.code, suggestion);
    }
  }
  return byCode;
}
