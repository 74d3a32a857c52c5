/** The reason of a repeat while it is being written, and as it is sent. Which fields are needed the server decides. */
import type { Candidate, Explanation, ReasonsResponse } from '@fujie/wire/contracts';

import type { Row } from './draft.ts';
import type { RepeatReason } from './use-acts.ts';

export interface ReasonDraft {
  /** Code of the chosen exception; null until the physician chooses. */
  readonly code: string | null;
  readonly note: string;
  readonly explanation: {
    readonly purpose: string;
    readonly necessity: string;
    readonly possibleEffects: string;
    readonly toldTo: 'patient' | 'family' | null;
    readonly at: string | null;
  };
}

export const emptyReason: ReasonDraft = {
  code: null,
  note: '',
  explanation: { purpose: '', necessity: '', possibleEffects: '', toldTo: null, at: null },
};

/** What is sent: only what was written. */
export function reasonOf(
  draft: ReasonDraft,
  reasons: Pick<ReasonsResponse, 'exceptions'>,
  isMust: boolean,
): RepeatReason {
  const exception = isMust ? reasons.exceptions.find((entry) => entry.code === draft.code) : undefined;
  const explanation = explanationOf(draft);
  const note = draft.note.trim();
  return {
    code: exception?.article19 ?? null,
    ...(exception !== undefined && exception.code !== String(exception.article19) ? { localCode: exception.code } : {}),
    ...(note === '' ? {} : { note }),
    ...(Object.keys(explanation).length === 0 ? {} : { explanation }),
  };
}

function explanationOf({ explanation }: ReasonDraft): Explanation {
  const { purpose, necessity, possibleEffects, toldTo, at } = explanation;
  return {
    ...(purpose.trim() === '' ? {} : { purpose: purpose.trim() }),
    ...(necessity.trim() === '' ? {} : { necessity: necessity.trim() }),
    ...(possibleEffects.trim() === '' ? {} : { possibleEffects: possibleEffects.trim() }),
    ...(toldTo === null ? {} : { toldTo }),
    ...(at === null ? {} : { at }),
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
