/** Results under review 受影响结果评估 page by page, the same for whatever asks for it. Source: national-2022.art.22#01, art.24#01. */
import type { Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';
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

/** Who reads what results say, of the institution that reported them; others read how they stand. */
const READERS: readonly string[] = ['laboratory', 'quality-office'];

/** One page of a review; the first if none is named. Whose results are read is audited for each person. */
export async function reviewPage(
  deps: Pick<Deps, 'audit' | 'registers'>,
  actor: Actor,
  of: ReviewOf,
  {
    db,
    action,
    page,
  }: { readonly db: Queryable; readonly action: 'iqc:read' | 'resource:read'; readonly page: string | undefined },
): Promise<ReviewPage> {
  const snapshot = deps.registers.current();
  const place = { page: Number(page ?? 1), pageSize: ON_A_PAGE };
  const rows = await findStanding(db, of, place);
  const isReader = READERS.includes(actor.role) && actor.institution === of.institution;
  const persons = isReader ? [...new Set(rows.flatMap(({ personId }) => personId ?? []))] : [];
  const detail = { part: 'review', of: of.subject };
  await Promise.all(persons.map((personId) => deps.audit.record({ actor, action, personId, outcome: 'done', detail })));
  return {
    ...place,
    results: rows.map(({ item, personId: _, value, unit, reportedMs, atMs, ...one }) => ({
      ...{ ...one, item: namedItem(snapshot, item), reportedAt: timeOf(reportedMs), at: timeOf(atMs) },
      ...{ value: isReader ? value : null, unit: isReader ? unit : null },
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
