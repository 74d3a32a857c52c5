/**
 * Asks the authority of the city for a dispatch meeting 调度会 once the last one lies a local interval ago, and ends that by the record of
 * one from which the interval reaches beyond the day asked for. Source: taiyuan-2024.7.4#02, which says regularly and no more.
 */
import type { Day } from '@fujie/core/kernel';
import { dayOf, startOfDay } from '@fujie/core/kernel';
import { countsSince, dueAgain } from '@fujie/core/organisation';
import { regions } from '@fujie/core/registers';
import { WEEKLY_RETURN } from '@fujie/packs';

import { programActor } from '../platform/auth/program-actor.ts';
import { unitOfRegion } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findOpenOf } from '../platform/loops/loops.query.ts';
import { findLastMeeting } from './dispatch.query.ts';

const LOOP = 'dispatch/meeting';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

/** Opens what is owed today, and ends what a meeting has met; how many of each. */
export async function raiseDispatch(deps: Deps): Promise<{ readonly opened: number; readonly closed: number }> {
  const today = dayOf(deps.clock.now());
  const unit = unitOfRegion(WEEKLY_RETURN.region);
  const parameters = loopOn(deps, LOOP, unit, today)?.parameters;
  const { interval, notice } = parameters ?? {};
  if (interval === undefined || notice === undefined) return { opened: 0, closed: 0 };
  if (deps.registers.current().find(regions, WEEKLY_RETURN.region, today) === null) return { opened: 0, closed: 0 };
  const found = await deps.worker.tx(async (tx) => {
    const closed = await endDispatch(deps, tx, unit);
    if ((await owedBy(tx, unit)).length > 0) return { opened: 0, closed };
    const last = await findLastMeeting(tx, unit);
    const due = dueAgain(last, { interval: interval.value, notice: notice.value }, today);
    if (due === null) return { opened: 0, closed };
    const row = await openLoop(deps, tx, {
      ...{ definition: LOOP, subject: `${unit}|${due}`, unit, department: null, personId: null, by: PLATFORM },
      ...{ occurredAt: startOfDay(today), facts: { ...titleAfter(last), dueAt: `${due}T23:59:59+08:00` } },
    });
    return { opened: row === null ? 0 : 1, closed };
  });
  if (found.opened + found.closed > 0)
    await deps.audit.record({
      ...{ actor: programActor('dispatch'), action: 'loop:open', outcome: 'done', detail: found },
    });
  return found;
}

/** Ends what an authority owed where its last meeting is met by it; how many. */
export async function endDispatch(
  deps: Pick<Deps, 'clock' | 'config' | 'registers'>,
  tx: Queryable,
  unit: string,
): Promise<number> {
  const owed = await owedBy(tx, unit);
  const heldOn = owed.length === 0 ? null : await findLastMeeting(tx, unit);
  if (heldOn === null) return 0;
  const now = deps.clock.now();
  const interval = loopOn(deps, LOOP, unit, dayOf(now))?.parameters['interval']?.value;
  if (interval === undefined) return 0;
  const met = owed.filter(
    ({ subject }) => heldOn >= countsSince(subject.slice(subject.lastIndexOf('|') + 1) as Day, interval),
  );
  for (const { id } of met)
    await recordInLoop(deps, tx, id, {
      ...{ key: `held:${heldOn}`, kind: 'act', stage: 'hold', outcome: 'held', by: PLATFORM },
      ...{ occurredAt: now, recordedAt: now, fields: { heldOn } },
    });
  return met.length;
}

const owedBy = async (tx: Queryable, unit: string) => (await findOpenOf(tx, LOOP)).filter((loop) => loop.unit === unit);

const titleAfter = (last: Day | null) => ({
  titleZh: last === null ? '召开调度会：尚无记录' : `召开调度会：上次 ${last}`,
  titleEn:
    last === null ? 'Hold a dispatch meeting: none is on record' : `Hold a dispatch meeting: the last was on ${last}`,
});
