/** From registers 目录 to the input of the classification 互认判定: what applies to an order and an earlier result. */
import type { Day } from '../kernel/day.ts';
import { isInForce } from '../kernel/day.ts';
import * as registers from '../registers/definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { entitledMarks, pairFacts } from './facts.ts';
import type { RecognitionParameters } from './parameters.ts';
import { agreementsOn, widening } from './scope-facts.ts';
import { specimenKind } from './specimen.ts';
import { dayTextOf } from './time.ts';
import type { CandidateInput } from './types.ts';

/** Circumstance of a negative-list entry that applies to every order of the item. */
export const ANY_CIRCUMSTANCE = 'any';

/** What is known of an earlier result, apart from the registers. Stored with a decision for replay. */
export interface ResultFacts {
  readonly item: string;
  readonly institution: string;
  readonly identity: 'verified' | 'unconfirmed' | 'mismatch';
  readonly status: 'final' | 'preliminary' | 'withdrawn';
  readonly content: 'data' | 'image' | 'conclusion';
  readonly integrity: 'ok' | 'failed';
  readonly source: 'platform' | 'paper-confirmed' | 'paper';
  readonly printedMarks: readonly string[];
  /** ISO 8601. */
  readonly collectedAt: string;
  readonly reportedOn: Day;
  readonly method: boolean;
  readonly referenceInterval: boolean;
  /** In the words of the laboratory, where known. */
  readonly specimen?: string | null | undefined;
}

export interface OrderFacts {
  readonly item: string;
  /** ISO 8601. */
  readonly at: string;
  /** Circumstances of the order that a negative list may name. */
  readonly circumstances?: readonly string[];
}

export interface TimeLimit {
  readonly days?: number;
  readonly hours?: number;
  readonly source: string;
}

/** The recognition time limit 参考时限 of an item where the receiver lies, on a day; the narrowest region that has one. */
export function timeLimitFor(snapshot: RegisterSnapshot, region: string, item: string, day: Day): TimeLimit | null {
  const byDay = snapshot.memoPair('limits', region, item, () => new Map<string, TimeLimit | null>());
  const known = byDay.get(day);
  if (known !== undefined) return known;
  const limit = findTimeLimit(snapshot, region, item, day);
  byDay.set(day, limit);
  return limit;
}

function findTimeLimit(snapshot: RegisterSnapshot, region: string, item: string, day: Day): TimeLimit | null {
  for (const place of widening(region)) {
    const row = snapshot.find(registers.timeLimits, `${place}|${item}|ceiling`, day);
    if (row === null) continue;
    const { days, hours, source } = row;
    return { ...(days === null ? {} : { days }), ...(hours === null ? {} : { hours }), source };
  }
  return null;
}

function isNegative(snapshot: RegisterSnapshot, region: string, order: OrderFacts, day: Day): boolean {
  const places = widening(region);
  const entries = snapshot.memoPair('negative', region, order.item, () =>
    snapshot.all(registers.negativeList).filter(({ row }) => row.item === order.item && places.includes(row.region)),
  );
  return entries.some(
    (entry) =>
      isInForce(entry, day) &&
      (entry.row.circumstance === ANY_CIRCUMSTANCE || order.circumstances?.includes(entry.row.circumstance) === true),
  );
}

type Consortium = NonNullable<CandidateInput['registry']['consortium']>;

/**
 * The close-knit consortium 紧密型医联体 of which both institutions are members on a day, of those of the receiver's province;
 * of several the one that declared its start first, because it makes more results a must. An institution needs none for
 * its own results: those it has without any recognition among members, and they count as none.
 */
function commonConsortium(
  snapshot: RegisterSnapshot,
  receiver: string,
  region: string,
  issuer: string,
  day: Day,
): Consortium | null {
  if (receiver === issuer) return null;
  const members = membersOn(snapshot, day);
  const ofIssuer = members.get(issuer) ?? [];
  let first: Consortium | null = null;
  for (const code of members.get(receiver) ?? []) {
    const row = ofIssuer.includes(code) ? snapshot.find(registers.consortia, code, day) : null;
    if (row?.kind !== 'close-knit' || !region.startsWith(row.province)) continue;
    const { kind, province, declaredFrom } = row;
    if (first === null || (declaredFrom !== null && (first.declaredFrom === null || declaredFrom < first.declaredFrom)))
      first = { kind, province, declaredFrom };
  }
  return first;
}

/** Consortia of each institution on a day. */
function membersOn(snapshot: RegisterSnapshot, day: Day): ReadonlyMap<string, readonly string[]> {
  const byDay = snapshot.memo('consortium-members', () => new Map<Day, ReadonlyMap<string, readonly string[]>>());
  const known = byDay.get(day);
  if (known !== undefined) return known;
  const members = new Map<string, string[]>();
  for (const { institution, consortium } of snapshot.inForce(registers.consortiumMembers, day)) {
    const own = members.get(institution);
    if (own === undefined) members.set(institution, [consortium]);
    else own.push(consortium);
  }
  byDay.set(day, members);
  return members;
}

/**
 * What `classify` looks at, read from the registers, for an order at an institution and one earlier result. The specimen that
 * is ordered is that of the item register; a body part has an item of its own, so that the code tells it.
 */
export function candidateInputFor(
  snapshot: RegisterSnapshot,
  parameters: RecognitionParameters,
  order: OrderFacts,
  receiver: string,
  result: ResultFacts,
): CandidateInput {
  const day = dayTextOf(order.at) as Day;
  const institution = snapshot.institution(receiver, day);
  const region = institution?.region ?? '';
  const issuer = pairFacts(snapshot, result.institution, result.item);
  const isSuspended = issuer.suspensions.some(
    (s) => s.from <= result.reportedOn && (s.to === null || s.to === undefined || result.reportedOn < s.to),
  );
  return {
    order: { item: order.item, at: order.at, specimen: specimenKind(snapshot.item(order.item, day)?.specimen) },
    receiver: {
      region,
      ...(institution === null ? {} : { ownership: institution.ownership, level: institution.level }),
    },
    result: {
      item: result.item,
      specimen: specimenKind(result.specimen),
      identity: result.identity,
      status: result.status,
      content: result.content,
      integrity: result.integrity,
      source: result.source,
      printedMarks: result.printedMarks,
      entitledAtIssue: entitledMarks(snapshot, result.institution, result.item, result.reportedOn, parameters),
      collectedAt: result.collectedAt,
      reportedOn: result.reportedOn,
      method: result.method,
      referenceInterval: result.referenceInterval,
      doubtWindows: issuer.doubtWindows,
      issuerSuspended: isSuspended,
    },
    registry: {
      timeLimit: timeLimitFor(snapshot, region, order.item, day),
      negative: isNegative(snapshot, region, order, day),
      agreements: agreementsOn(snapshot, day),
      consortium: commonConsortium(snapshot, receiver, region, result.institution, day),
    },
  };
}
