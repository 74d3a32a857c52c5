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
  readonly order: { readonly at: string };
  readonly result: { readonly collectedAt: string };
  /** What the provincial register says of the item. */
  readonly item?: {
    /** Hours after which the item is likely to have changed 变化较快. */
    readonly rapidChangeHours?: number | null;
    /** Kinds of major measures 重大医疗措施 the item is tied to. */
    readonly majorMeasures?: readonly string[] | null;
  };
  readonly encounter?: {
    readonly class?: string;
    readonly rescue?: boolean;
    readonly purpose?: string;
    readonly plannedMeasures?: readonly TimedFact[];
    /** ICU transfer, rescue, new principal diagnosis, critical value, discordance of result and diagnosis. */
    readonly changeEvents?: readonly TimedFact[];
  };
}

/** How strongly the data speak for a case. */
export type Strength = 'suggested' | 'detected';
export type Detected = readonly [code: ExceptionCode, strength: Strength];

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
): readonly Detected[] {
  const detected: Detected[] = [];
  const { item, encounter } = input;
  const ordered = minutesOf(input.order.at);
  const collected = minutesOf(input.result.collectedAt);
  if (encounter?.changeEvents?.some((event) => isWithin(event, collected, ordered)) === true) detected.push([1, 'suggested']);
  const hours = item?.rapidChangeHours;
  if (typeof hours === 'number' && ordered - collected > hours * MINUTES_PER_HOUR) detected.push([2, 'detected']);
  if (isBeforeMajorMeasure(input, ordered, parameters)) detected.push([3, 'detected']);
  if (encounter?.class === 'emergency' || encounter?.rescue === true) detected.push([4, 'detected']);
  if (encounter?.purpose !== undefined && APPRAISALS.includes(encounter.purpose)) detected.push([5, 'detected']);
  return detected;
}

/** After the sampling, and not after the order. */
function isWithin(event: TimedFact, collected: number, ordered: number): boolean {
  const at = minutesOf(event.at);
  return collected < at && at <= ordered;
}

function isBeforeMajorMeasure(input: DetectInput, ordered: number, parameters: RecognitionParameters): boolean {
  const tied = input.item?.majorMeasures;
  const planned = input.encounter?.plannedMeasures;
  if (!tied || !planned) return false;
  const latest = ordered + parameters.majorMeasureWindowHours * MINUTES_PER_HOUR;
  return planned.some((measure) => {
    const at = minutesOf(measure.at);
    return ordered <= at && at <= latest && tied.includes(measure.kind);
  });
}
