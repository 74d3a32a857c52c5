/** Cases of Article 19 第十九条情形 that the data show (section 4.1). They are suggested, never ticked in advance. */
import type { RecognitionParameters } from './parameters.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import { minutesOf } from './time.ts';
import type { ExceptionCode } from './types.ts';

/** Something that happened or is planned, with its time. */
export interface TimedFact {
  readonly kind: string;
  readonly at: string;
}

export interface DetectInput {
  readonly order: { readonly item?: string; readonly at: string };
  readonly result: { readonly collectedAt: string };
  readonly encounter?: {
    readonly class?: string;
    readonly rescue?: boolean;
    readonly purpose?: string;
    readonly plannedMeasures?: readonly TimedFact[];
    /** ICU transfer, rescue, new principal diagnosis, critical value, discordance of result and diagnosis. */
    readonly events?: readonly TimedFact[];
  };
  /** What the provincial register says of the item. */
  readonly registry?: {
    /** Hours after which the item is likely to have changed 变化较快. */
    readonly rapidChangeHours?: number | null;
    /** Kinds of major measures 重大医疗措施 the item is tied to. */
    readonly majorMeasures?: readonly string[] | null;
  };
}

/** How strongly the data speak for a case. */
export type Strength = 'suggested' | 'detected';

/** A case of Article 19 that the data show. */
export interface ExceptionSuggestion {
  readonly code: ExceptionCode;
  readonly strength: Strength;
}

/** Purposes of an encounter that are an appraisal 鉴定 in the sense of case 5. */
const APPRAISALS: readonly string[] = ['forensic', 'disability', 'sick-retirement'];
const MINUTES_PER_HOUR = 60;

/**
 * Cases that the data show, in the order of their codes.
 *
 * @example detectExceptions({ order: { at: '2024-08-12T10:00' }, result: { collectedAt: '2024-08-12T06:00' }, encounter: { class: 'emergency' } })
 */
export function detectExceptions(
  input: DetectInput,
  parameters: RecognitionParameters = DEFAULT_PARAMETERS,
): readonly ExceptionSuggestion[] {
  const found: ExceptionSuggestion[] = [];
  const { encounter, registry } = input;
  const ordered = minutesOf(input.order.at);
  const collected = minutesOf(input.result.collectedAt);
  if (encounter?.events?.some((event) => isBetween(event, collected, ordered)) === true)
    found.push({ code: 1, strength: 'suggested' });
  const hours = registry?.rapidChangeHours;
  if (typeof hours === 'number' && ordered - collected > hours * MINUTES_PER_HOUR)
    found.push({ code: 2, strength: 'detected' });
  if (isBeforeMajorMeasure(input, ordered, parameters)) found.push({ code: 3, strength: 'detected' });
  if (encounter?.class === 'emergency' || encounter?.rescue === true) found.push({ code: 4, strength: 'detected' });
  if (encounter?.purpose !== undefined && APPRAISALS.includes(encounter.purpose))
    found.push({ code: 5, strength: 'detected' });
  return found;
}

/** After the sampling, and not after the order. */
function isBetween(event: TimedFact, collected: number, ordered: number): boolean {
  const at = minutesOf(event.at);
  return collected < at && at <= ordered;
}

function isBeforeMajorMeasure(input: DetectInput, ordered: number, parameters: RecognitionParameters): boolean {
  const tied = input.registry?.majorMeasures;
  const planned = input.encounter?.plannedMeasures;
  if (!tied || !planned) return false;
  const latest = ordered + parameters.majorMeasureWindowHours * MINUTES_PER_HOUR;
  return planned.some((measure) => {
    const at = minutesOf(measure.at);
    return ordered <= at && at <= latest && tied.includes(measure.kind);
  });
}
