import { describe, expect, it } from 'vitest';

import type { Day, Instant } from '../kernel/day.ts';
import { DEFAULT_ACCESS } from './parameters.ts';
import { answerDue, correctionState, isOpenTicket, mayActFor } from './patient.ts';

const day = (text: string): Day => text as Day;

describe('a guardian', () => {
  const may = (change: object) =>
    mayActFor(
      { from: day('2024-01-01'), to: null, birthOn: day('2015-06-01'), ...change },
      day('2024-05-20'),
      DEFAULT_ACCESS,
    );

  it('opens the page of a child while it is recorded', () => {
    expect(may({})).toBe(true);
    expect(may({ from: day('2024-05-21') })).toBe(false);
    expect(may({ to: day('2024-05-20') })).toBe(false);
    expect(may({ to: day('2024-05-21') })).toBe(true);
  });

  it('opens it no longer when the child has become old enough, or when nobody knows its age', () => {
    expect(may({ birthOn: day('2010-05-21') })).toBe(true);
    expect(may({ birthOn: day('2010-05-20') })).toBe(false);
    expect(may({ birthOn: null })).toBe(false);
  });
});

it('a code may be tried until it is used, has failed too often or is too old', () => {
  const open = (change: object) =>
    isOpenTicket({ expiresAt: 1000 as Instant, isUsed: false, failures: 4, ...change }, 999 as Instant, DEFAULT_ACCESS);
  expect(open({})).toBe(true);
  expect(open({ failures: 5 })).toBe(false);
  expect(open({ isUsed: true })).toBe(false);
  expect(open({ expiresAt: 999 })).toBe(false);
});

it('a request for correction is corrected when it was accepted and a newer version has arrived', () => {
  const state = (verdict: 'accepted' | 'refused' | null, askedVersion: number | null, currentVersion: number | null) =>
    correctionState({ verdict, askedVersion, currentVersion });
  expect(state(null, 1, 2)).toBe('received');
  expect(state('accepted', 1, 1)).toBe('accepted');
  expect(state('accepted', null, null)).toBe('accepted');
  expect(state('accepted', 1, 2)).toBe('corrected');
  expect(state('refused', 1, 2)).toBe('refused');
  expect(answerDue(day('2024-05-20'), DEFAULT_ACCESS)).toBe('2024-06-19');
});
