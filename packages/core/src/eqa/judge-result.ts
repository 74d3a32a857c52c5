/** Judges one result of a round 单个结果评价 against its target: acceptable, unacceptable, out of the count, or for a person to look at. */
import { isAbove, isWithin } from '../estimates/tolerance.ts';
import type { Criterion } from './limits.ts';
import { allowableError } from './limits.ts';

/** How the laboratory returned 回报状态; `excused`: an exemption that the organiser accepted. */
export const RETURN_STATUSES = ['submitted', 'late', 'not participating', 'excused'] as const;
export type ReturnStatus = (typeof RETURN_STATUSES)[number];

/** Whether a return came in time: until the second at which the round closes. */
export function returnStatus(returnedAt: number | null, closesAt: number, isExcused: boolean): ReturnStatus {
  if (isExcused) return 'excused';
  if (returnedAt === null) return 'not participating';
  return Math.floor(returnedAt / 1000) <= Math.floor(closesAt / 1000) ? 'submitted' : 'late';
}

/** A target value, or the responses that are accepted; null: not graded, for want of consensus or for a fault of the material. */
export type Target =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'responses'; readonly accepted: readonly string[] }
  | null;

export interface ReturnedResult {
  readonly target: Target;
  /** As the laboratory wrote it; empty: blank. */
  readonly reported: string;
  readonly status: ReturnStatus;
  readonly criterion: Criterion;
}

export type ResultVerdict = 'acceptable' | 'unacceptable' | 'excluded' | 'review';

export interface JudgedResult {
  readonly verdict: ResultVerdict;
  readonly low: number | null;
  readonly high: number | null;
  /** 100 (x − T) / T; null of what cannot be told. */
  readonly biasPercent: number | null;
}

/** What a laboratory wrote: a number, a bound, or words. */
export type Reported =
  | { readonly kind: 'blank' }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'bound'; readonly side: 'below' | 'above'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string };

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** Reads what was written; a decimal comma is no number. */
export function parseReported(text: string): Reported {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'blank' };
  if (NUMBER.test(trimmed)) return { kind: 'number', value: Number(trimmed) };
  const rest = trimmed.slice(/^[<>]=/.test(trimmed) ? 2 : 1).trim();
  if (/^[<>≤≥]/.test(trimmed) && NUMBER.test(rest))
    return { kind: 'bound', side: /^[<≤]/.test(trimmed) ? 'below' : 'above', value: Number(rest) };
  return { kind: 'text', text: trimmed };
}

/** Judges a result by the edition in force when its round closed. */
export function judgeResult({ target, reported, status, criterion }: ReturnedResult): JudgedResult {
  const read = parseReported(reported);
  if (target?.kind !== 'value') {
    const isAccepted = target?.accepted.some((one) => one.trim() === reported.trim()) ?? false;
    return { verdict: verdictOf(target, status, read, isAccepted ? 'acceptable' : 'unacceptable'), ...NO_LIMITS };
  }
  const { value } = target;
  const half = allowableError(value, criterion);
  if (half === null) return { verdict: verdictOf(target, status, read, 'review'), ...NO_LIMITS };
  const [low, high] = [value - half, value + half];
  const biasPercent = read.kind === 'number' && value !== 0 ? (100 * (read.value - value)) / value : null;
  return { verdict: verdictOf(target, status, read, compare(read, low, high)), low, high, biasPercent };
}

const NO_LIMITS = { low: null, high: null, biasPercent: null } as const;

function verdictOf(target: Target, status: ReturnStatus, read: Reported, compared: ResultVerdict): ResultVerdict {
  if (target === null || status === 'excused') return 'excluded';
  return status !== 'submitted' || read.kind === 'blank' ? 'unacceptable' : compared;
}

/** A bound is unacceptable if all beyond it is; what may or may not be inside is for a person, as are words for a number. */
function compare(read: Reported, low: number, high: number): ResultVerdict {
  switch (read.kind) {
    case 'number':
      return isWithin(read.value, low, high) ? 'acceptable' : 'unacceptable';
    case 'bound': {
      const isOutside = read.side === 'below' ? isAbove(low, read.value) : isAbove(read.value, high);
      return isOutside ? 'unacceptable' : 'review';
    }
    case 'blank':
    case 'text':
      return 'review';
  }
}
