/**
 * Critical values 危急值 that are none: whoever was told of one is told of that, before the patient is treated for it any further, at the
 * institution that treats the patient as well as where it was tested. Source: core-systems.14#03, core-systems.14#08.
 */
import type { Instant } from '@fujie/core/kernel';
import type { LoopActor } from '@fujie/core/loops';

import { alsoWithin } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { openLoop } from '../platform/loops/loops.ts';
import type { LoopRow } from '../platform/loops/loops.query.ts';
import type { Raised } from './critical.query.ts';
import type { Care } from './chain.query.ts';
import { findCare } from './chain.query.ts';
import type { Facts } from './rest.ts';
import { actorOf, takeBack } from './rest.ts';

type Needs = Pick<Deps, 'clock' | 'config' | 'events' | 'registers'>;

/**
 * Takes a critical value back, and opens the loop of that where somebody was told of it. That it was told at all may be an adverse event.
 */
export async function withdraw(deps: Needs, tx: Queryable, raised: Raised, sender: string): Promise<LoopRow | null> {
  const by = actorOf(sender);
  const taken = await takeBack(deps, tx, raised.loop, by);
  if (taken === null || !raised.isTold) return null;
  const { at, count, openedAt, facts } = taken;
  const { unit, department, personId } = raised;
  // Whoever was told may have acted on it: that is to be reported, or said to be no event (henan-2023.sa4.2.4#02).
  await deps.events.emit(tx, 'adverse-event-suspected', {
    ...{ key: `critical-value/${String(raised.loop)}/${String(count)}`, kind: 'wrong-result' },
    ...{ institution: unit, department, personId, occurredAt: openedAt },
  });
  await withdrawCare(deps, tx, raised, by);
  return openWithdrawn(deps, tx, { ...raised, count, at, by }, facts);
}

/** Takes the loop of who sent the specimen back, and asks there to look at what was done for it. */
export async function withdrawCare(
  deps: Needs,
  tx: Queryable,
  { loop, sentBy, item, name }: Pick<Raised, 'loop' | 'sentBy' | 'item' | 'name'>,
  by: LoopActor,
): Promise<void> {
  if (sentBy === null) return;
  await alsoWithin(tx, sentBy, async () => {
    const care = await findCare(tx, loop);
    const taken = care === null ? null : await takeBack(deps, tx, care.loop, by);
    if (care === null || taken === null) return;
    await openWithdrawn(deps, tx, { ...care, item, name, by, at: taken.at, count: taken.count }, taken.facts);
  });
}

type Withdrawn = Pick<Care, 'loop' | 'unit' | 'department' | 'personId' | 'value' | 'unitOf' | 'isPatientTold'> &
  Pick<Raised, 'item' | 'name'> & { readonly count: number; readonly at: Instant; readonly by: LoopActor };

/** The loop in which whoever was told hears that it is none. */
async function openWithdrawn(
  deps: Needs,
  tx: Queryable,
  { loop, unit, department, personId, item, name, value, unitOf, isPatientTold, count, at, by }: Withdrawn,
  facts: Facts,
): Promise<LoopRow | null> {
  const shown = [value, unitOf ?? ''].join(' ').trim();
  const nameEn = deps.registers.current().item(item)?.nameEn ?? name;
  const kept = ['kind', 'chain', 'sentBy', 'testedBy'].flatMap((key) =>
    typeof facts[key] === 'string' ? [[key, facts[key]] as const] : [],
  );
  return openLoop(deps, tx, {
    ...{ definition: 'critical-value/withdrawn', subject: `${String(loop)}|${String(count)}` },
    ...{ unit, department, personId, occurredAt: at, by },
    facts: {
      titleZh: `${name} ${shown}：不是危急值，已更正或撤回`,
      titleEn: `${nameEn} ${shown}: no critical value, corrected or withdrawn`,
      value,
      unit: unitOf ?? '',
      follows: [loop],
      ...Object.fromEntries(kept),
      ...(isPatientTold ? { patient: 'reached' } : {}),
    },
  });
}
