/** Alerts of a demonstration that were dismissed 驳回的预警, so often that their rule goes back to its owner. */
import type { LoopActor } from '@fujie/core/loops';
import type { DismissalReason } from '@fujie/wire/contracts';

import { dismissAlert } from './loops/alert-rules.ts';
import { findAlerts } from './loops/alerts.query.ts';
import type { Deps } from './platform/deps.ts';

export interface PastDismissals {
  readonly unit: string;
  readonly definition: string;
  readonly stage: string;
  readonly percent: number;
  readonly by: LoopActor;
  /** One for each alert of the rule, the newest first. */
  readonly said: readonly { readonly reason: DismissalReason; readonly note: string }[];
}

/** Dismisses the newest alerts of a rule, as those to whom they went. */
export async function dismissPast(deps: Deps, { unit, definition, by, said, ...rule }: PastDismissals): Promise<void> {
  const at = deps.clock.now();
  const counted = { units: [unit], definitions: [definition], department: null, from: 0, to: at };
  const alerts = await findAlerts(deps.worker, counted, { ...rule, measure: 'fired' }, said.length);
  await deps.worker.tx(async (tx) => {
    for (const [index, alert] of alerts.entries()) {
      const one = said[index];
      if (one !== undefined) await dismissAlert(deps, tx, alert, { ...one, at, by });
    }
  });
}
