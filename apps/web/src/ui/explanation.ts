/** The explanation to the patient 解释说明 while it is being written, and as it is sent. */
import type { Explanation } from '@fujie/wire/contracts';

export interface ExplanationDraft {
  readonly purpose: string;
  readonly necessity: string;
  readonly possibleEffects: string;
  readonly toldTo: 'patient' | 'family' | null;
  readonly at: string | null;
}

export const emptyExplanation: ExplanationDraft = {
  purpose: '',
  necessity: '',
  possibleEffects: '',
  toldTo: null,
  at: null,
};

/** What is sent: only what was written. */
export function explanationOf({ purpose, necessity, possibleEffects, toldTo, at }: ExplanationDraft): Explanation {
  return {
    ...(purpose.trim() === '' ? {} : { purpose: purpose.trim() }),
    ...(necessity.trim() === '' ? {} : { necessity: necessity.trim() }),
    ...(possibleEffects.trim() === '' ? {} : { possibleEffects: possibleEffects.trim() }),
    ...(toldTo === null ? {} : { toldTo }),
    ...(at === null ? {} : { at }),
  };
}
