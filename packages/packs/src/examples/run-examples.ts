/** Runs worked examples through the functions that the server uses, and compares the verdicts. */
import type { Problem } from '@fujie/core/kernel';
import type { RecognitionParameters } from '@fujie/core/recognition';
import {
  admit,
  assessFee,
  assessPanel,
  classify,
  createScopes,
  decideAct,
  DEFAULT_PARAMETERS,
  deriveMark,
  detectExceptions,
  deviates,
  printMarks,
} from '@fujie/core/recognition';

import { CATALOGUE_REGIONS } from '../catalogue/regions.ts';
import { deviationInput, feeInput, panelInput, printInput } from './bill-input.ts';
import type { Example, ExampleCase, ExampleKind } from './example.ts';
import { inputOf, parseExamples } from './example.ts';
import { loopVerdict } from './loop-input.ts';
import { admissionInput, markInput } from './mark-input.ts';
import { actInput, candidateInput, detectInput } from './order-input.ts';
import type { Json } from './read-json.ts';
import { InputFault } from './read-json.ts';

/** Examples name places by their national codes; their labels are those of the catalogue. */
export const EXAMPLE_SCOPES = createScopes(
  CATALOGUE_REGIONS.flatMap(({ code, markPrefix }) => (markPrefix === null ? [] : [{ code, prefix: markPrefix }])),
);

/** One case whose verdict is not the expected one. */
export interface FailedCase {
  readonly id: string;
  /** Number of the case in its example, from 1. */
  readonly case: number;
  readonly clause: string;
  readonly expected: Json;
  readonly actual: Json;
}

export interface ExamplesOutcome {
  readonly passed: number;
  readonly failed: readonly FailedCase[];
  /** What could not be read at all. */
  readonly problems: readonly Problem[];
}

/** Fields that decide; the others of a verdict (flags, due times) are compared when an example states them. */
const DECISIVE: Readonly<Record<ExampleKind, readonly string[]>> = {
  mark: ['mark', 'reasons'],
  admission: ['admitted', 'reasons'],
  candidate: ['class', 'basis', 'reasons'],
  detect: ['detected'],
  act: ['outcome', 'missing'],
  fee: ['case', 'violations'],
  panel: ['maxCharge', 'violation'],
  print: ['labels', 'reasons'],
  deviation: ['kind', 'deviates'],
  // Each question has fields of its own.
  loop: ['at', 'after', 'ladder', 'accepted', 'needs', 'flaw', 'may', 'barred', 'grounds'],
};

/** Runs every example of a file's content; `isMarkdown` for pages with fenced blocks. */
export function runExamples(content: string, isMarkdown: boolean): ExamplesOutcome {
  const parsed = parseExamples(content, isMarkdown);
  if (!parsed.ok) return { passed: 0, failed: [], problems: parsed.problems };
  return runParsedExamples(parsed.value);
}

/** Runs examples that are read already. */
export function runParsedExamples(examples: readonly Example[]): ExamplesOutcome {
  let passed = 0;
  const failed: FailedCase[] = [];
  for (const example of examples) {
    example.cases.forEach((one, index) => {
      const actual = verdictOf(example, one);
      if (agrees(example.kind, one.expect, actual)) passed += 1;
      else
        failed.push({
          id: example.id,
          case: index + 1,
          clause: one.clause,
          expected: one.expect,
          actual: shown(example.kind, one.expect, actual),
        });
    });
  }
  return { passed, failed, problems: [] };
}

/** The verdict of a case, or what is wrong with its input. */
export function verdictOf(example: Example, one: ExampleCase): Json {
  try {
    return decide(example.kind, inputOf(example, one), parametersOf(one));
  } catch (error) {
    if (error instanceof InputFault) return { error: error.message };
    throw error;
  }
}

/** The parameters of a case: the defaults with what it states. */
export function parametersOf(one: ExampleCase): RecognitionParameters {
  for (const name of Object.keys(one.parameters)) {
    if (!Object.hasOwn(DEFAULT_PARAMETERS, name)) throw new InputFault(`there is no parameter \`${name}\``);
  }
  return { ...DEFAULT_PARAMETERS, ...one.parameters };
}

function decide(kind: ExampleKind, input: Json, parameters: RecognitionParameters): Json {
  switch (kind) {
    case 'mark':
      return { ...deriveMark(markInput(input), parameters, EXAMPLE_SCOPES) };
    case 'admission':
      return { ...admit(admissionInput(input), parameters, EXAMPLE_SCOPES) };
    case 'candidate':
      return { ...classify(candidateInput(input), parameters, EXAMPLE_SCOPES) };
    case 'detect':
      return {
        detected: detectExceptions(detectInput(input), parameters).map(({ code, strength }) => [code, strength]),
      };
    case 'act':
      return { ...decideAct(actInput(input), parameters) };
    case 'fee':
      return { ...assessFee(feeInput(input)) };
    case 'panel':
      return { ...assessPanel(panelInput(input)) };
    case 'print':
      return { ...printMarks(printInput(input), EXAMPLE_SCOPES) };
    case 'deviation':
      return { ...deviates(deviationInput(input), parameters) };
    case 'loop':
      return loopVerdict(input);
  }
}

/** Whether a verdict is the expected one. */
export function agrees(kind: ExampleKind, expected: Json, actual: Json): boolean {
  if ('error' in actual) return false;
  return [...new Set([...DECISIVE[kind], ...Object.keys(expected)])].every(
    (field) => canonical(expected[field]) === canonical(actual[field]),
  );
}

/** Nothing, null and an empty list say the same. A field of the chart may be written with or without its group. */
function canonical(value: unknown): string {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return 'none';
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? part.replace(/^chart\./u, '') : part,
  );
}

/** The part of a verdict that a reader compares with the expectation. */
function shown(kind: ExampleKind, expected: Json, actual: Json): Json {
  if ('error' in actual) return actual;
  const fields = [...new Set([...Object.keys(expected), ...DECISIVE[kind]])];
  return Object.fromEntries(
    fields
      .filter((field) => field in expected || canonical(actual[field]) !== 'none')
      .map((field) => [field, actual[field] ?? null]),
  );
}
