/** Findings 判定依据: how each condition of a decision came out, with its clauses, for the page behind a verdict. */
import { reasonText } from './reasons.ts';

/** Never a yes or no: a condition can be untestable, or its facts unknown. */
export type FindingState = 'met' | 'not-met' | 'not-applicable' | 'unknown';

export interface Text {
  readonly zh: string;
  readonly en: string;
}

export interface Finding {
  /** Condition of the decision specification, such as M5 or N7. */
  readonly step: string;
  /** The reason code that the condition gives when it is not met. */
  readonly code: string;
  readonly state: FindingState;
  readonly text: Text;
  readonly clauses: readonly string[];
}

export interface Explained<V> {
  readonly verdict: V;
  readonly findings: readonly Finding[];
  /** Facts that nobody supplied, as dotted paths of the input. */
  readonly missing: readonly string[];
}

/** A finding that cites the clauses of its reason code. */
export function finding(step: string, code: string, state: FindingState, zh: string, en: string): Finding {
  return { step, code, state, text: { zh, en }, clauses: reasonText(code).clauses };
}
