/** A dispatch meeting of a demonstration 调度会, who was late with returns named and something decided, and a deviation from peers 偏离. */
import type { Instant } from '@fujie/core/kernel';
import type { DispatchMeetingRequest } from '@fujie/wire/contracts';

import type { Actor } from './platform/auth/permissions.ts';
import { programActor } from './platform/auth/program-actor.ts';
import type { Deps } from './platform/deps.ts';
import { openDeviation } from './statistics/deviations.ts';
import { enterMeeting } from './statistics/dispatch-routes.ts';

/** Enters a meeting of the past for the authority of a region. */
export async function enterPastMeeting(
  deps: Deps,
  region: string,
  at: Instant,
  meeting: DispatchMeetingRequest,
): Promise<void> {
  const actor: Actor = { ...programActor('demonstration'), role: 'commission', name: '市卫生健康委', region };
  await enterMeeting({ ...deps, clock: { now: () => at } }, actor, meeting);
}

/** What a demonstration knows of a month before its own life: the share of recognition of an institution far below that of its peers. */
export interface PastDeviation {
  readonly institution: string;
  readonly month: string;
  readonly value: number;
  readonly mean: number;
  readonly opportunities: number;
  readonly peers: number;
}

/** Opens it as it would have been found at a moment. */
export async function openPastDeviation(deps: Deps, at: Instant, one: PastDeviation): Promise<void> {
  const { institution, month, value, mean, opportunities, peers } = one;
  await openDeviation(
    { ...deps, clock: { now: () => at } },
    { key: month },
    {
      ...{ institution, measure: 'recognition-ratio', value, opportunities, peers },
      verdict: { kind: 'compared', deviates: true, direction: 'low', mean, deviation: 0.03, bound: 0.1 },
    },
  );
}
