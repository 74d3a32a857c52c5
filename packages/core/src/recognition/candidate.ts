/** Classifying an earlier result at the point of ordering (section 3): MUST, MAY or NOT, with reasons. */
import type { Instant } from '../kernel/day.ts';
import { dayOf, daysBetween, parseInstant } from '../kernel/day.ts';
import { must } from '../kernel/result.ts';
import type { RecognitionParameters } from './parameters.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import type { Scopes } from './scope.ts';
import { DEFAULT_SCOPES } from './scope.ts';
import type { CandidateInput, CandidateVerdict, RecognitionClass } from './types.ts';

/** Hears how each gate, basis and condition came out, for an explanation. */
export type CandidateListener = (step: string, state: 'met' | 'not-met' | 'not-applicable', reason: string | null) => void;

type Result = CandidateInput['result'];

/** Gates N1 to N7 in order; the first hit decides. */
function gateHit(input: CandidateInput): readonly [step: string, reason: string] | null {
  const { result } = input;
  if (result.identity === 'mismatch') return ['N1', 'IDENTITY_NOT_MATCHED'];
  if (result.identity === 'unconfirmed') return ['N2', 'IDENTITY_UNCONFIRMED'];
  if (result.content === 'conclusion') return ['N3', 'NOT_A_RESULT'];
  if (result.status !== undefined && result.status !== 'final') return ['N4', 'NOT_FINAL'];
  if (result.item !== undefined && result.item !== input.order.item) return ['N5', 'ITEM_MISMATCH'];
  if (result.integrity === 'failed') return ['N6', 'INTEGRITY_FAILED'];
  if (input.registry.negative === true) return ['N7', 'NEGATIVE_LIST'];
  return null;
}

const GATES = ['N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7'];

function isInDoubt(result: Result): boolean {
  return result.doubtWindows?.some((w) => w.from <= result.reportedOn && result.reportedOn < w.to) === true;
}

/** Reason why no printed mark carries the result, or null when one does. */
function markReason(input: CandidateInput, orderDay: string, scopes: Scopes): string | null {
  const { result, receiver, registry } = input;
  const isCovering = (label: string): boolean => {
    const scope = scopes.scopeOf(label);
    if (scope === null || !scopes.contains(scope, receiver.region)) return false;
    const agreement = scope.startsWith('AGR:') ? registry.agreements?.[scope] : undefined;
    return agreement === undefined || (agreement.from <= orderDay && (agreement.to === undefined || agreement.to === null || orderDay <= agreement.to));
  };
  if (result.printedMarks.length === 0) return result.entitledAtIssue?.some(isCovering) === true ? 'ENTITLED_NOT_PRINTED' : 'NO_MARK';
  const covering = result.printedMarks.filter(isCovering);
  if (covering.length === 0) return 'SCOPE_NOT_COVERING';
  if (result.entitledAtIssue !== undefined && !covering.some((label) => result.entitledAtIssue?.includes(label))) return 'MARK_NOT_ENTITLED';
  return isInDoubt(result) ? 'QUALITY_IN_DOUBT' : null;
}

/** Whether both institutions stand in a close-knit consortium of the province that makes its results a must on that day. */
function isConsortiumInForce(input: CandidateInput, orderDay: string, parameters: RecognitionParameters): boolean {
  const consortium = input.registry.consortium;
  if (consortium === undefined || consortium === null || consortium.kind !== 'close-knit') return false;
  if (!parameters.consortiumProvinces.includes(consortium.province) || !input.receiver.region.startsWith(consortium.province)) return false;
  const declared = consortium.declaredFrom;
  const start = declared !== null && declared < parameters.consortiumStart ? declared : parameters.consortiumStart;
  return orderDay >= start;
}

function isWithinLimit(collectedAt: Instant, orderedAt: Instant, limit: CandidateInput['registry']['timeLimit']): boolean {
  if (limit === undefined || limit === null) return true;
  if (limit.days !== undefined && daysBetween(dayOf(collectedAt), dayOf(orderedAt)) > limit.days) return false;
  return limit.hours === undefined || Math.floor((orderedAt - collectedAt) / 60_000) <= limit.hours * 60;
}

/**
 * Classifies one earlier result for one order.
 *
 * @example classify({ order: { item: 'ALT', at: '2025-03-10T10:00' }, ... }) // { class: 'MUST', basis: 'MARK', reasons: [] }
 */
export function classify(
  input: CandidateInput,
  parameters: RecognitionParameters = DEFAULT_PARAMETERS,
  scopes: Scopes = DEFAULT_SCOPES,
  listener?: CandidateListener,
): CandidateVerdict {
  const gate = gateHit(input);
  if (listener) for (const step of GATES) listener(step, 'met', null);
  if (gate !== null) {
    listener?.(gate[0], 'not-met', gate[1]);
    return { class: 'NOT', reasons: [gate[1]] };
  }
  const { result } = input;
  const orderedAt = must(parseInstant(input.order.at));
  const collectedAt = must(parseInstant(result.collectedAt));
  const orderDay = dayOf(orderedAt);
  const reasons: string[] = [];
  let basis: 'MARK' | 'CONSORTIUM' = 'MARK';
  const noMark = markReason(input, orderDay, scopes);
  listener?.('MARK', noMark === null ? 'met' : 'not-met', noMark);
  if (noMark === null) listener?.('CONSORTIUM', 'not-applicable', null);
  else {
    const stop = consortiumStop(input, orderDay, noMark, parameters);
    if (stop === 'none') basis = 'CONSORTIUM';
    else reasons.push(noMark, ...stop);
    listener?.('CONSORTIUM', stop === 'none' ? 'met' : isConsortiumInForce(input, orderDay, parameters) ? 'not-met' : 'not-applicable', stop === 'none' ? null : (stop[0] ?? null));
  }
  const condition = (step: string, reason: string, met: boolean): void => {
    if (!met) reasons.push(reason);
    listener?.(step, met ? 'met' : 'not-met', met ? null : reason);
  };
  condition('TIME', 'TIME_LIMIT_EXCEEDED', isWithinLimit(collectedAt, orderedAt, input.registry.timeLimit));
  const isTest = result.content !== 'image';
  condition('REPORT', 'REPORT_INCOMPLETE', !isTest || (result.method !== false && result.referenceInterval !== false));
  condition('SOURCE', 'SOURCE_UNVERIFIED', result.source !== 'paper');
  return reasons.length === 0 ? { class: 'MUST', basis, reasons } : { class: 'MAY', reasons };
}

/** `none` when the consortium carries the result, otherwise the reasons that it adds to the mark's own. */
function consortiumStop(input: CandidateInput, orderDay: string, noMark: string, parameters: RecognitionParameters): 'none' | readonly string[] {
  if (!isConsortiumInForce(input, orderDay, parameters)) return [];
  if (input.result.issuerSuspended === true) return ['ISSUER_SUSPENDED'];
  if (!isInDoubt(input.result)) return 'none';
  return noMark === 'QUALITY_IN_DOUBT' || noMark === 'MARK_NOT_ENTITLED' ? [] : ['QUALITY_IN_DOUBT'];
}

const CLASS_RANK: Readonly<Record<RecognitionClass, number>> = { MUST: 0, MAY: 1, NOT: 2 };

/** Several earlier results (section 3.3): MUST before MAY before NOT; within a class the most recent sampling first. */
export function rankCandidates<T extends { readonly class: RecognitionClass; readonly collectedAt: number }>(candidates: readonly T[]): T[] {
  return [...candidates].sort((a, b) => CLASS_RANK[a.class] - CLASS_RANK[b.class] || b.collectedAt - a.collectedAt);
}
