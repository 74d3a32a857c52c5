/**
 * Suspensions 互认暂停 that only time ends: a round is published on a day that was announced, and nobody changes a register
 * on that day. Source: recognition decision, section 2.5; taiyuan-2024.5.0#05, sichuan-2025.3#04.
 */
import type { Deps } from '../platform/deps.ts';
import type { ChangeDeps } from './change.ts';
import { programActor } from '../platform/auth/program-actor.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { onceADay, startJob } from '../platform/jobs/job.ts';
import { actingOf } from './change.ts';
import type { Notice } from './admission.ts';
import { suspensionsDue, writeSuspensions } from './consequences.ts';
import { lockRegisters } from './store.query.ts';

const BY = programActor('platform');
const LOOK_MS = 600_000;

/** Writes what the day calls for; a second time, or on another server, there is nothing left to write. */
export async function changeByTime(deps: ChangeDeps): Promise<readonly Notice[]> {
  const acting = actingOf(deps, BY);
  const due = await deps.db.tx(async (tx) => {
    await lockRegisters(tx);
    const found = await suspensionsDue(tx, acting);
    await writeSuspensions(tx, found, BY.id, acting.today);
    return found;
  });
  const { notices, rows, withdrawn } = due;
  if (rows.length + withdrawn.length === 0) return notices;
  await deps.audit.record({
    actor: BY,
    action: 'register:write',
    subject: 'suspension',
    outcome: 'done',
    detail: { changed: rows.map(({ row }) => row['code']), withdrawn: withdrawn.map(({ key }) => key) },
  });
  await deps.registers.refresh();
  return notices;
}

/** Does so now and on every new day, until it is stopped. */
export function startNightly(deps: Deps): RunningJob {
  const failed = 'suspensions that end with time could not be brought up to date';
  return startJob(
    deps,
    { failed, everyMs: LOOK_MS },
    onceADay(deps, () => changeByTime(deps)),
  );
}
