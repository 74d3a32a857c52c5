/** The physician's act 处置: accepting an earlier result or repeating it (sections 4.2 to 4.4). */
import type { Instant } from '../kernel/day.ts';
import { formatInstant, parseInstant } from '../kernel/day.ts';
import { must } from '../kernel/result.ts';
import { isBlank } from '../kernel/text.ts';
import type { Strength } from './detect.ts';
import type { RecognitionParameters } from './parameters.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import type { ExceptionCode, RecognitionClass } from './types.ts';

/** What the patient was told 解释说明 about a repeat. */
export interface ExplanationFacts {
  readonly purpose?: string | null;
  readonly necessity?: string | null;
  readonly possibleEffects?: string | null;
  readonly toldTo?: string | null;
  readonly at?: string | null;
}

export interface ActInput {
  /** Only `treating-physician` 接诊医师 acts. */
  readonly role: string;
  readonly class: RecognitionClass;
  readonly choice: 'ACCEPT' | 'REPEAT';
  readonly receiverRegion: string;
  readonly orderedAt: string;
  /** Cases that the data show, `[code, strength]`. */
  readonly detected?: readonly (readonly [code: number, strength: Strength])[];
  /** Principal case of Article 19. */
  readonly code?: number | null;
  /** Further cases; they are reviewed, the principal one decides. */
  readonly otherCodes?: readonly number[];
  readonly note?: string | null;
  readonly explanation?: ExplanationFacts | null;
  /** What accepting writes into the chart; absent means all of it. */
  readonly chart?: {
    readonly result?: string | null;
    readonly institution?: string | null;
    /** Day of the report; the day of the sampling does not stand for it. */
    readonly date?: string | null;
  };
  /** Reasons of the classification: which NOT owes the patient an explanation depends on them. */
  readonly reasons?: readonly string[];
}

export type ActOutcome = 'ACCEPTED' | 'ACCEPT_INCOMPLETE' | 'ORDER_ALLOWED' | 'ORDER_BLOCKED' | 'REFUSED';

export interface ActVerdict {
  readonly outcome: ActOutcome;
  /** What has to be added before the same act passes. */
  readonly missing: readonly string[];
  /** Why the act goes into the monthly review 点评. */
  readonly flags: readonly string[];
  /** When an explanation that is still missing is due; null if none is. */
  readonly explanationDueAt: string | null;
}

const CHART_FIELDS = ['result', 'institution', 'date'] as const;
const EXPLANATION_FIELDS = ['purpose', 'necessity', 'toldTo', 'at'] as const;
/** Gates after which a repeat is explained to the patient; the others leave no result to speak of (section 4.3). */
export const EXPLAINED_GATES: readonly string[] = ['NEGATIVE_LIST', 'INTEGRITY_FAILED'];
const HOUR_MS = 3_600_000;

/** Fields of the explanation that are still missing, in the order of the specification. */
export function missingExplanation(
  explanation: ExplanationFacts | null | undefined,
  receiverRegion: string,
  parameters: RecognitionParameters = DEFAULT_PARAMETERS,
): readonly string[] {
  const missing: string[] = [];
  for (const field of EXPLANATION_FIELDS) if (isBlank(explanation?.[field])) missing.push(`explanation.${field}`);
  const needsEffects = parameters.possibleEffectsRegions.some((region) => receiverRegion.startsWith(region));
  if (needsEffects && isBlank(explanation?.possibleEffects)) missing.push('explanation.possibleEffects');
  return missing;
}

/**
 * What becomes of the physician's choice. A blocked order is never final: with a case of Article 19, a note where one is
 * needed, and the explanation, every order passes.
 *
 * @example decideAct({ role: 'nurse', ... }) // { outcome: 'REFUSED', missing: ['TREATING_PHYSICIAN'], ... }
 */
export function decideAct(input: ActInput, parameters: RecognitionParameters = DEFAULT_PARAMETERS): ActVerdict {
  if (input.role !== 'treating-physician') return verdict('REFUSED', ['TREATING_PHYSICIAN']);
  if (input.choice === 'ACCEPT') return accept(input);
  const missing = missingExplanation(input.explanation, input.receiverRegion, parameters);
  if (input.class === 'MUST') return repeatOfMust(input, missing, parameters);
  const isOwed = input.class === 'MAY' || input.reasons?.some((reason) => EXPLAINED_GATES.includes(reason)) === true;
  return verdict('ORDER_ALLOWED', [], [], isOwed && missing.length > 0 ? dueAt(input, parameters) : null);
}

function verdict(
  outcome: ActOutcome,
  missing: readonly string[] = [],
  flags: readonly string[] = [],
  explanationDueAt: string | null = null,
): ActVerdict {
  return { outcome, missing, flags, explanationDueAt };
}

function accept(input: ActInput): ActVerdict {
  if (input.class === 'NOT') return verdict('REFUSED', ['ACCEPTABLE_RESULT']);
  const { chart } = input;
  if (chart === undefined) return verdict('ACCEPTED');
  const missing = CHART_FIELDS.filter((field) => isBlank(chart[field])).map((field) => `chart.${field}`);
  return verdict(missing.length === 0 ? 'ACCEPTED' : 'ACCEPT_INCOMPLETE', missing);
}

function isExceptionCode(code: number | null | undefined): code is ExceptionCode {
  return code === 1 || code === 2 || code === 3 || code === 4 || code === 5 || code === 6;
}

function isDetected(input: ActInput, code: number): boolean {
  return input.detected?.some(([found, strength]) => found === code && strength === 'detected') === true;
}

function repeatOfMust(
  input: ActInput,
  missingFields: readonly string[],
  parameters: RecognitionParameters,
): ActVerdict {
  const { code } = input;
  if (!isExceptionCode(code)) return verdict('ORDER_BLOCKED', ['EXCEPTION_CODE']);
  const needsNote = [code, ...(input.otherCodes ?? [])].some((chosen) => chosen === 1 || chosen === 6);
  const missing = needsNote && isBlank(input.note) ? ['NOTE', ...missingFields] : missingFields;
  if (missing.length === 0) return verdict('ORDER_ALLOWED', [], reviewFlags(input, code));
  // An emergency is not held up by the talk about it (ground rule 2).
  if (code === 4 && isDetected(input, 4)) {
    const due = missingFields.length > 0 ? dueAt(input, parameters) : null;
    return verdict('ORDER_ALLOWED', [], reviewFlags(input, code), due);
  }
  return verdict('ORDER_BLOCKED', missing);
}

function reviewFlags(input: ActInput, principal: ExceptionCode): readonly string[] {
  const codes = [principal, ...(input.otherCodes ?? [])];
  const flags: string[] = [];
  if (codes.some((code) => code >= 2 && code <= 5 && !isDetected(input, code))) flags.push('CODE_UNSUPPORTED');
  if (codes.includes(6)) flags.push('CODE_6');
  return flags;
}

function dueAt(input: ActInput, parameters: RecognitionParameters): string {
  const ordered = must(parseInstant(input.orderedAt));
  return formatInstant((ordered + parameters.explanationDeferralHours * HOUR_MS) as Instant);
}
