/** Results under review 受影响结果评估 page by page, the same for whatever asks for it. Source: national-2022.art.22#01, art.24#01. */
import type { Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { ReviewedResult } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import { namedItem } from './resources.ts';
import type { Decider, ReviewOf } from './result-reviews.query.ts';
import { findStanding } from './result-reviews.query.ts';

const ON_A_PAGE = 40;

export interface ReviewPage {
  readonly page: number;
  readonly pageSize: number;
  readonly results: ReviewedResult[];
}

/** One page of a review; the first if none is named. */
export async function reviewPage(
  snapshot: RegisterSnapshot,
  db: Queryable,
  of: ReviewOf,
  asked: string | undefined,
): Promise<ReviewPage> {
  const place = { page: Number(asked ?? 1), pageSize: ON_A_PAGE };
  const rows = await findStanding(db, of, place);
  return {
    ...place,
    results: rows.map(({ item, reportedMs, atMs, ...one }) => ({
      ...{ ...one, item: namedItem(snapshot, item), reportedAt: timeOf(reportedMs), at: timeOf(atMs) },
    })),
  };
}

export const timeOf = (ms: number | null): string | null => (ms === null ? null : formatInstant(ms as Instant));

/** An actor as a review remembers who decided: the person whom loops know. */
export function deciderOf({ clock }: Pick<Deps, 'clock'>, actor: Actor): Decider {
  const { id, name } = loopActorOf(actor);
  return { id, name, at: clock.now() };
}

/** Stages of a loop that are waited for. */
export function waitedFor(
  loop: { readonly status: LoopState['status']; readonly state: Pick<LoopState, 'stages'> } | null,
): string[] {
  if (loop?.status !== 'open') return [];
  return loop.state.stages.flatMap(({ id, status }) => (status === 'running' || status === 'overdue' ? [id] : []));
}
