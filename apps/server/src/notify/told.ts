/** Finds whom an alert 预警 concerns, once: each reader of each alert has one delivery, whichever server finds it. */
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';

import { aboveOf, handledIn } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import type { UntoldAlert } from './readers.query.ts';
import { addDeliveries, claimUntold, findReaders, markTold } from './readers.query.ts';
import { tellAt } from './timing.ts';

const BATCH = 200;
const REGION = 'region.';

type Needs = Pick<Deps, 'clock' | 'config' | 'registers' | 'worker'>;

/** Finds the readers of one batch of alerts; how many alerts. */
export async function tellReaders(deps: Needs, most = BATCH): Promise<number> {
  const now = deps.clock.now();
  return deps.worker.tx(async (tx) => {
    const untold = await claimUntold(tx, most);
    if (untold.length === 0) return 0;
    const waited = latestOf(untold.filter(({ isWaited }) => isWaited));
    const placed = waited.map((alert) => ({
      ...alert,
      region: regionOf(deps, alert.unit),
      above: aboveFor(deps, alert),
      owes: owesStage(deps, alert),
    }));
    const readers = placed.length === 0 ? [] : await findReaders(tx, placed);
    const alerts = new Map(waited.map((alert) => [alert.id, alert]));
    const found = readers.flatMap(({ alert: id, address, ...preference }) => {
      const alert = alerts.get(id);
      if (alert === undefined) return [];
      const nextAt = tellAt(now, preference, alert.harm);
      return [{ alert, address, nextAt }];
    });
    // Who owes a stage and is told of its limit as well is told once, of what is later.
    const order = new Map(waited.map(({ id }, place) => [id, place]));
    found.sort((a, b) => (order.get(a.alert.id) ?? 0) - (order.get(b.alert.id) ?? 0));
    const last = new Map(
      found.map((one) => [`${String(one.alert.loop)}|${one.alert.stage}|${String(one.address)}`, one]),
    );
    await addDeliveries(tx, [...last.values()]);
    await markTold(
      tx,
      untold.map(({ id }) => id),
      now,
    );
    return untold.length;
  });
}

/** In the order in which they became due, so that what is later stands for what is earlier. */
function latestOf(alerts: readonly UntoldAlert[]): readonly UntoldAlert[] {
  return [...alerts].sort((a, b) => a.percent - b.percent || a.id - b.id);
}

/** Who stands above the authority that handles a loop whose ladder reaches up there 上级主管部门; null: its ladder does not. */
function aboveFor(deps: Needs, { definition, unit, openedMs }: UntoldAlert): string | null {
  const declared = loopOn(deps, definition, unit, dayOf(openedMs as Instant));
  if (declared?.escalation.some(({ to }) => to.at === 'above') !== true) return null;
  const handled = handledIn(unit, deps.registers.current());
  return handled === null ? null : aboveOf(handled);
}

/** Whether an alert goes to who owes the stage, in whose place somebody may have been named; who else is told at once is told anyway. */
function owesStage(deps: Needs, { definition, unit, openedMs, stage, percent, role, place }: UntoldAlert): boolean {
  if (percent > 0) return false;
  const owner = loopOn(deps, definition, unit, dayOf(openedMs as Instant))?.stages.find(
    ({ id }) => id === stage,
  )?.owner;
  return owner === undefined || (owner.role === role && owner.at === place);
}

function regionOf({ registers }: Pick<Deps, 'registers'>, unit: string): string | null {
  if (unit.startsWith(REGION)) return unit.slice(REGION.length);
  const row = registers.current().institution(unit);
  return row?.region ?? null;
}
