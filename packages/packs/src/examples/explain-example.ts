/** The findings behind each case of an example, for `fujie pack explain`. */
import type { Finding } from '@fujie/core/recognition';
import { explainCandidate, explainMark, reasonText } from '@fujie/core/recognition';

import type { Example, ExampleCase } from './example.ts';
import { inputOf } from './example.ts';
import { markInput } from './mark-input.ts';
import { candidateInput } from './order-input.ts';
import type { Json } from './read-json.ts';
import { InputFault } from './read-json.ts';
import { EXAMPLE_SCOPES, parametersOf, verdictOf } from './run-examples.ts';

export interface ExplainedCase {
  readonly verdict: Json;
  readonly findings: readonly Finding[];
  readonly missing: readonly string[];
}

/** Findings of a case. Kinds without conditions of their own explain the codes of their verdict. */
export function explainCase(example: Example, one: ExampleCase): ExplainedCase {
  const verdict = verdictOf(example, one);
  if ('error' in verdict) return { verdict, findings: [], missing: [] };
  try {
    const input = inputOf(example, one);
    if (example.kind === 'mark') {
      const { findings, missing } = explainMark(markInput(input), parametersOf(one), EXAMPLE_SCOPES);
      return { verdict, findings, missing };
    }
    if (example.kind === 'candidate') {
      const { findings, missing } = explainCandidate(candidateInput(input), parametersOf(one), EXAMPLE_SCOPES);
      return { verdict, findings, missing };
    }
  } catch (error) {
    if (error instanceof InputFault) return { verdict: { error: error.message }, findings: [], missing: [] };
    throw error;
  }
  return { verdict, findings: codesOf(verdict).map(findingOf), missing: [] };
}

function codesOf(verdict: Json): readonly string[] {
  return ['reasons', 'missing', 'flags', 'violations', 'violation']
    .flatMap((field) => verdict[field] ?? [])
    .filter((code) => typeof code === 'string');
}

function findingOf(code: string): Finding {
  const { zh, en, clauses } = reasonText(code);
  return { step: code, code, state: 'not-met', text: { zh, en }, clauses };
}
