/**
 * What data show is compared with what was reported 检出与上报核对: without a report the department is reminded, and a report that
 * comes later ends the reminder. Source: henan-2025.mq.11#03, henan-2023.sa4.2.4#02, core-systems.ae#03.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, startOfDay } from '@fujie/core/kernel';
import type { LoopActor } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { AdverseEventSuspected } from '../platform/events/events.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import type { Happening } from './detections.query.ts';
import { findAnswer, findOpenDetections, insertDetection } from './detections.query.ts';

const UNREPORTED = 'adverse-event/unreported';
const DETECTOR: LoopActor = { id: 'adverse-events', name: '系统核对 Reconciliation', role: 'system' };

/** Keys of what is found here, apart from those that systems give. */
const OWN = 'platform/';

type Needs = Pick<Deps, 'clock' | 'config' | 'registers'>;

/** Days within which a report answers a detection; null: no document in force asks for the comparison. */
function windowOf(deps: Needs, institution: string): number | null {
  const day = dayOf(deps.clock.now());
  return loopOn(deps, UNREPORTED, institution, day)?.parameters['window']?.value ?? null;
}

/** Takes one detection; null when it was taken before, otherwise whether it had been reported. */
export async function takeDetection(
  deps: Needs,
  tx: Queryable,
  happening: Happening,
  key: string,
): Promise<boolean | null> {
  const days = windowOf(deps, happening.institution);
  if (days === null) return null;
  const { institution, department, kind, occurredAt, personId } = happening;
  const detectedAt = deps.clock.now();
  const loop = await openLoop(deps, tx, {
    definition: UNREPORTED,
    subject: `${institution}/${key}`,
    unit: institution,
    department,
    personId,
    occurredAt: detectedAt,
    by: DETECTOR,
    facts: { kind, occurredAt: new Date(occurredAt).toISOString() },
  });
  if (loop === null) return null;
  await insertDetection(tx, happening, { key, loopId: loop.id, detectedAt });
  const isKnown = (await findAnswer(tx, happening, { days, before: detectedAt })) !== null;
  if (isKnown) await answer(deps, tx, loop.id, detectedAt);
  return isKnown;
}

/** Takes what the platform's own records show: a critical value told in error, a report acted on that was of another patient. */
export async function takeSuspected(
  deps: Needs,
  tx: Queryable,
  { key, ...happening }: AdverseEventSuspected,
): Promise<void> {
  await takeDetection(deps, tx, happening, `${OWN}${key}`);
}

/**
 * Ends the reminders that reports of earlier days answer, as of the day of the report: a reminder that ended at once would tell whoever
 * appraises the minute in which it was made.
 */
export async function answerDetections(deps: Needs & Pick<Deps, 'worker'>): Promise<void> {
  const before = startOfDay(dayOf(deps.clock.now()));
  for (const { loop, detectedAt, ...happening } of await findOpenDetections(deps.worker)) {
    const days = windowOf(deps, happening.institution);
    if (days === null) continue;
    const reportedAt = await findAnswer(deps.worker, happening, { days, before });
    if (reportedAt === null) continue;
    const at = Math.max(startOfDay(dayOf(reportedAt)), Math.round(detectedAt)) as Instant;
    await deps.worker.tx((tx) => answer(deps, tx, loop, at));
  }
}

async function answer(deps: Needs, tx: Queryable, loop: number, at: Instant): Promise<void> {
  await recordInLoop(deps, tx, loop, {
    key: 'matched',
    kind: 'act',
    stage: 'report',
    outcome: 'reported',
    occurredAt: at,
    recordedAt: at,
    by: DETECTOR,
    fields: {},
  });
}
