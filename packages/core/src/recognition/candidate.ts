/**
 * Classifying an earlier result at the point of ordering (section 3): MUST, MAY or NOT, with reasons. Gates, basis and
 * conditions are functions of their own, so that the verdict and its explanation cannot differ.
 */
import { isInDoubt } from './doubt.ts';
import { isAgreementOn } from './mark.ts';
import type { RecognitionParameters } from './parameters.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import type { Scopes } from './scope.ts';
import { DEFAULT_SCOPES } from './scope.ts';
import { dayNumberOf, dayTextOf, minutesOf } from './time.ts';
import type { CandidateInput, CandidateVerdict, RecognitionClass } from './types.ts';

/** The gates in their order, and the reason of each. */
export const GATES = [
  ['N1', 'IDENTITY_NOT_MATCHED'],
  ['N2', 'IDENTITY_UNCONFIRMED'],
  ['N3', 'NOT_A_RESULT'],
  ['N4', 'NOT_FINAL'],
  ['N5', 'ITEM_MISMATCH'],
  ['N6', 'INTEGRITY_FAILED'],
  ['N7', 'NEGATIVE_LIST'],
] as const;

const MUST_BY_MARK: CandidateVerdict = { class: 'MUST', basis: 'MARK', reasons: [] };
const MUST_BY_CONSORTIUM: CandidateVerdict = { class: 'MUST', basis: 'CONSORTIUM', reasons: [] };
const REFUSALS: readonly CandidateVerdict[] = GATES.map(([, reason]) => ({ class: 'NOT', reasons: [reason] }));

/** Index in `GATES` of the first gate that is hit, or −1. */
export function gateHit({ order, result, registry }: CandidateInput): number {
  if (result.identity === 'mismatch') return 0;
  if (result.identity === 'unconfirmed') return 1;
  if (result.content === 'conclusion') return 2;
  if (result.status !== undefined && result.status !== 'final' && result.status !== 'corrected') return 3;
  if (result.item !== undefined && result.item !== order.item) return 4;
  if (differ(order.specimen, result.specimen) || differ(order.bodySite, result.bodySite)) return 4;
  if (result.integrity === 'failed') return 5;
  return registry.negative === true ? 6 : -1;
}

/** Both are stated, and they are not the same: what one side does not state cannot differ. */
function differ(ordered: string | null | undefined, found: string | null | undefined): boolean {
  return typeof ordered === 'string' && typeof found === 'string' && ordered !== found;
}

/** Whether a printed label reaches the receiver on the order day. */
export function isCovering(label: string, input: CandidateInput, scopes: Scopes): boolean {
  const scope = scopes.scopeOf(label);
  if (scope === null || !scopes.contains(scope, input.receiver.region)) return false;
  if (!scope.startsWith('AGR:')) return true;
  const agreement = input.registry.agreements?.[scope];
  return agreement === undefined || isAgreementOn(agreement, dayTextOf(input.order.at));
}

/** Reason why no printed mark carries the result, or null when one does. */
export function markReason(input: CandidateInput, scopes: Scopes): string | null {
  const { printedMarks, entitledAtIssue, doubtWindows, reportedOn } = input.result;
  if (printedMarks.length === 0) {
    if (entitledAtIssue !== undefined) {
      for (const label of entitledAtIssue) if (isCovering(label, input, scopes)) return 'ENTITLED_NOT_PRINTED';
    }
    return 'NO_MARK';
  }
  let covers = false;
  for (const label of printedMarks) {
    if (!isCovering(label, input, scopes)) continue;
    covers = true;
    if (entitledAtIssue === undefined || entitledAtIssue.includes(label)) {
      return isInDoubt(doubtWindows, reportedOn) ? 'QUALITY_IN_DOUBT' : null;
    }
  }
  return covers ? 'MARK_NOT_ENTITLED' : 'SCOPE_NOT_COVERING';
}

