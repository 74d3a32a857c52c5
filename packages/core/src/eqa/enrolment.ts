/**
 * How a laboratory comes to take part in a round of EQA 室间质评报名: within a window it asks, the organiser accepts or refuses; until the window closes it may
 * withdraw. ISO/IEC 17043 leaves days and forms to the organiser.
 */
import { isPast } from './round-state.ts';

/** When laboratories may ask 报名时间, in milliseconds. */
export interface EnrolmentWindow {
  readonly opensAt: number;
  readonly closesAt: number;
}

/** Whether laboratories may ask now; the second at which it closes is included. `none`: the organiser alone enrols. */
export function enrolmentState(window: EnrolmentWindow | null, now: number): 'none' | 'not yet' | 'open' | 'closed' {
  if (window === null) return 'none';
  if (isPast(window.closesAt, now)) return 'closed';
  return now >= window.opensAt ? 'open' : 'not yet';
}

export const REQUEST_ACTS = ['accepted', 'refused', 'withdrawn'] as const;
export type RequestAct = (typeof REQUEST_ACTS)[number];

/** How a request 报名申请 stands by what was done to it: withdrawn, it is over, whatever was said before. */
export function requestState(acts: readonly RequestAct[]): 'waiting' | RequestAct {
  if (acts.includes('withdrawn')) return 'withdrawn';
  return acts.find((act) => act !== 'withdrawn') ?? 'waiting';
}

/** Whether a laboratory may still take back what it asked for, or what was granted. */
export function mayWithdraw(state: 'waiting' | RequestAct, window: EnrolmentWindow | null, now: number): boolean {
  return (state === 'waiting' || state === 'accepted') && enrolmentState(window, now) !== 'closed';
}
