/** Hand-over between quality officers 质控员交接: signed by who leaves, then by who comes, each only for himself or herself. Source: henan-2025.mq.2#06. */
import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import { noSuch } from './meetings.ts';
import { findLoopById } from './meetings.query.ts';
import { confinedTo } from './parts.ts';

/** Signs the side of the hand-over that is the actor's; the stage that it ended. */
export async function signHandover(deps: Deps, actor: Actor, id: number, text: string): Promise<string> {
  const { db } = within(deps, actor);
  const row = await findLoopById(db, id);
  const confined = confinedTo(actor);
  if (row?.definition !== 'organisation/hand-over' || (confined !== null && row.department !== confined))
    throw noSuch();
  const opened = (await findRecords(db, [id])).get(id)?.find(({ kind }) => kind === 'opened');
  const facts: Readonly<Record<string, unknown>> = opened?.kind === 'opened' ? opened.facts : {};
  const stage =
    actor.practitioner === null
      ? null
      : actor.practitioner === facts['outgoing']
        ? 'hand-over'
        : actor.practitioner === facts['incoming']
          ? 'take-over'
          : null;
  if (stage === null)
    throw new HttpProblem('not-permitted', {
      en: 'Signed by the officer who leaves and the one who comes.',
      zh: '由交班与接班的质控员本人签字。',
    });
  const now = deps.clock.now();
  await db.tx(async (tx) => {
    const done = await recordInLoop(deps, tx, id, {
      ...{ key: `signature/${stage}`, kind: 'act', stage, outcome: 'signed', fields: { text } },
      ...{ occurredAt: now, recordedAt: now, by: loopActorOf(actor) },
    });
    if (done?.record === null) throw new HttpProblem('conflict', { en: 'It is signed already.', zh: '已经签字。' });
    const finding = done?.state.findings.find(({ record }) => record === done.record);
    if (finding !== undefined && finding.flaw !== 'late')
      throw new HttpProblem('refused', {
        en: 'Who leaves signs first, then who comes, and not the same person.',
        zh: '先由交班人签字，再由接班人签字，且不得为同一人。',
      });
  });
  await deps.audit.record({
    actor,
    action: 'organisation:sign',
    subject: String(id),
    outcome: 'done',
    detail: { stage },
  });
  return stage;
}