/** Whether both institutions stand in a close-knit consortium whose results are a must on the order day. */
export function isConsortiumInForce(input: CandidateInput, parameters: RecognitionParameters): boolean {
  const { consortium } = input.registry;
  if (consortium === undefined || consortium === null || consortium.kind !== 'close-knit') return false;
  if (!parameters.consortiumProvinces.includes(consortium.province)) return false;
  if (!input.receiver.region.startsWith(consortium.province)) return false;
  const { consortiumStart } = parameters;
  const declared = consortium.declaredFrom;
  const start = declared !== null && declared < consortiumStart ? declared : consortiumStart;
  return dayTextOf(input.order.at) >= start;
}

/** What stops the consortium basis: `none` when it stands, `no-consortium`, or the reason that follows the mark's own. */
export function consortiumStop(
  input: CandidateInput,
  markStop: string,
  parameters: RecognitionParameters,
): 'none' | 'no-consortium' | 'ISSUER_SUSPENDED' | 'QUALITY_IN_DOUBT' | 'said-already' {
  if (!isConsortiumInForce(input, parameters)) return 'no-consortium';
  if (input.result.issuerSuspended === true) return 'ISSUER_SUSPENDED';
  if (!isInDoubt(input.result.doubtWindows, input.result.reportedOn)) return 'none';
  return markStop === 'QUALITY_IN_DOUBT' || markStop === 'MARK_NOT_ENTITLED' ? 'said-already' : 'QUALITY_IN_DOUBT';
}

/** Age from sampling to order within the reference time limit; the limit itself is inside. */
export function isWithinTimeLimit(input: CandidateInput, parameters: RecognitionParameters): boolean {
  const limit = input.registry.timeLimit;
  if (limit === undefined || limit === null) return parameters.timeLimitMissing === 'no-bar';
  const ordered = minutesOf(input.order.at);
  const collected = minutesOf(input.result.collectedAt);
  if (typeof limit.days === 'number' && dayNumberOf(ordered) - dayNumberOf(collected) > limit.days) return false;
  return typeof limit.hours !== 'number' || ordered - collected <= limit.hours * 60;
}

/** Method and reference interval are there; an image has neither. */
export function isComplete({ result }: CandidateInput): boolean {
  return result.content === 'image' || (result.method !== false && result.referenceInterval !== false);
}

/** From the platform, or paper that the registrar or the physician confirmed. */
export function isSourceVerified({ result }: CandidateInput): boolean {
  return result.source !== 'paper';
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
): CandidateVerdict {
  const gate = REFUSALS[gateHit(input)];
  if (gate !== undefined) return gate;
  const markStop = markReason(input, scopes);
  let must = MUST_BY_MARK;
  let reasons: string[] | null = null;
  if (markStop !== null) {
    const stop = consortiumStop(input, markStop, parameters);
    if (stop === 'none') must = MUST_BY_CONSORTIUM;
    else if (stop === 'no-consortium' || stop === 'said-already') reasons = [markStop];
    else reasons = [markStop, stop];
  }
  if (!isWithinTimeLimit(input, parameters)) reasons = appended(reasons, 'TIME_LIMIT_EXCEEDED');
  if (!isComplete(input)) reasons = appended(reasons, 'REPORT_INCOMPLETE');
  if (!isSourceVerified(input)) reasons = appended(reasons, 'SOURCE_UNVERIFIED');
  return reasons === null ? must : { class: 'MAY', reasons };
}

function appended(reasons: string[] | null, reason: string): string[] {
  if (reasons === null) return [reason];
  reasons.push(reason);
  return reasons;
}

const CLASS_RANK: Readonly<Record<RecognitionClass, number>> = { MUST: 0, MAY: 1, NOT: 2 };

/** Several earlier results (section 3.3): MUST before MAY before NOT; within a class the most recent sampling first. */
export function rankCandidates<T extends { readonly class: RecognitionClass; readonly collectedAt: number }>(
  candidates: readonly T[],
): T[] {
  return [...candidates].sort((a, b) => CLASS_RANK[a.class] - CLASS_RANK[b.class] || b.collectedAt - a.collectedAt);
}
