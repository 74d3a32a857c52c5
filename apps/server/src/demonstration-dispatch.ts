/** A dispatch meeting of a demonstration 调度会: who was late with returns is named, and something is decided. */
import type { Instant } from '@fujie/core/kernel';
import type { DispatchMeetingRequest } from '@fujie/wire/contracts';

import type { Actor } from './platform/auth/permissions.ts';
import { programActor } from './platform/auth/program-actor.ts';
import type { Deps } from './platform/deps.ts';
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
