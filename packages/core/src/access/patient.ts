/**
 * What a person, or whoever is guardian 监护人, may do on a page of their own 患者本人查询: judged as values, without clock or
 * chance. Source: personal information protection law, art. 31, 44 to 46 and 50; GB/T 35273-2020 chapter 8.7.
 */
import type { Day, Instant } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import type { AccessParameters } from './parameters.ts';
import { ageOn } from './wish.ts';

/** A guardianship 监护登记, as an institution recorded it. */
export interface GuardianshipFact {
  readonly from: Day;
  /** The first day on which it no longer holds; null: it was not ended. */
  readonly to: Day | null;
  /** Null: nobody knows how old the child is. */
  readonly birthOn: Day | null;
}

/** Whether a guardian opens the page of a child: while it is recorded, and until the child decides alone. */
export function mayActFor(
  { from, to, birthOn }: GuardianshipFact,
  day: Day,
  { guardianAge }: Pick<AccessParameters, 'guardianAge'>,
): boolean {
  if (birthOn === null || from > day || (to !== null && to <= day)) return false;
  return ageOn(birthOn, day) < guardianAge;
}

/** A one-time code 一次性验证码, or a link 核验链接 that was handed out. */
export interface Ticket {
  readonly expiresAt: Instant;
  readonly isUsed: boolean;
  /** How often it was tried and did not fit. */
  readonly failures: number;
}

/** Whether it may still be tried. */
export function isOpenTicket(
  { expiresAt, isUsed, failures }: Ticket,
  at: Instant,
  { codeAttempts }: Pick<AccessParameters, 'codeAttempts'>,
): boolean {
  return !isUsed && at < expiresAt && failures < codeAttempts;
}

export const CORRECTION_VERDICTS = ['accepted', 'refused'] as const;
export type CorrectionVerdict = (typeof CORRECTION_VERDICTS)[number];

export const CORRECTION_STATES = ['received', 'accepted', 'corrected', 'refused'] as const;
export type CorrectionState = (typeof CORRECTION_STATES)[number];

/** A request for correction 更正申请, as far as its state depends on it. */
export interface CorrectionFact {
  readonly verdict: CorrectionVerdict | null;
  /** Version of the result when it was asked for, and the version that stands; null: it names no result. */
  readonly askedVersion: number | null;
  readonly currentVersion: number | null;
}

/** How far a request has come: the correction itself arrives as a corrected result. */
export function correctionState({ verdict, askedVersion, currentVersion }: CorrectionFact): CorrectionState {
  if (verdict === null) return 'received';
  const isNewer = askedVersion !== null && currentVersion !== null && currentVersion > askedVersion;
  return verdict === 'accepted' && isNewer ? 'corrected' : verdict;
}

/** The day by which an institution answers. */
export function answerDue(askedOn: Day, { answerDays }: Pick<AccessParameters, 'answerDays'>): Day {
  return addDays(askedOn, answerDays);
}
