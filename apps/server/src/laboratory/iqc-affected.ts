/**
 * Results of patients that a rejected run may have affected 失控影响的患者结果评估: listed from the last run in control until the system is in control
 * again, each kept as it is for a reason, or corrected or withdrawn by its own report, whereupon whoever relied on it is told. The stage of its event
 * is met once none is open; what comes later opens it again. Source: national-2022.art.24#01, henan-2025.lab.7#04.
 */
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import type { RegisterSnapshot, TestSystemRow } from '@fujie/core/registers';
import { testSystems } from '@fujie/core/registers';
import type { IqcAffectedDecision, IqcAffectedResponse, ReviewCounts } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import { findRecords, lockLoop } from '../platform/loops/loops.query.ts';
import { instrumentNames } from './affected.ts';
import type { Concerned } from './iqc-affected.query.ts';
import { listOfEvents } from './iqc-affected.query.ts';
import type { OutOfControl } from './iqc-loops.query.ts';
import { findLoopOf, findLoopsBy, findReviewed, stageOf } from './iqc-loops.query.ts';
import { findLastAccepted } from './iqc.query.ts';
import { namedItem } from './resources.ts';
import type { Decider, ReviewOf } from './result-reviews.query.ts';
import { countStanding, findDeciders, insertDecisions } from './result-reviews.query.ts';
import { deciderOf, reviewPage, timeOf } from './result-reviews.ts';

type Needs = Pick<Deps, 'clock' | 'config' | 'registers'>;
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;
/** Results that come later than this are no longer looked for once an event is closed. */
const LATE_DAYS = 30;
/** What is listed where no run in control is known. */
const UNKNOWN_DAYS = 30;

const partsOf = ({ subject }: OutOfControl): readonly [institution: string, system: string] => {
  const [institution = '', system = ''] = subject.split('|');
  return [institution, system];
};

export const subjectOf = ({ id }: Pick<OutOfControl, 'id'>): string => `out-of-control|${String(id)}`;
const reviewOf = (loop: OutOfControl): ReviewOf => ({ institution: partsOf(loop)[0], subject: subjectOf(loop) });

/** How the results of an event stand: yet to be decided on; decided, as the list showed; assessed by a text before there was a list; or no matter. */
function phaseOf(loop: OutOfControl): 'before' | 'due' | 'decided' | 'earlier' | 'none' {
  const stage = stageOf(loop, 'patients');
  if (stage === undefined || (loop.status !== 'open' && loop.status !== 'closed')) return 'none';
  if (stage.outcome === 'assessed') return loop.assessedBy === PLATFORM.id ? 'decided' : 'earlier';
  if (stage.status === 'running' || stage.status === 'overdue') return 'due';
  return loop.status === 'open' && stage.status === 'waiting' ? 'before' : 'none';
}

const isFollowed = (loop: OutOfControl): boolean => ['before', 'due', 'decided'].includes(phaseOf(loop));

/**
 * Looks through all events: lists what they concern, of what was stored since a moment unless of all, says what is decided on, and asks again for what
 * came later.
 */
export async function reviewAffected(deps: Needs & Pick<Deps, 'worker'>, seen: Instant | null = null): Promise<void> {
  const since = startOfDay(addDays(dayOf(deps.clock.now()), -LATE_DAYS));
  const loops = (await findReviewed(deps.worker, since)).filter(isFollowed);
  if (loops.length === 0) return;
  const listed = await deps.worker.tx(async (tx) => listAll(deps, tx, loops, seen));
  for (const loop of loops)
    if (phaseOf(loop) === 'due' || listed.has(subjectOf(loop)))
      await deps.worker.tx(async (tx) => settleReview(deps, tx, loop.id));
}

/** Lists what events concern that were opened just now, within their transaction. */
export async function listOpened(deps: Pick<Deps, 'registers'>, tx: Queryable, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await listAll(deps, tx, await findLoopsBy(tx, ids));
}

/** Lists what one event concerns and settles it, within the transaction that changed it. */
export async function reviewEvent(deps: Needs, tx: Queryable, id: number): Promise<void> {
  const loop = await findLoopOf(tx, id);
  if (loop === null || !isFollowed(loop)) return;
  await listAll(deps, tx, [loop]);
  await settleReview(deps, tx, id);
}

async function listAll(
  { registers }: Pick<Deps, 'registers'>,
  tx: Queryable,
  loops: readonly OutOfControl[],
  seen: Instant | null = null,
): Promise<ReadonlySet<string>> {
  const snapshot = registers.current();
  const last = await lastGood(tx, loops);
  return listOfEvents(
    tx,
    loops.flatMap((loop, at): readonly Concerned[] => {
      const system = systemOf(snapshot, loop);
      if (system === null) return [];
      const names = instrumentNames(snapshot, system, dayOf(loop.openedMs as Instant));
      const since = last[at] ?? startOfDay(addDays(dayOf(loop.openedMs as Instant), -UNKNOWN_DAYS));
      return [{ ...reviewOf(loop), ...names, item: system.item, since, until: verifiedAt(loop), seen }];
    }),
  );
}

async function lastGood(db: Queryable, loops: readonly OutOfControl[]): Promise<readonly (Instant | null)[]> {
  return findLastAccepted(
    db,
    loops.map((loop) => {
      const [institution, system] = partsOf(loop);
      return { institution, system, before: loop.openedMs as Instant };
    }),
  );
}

const systemOf = (snapshot: RegisterSnapshot, loop: OutOfControl): TestSystemRow | null =>
  snapshot.nameOf(testSystems, partsOf(loop).join('|'), dayOf(loop.openedMs as Instant));

const verifiedAt = (loop: OutOfControl): Instant | null => stageOf(loop, 'verify')?.doneAt ?? null;

/** Meets the stage of an event once none of its results is open, and opens it again where one is that came later. */
async function settleReview(deps: Needs, tx: Queryable, id: number): Promise<void> {
  // Held while it is counted: what another lists meanwhile, that one finds decided on, and asks again.
  await lockLoop(tx, id);
  const loop = await findLoopOf(tx, id);
  if (loop === null) return;
  const phase = phaseOf(loop);
  const of = reviewOf(loop);
  const { open, results, asIs, corrected, withdrawn } = await countStanding(tx, of);
  const now = deps.clock.now();
  const count = (await findRecords(tx, [id])).get(id)?.length ?? 0;
  const when = { occurredAt: now, recordedAt: now, by: PLATFORM };
  if (phase === 'due' && open === 0)
    await recordInLoop(deps, tx, id, {
      ...{ key: `patients/${String(count)}`, kind: 'act', stage: 'patients', outcome: 'assessed', ...when },
      fields: { between: results, changed: corrected + withdrawn, asIs, corrected, withdrawn },
      takenPart: [...(await findDeciders(tx, of))],
    });
  if (phase === 'decided' && open > 0)
    await recordInLoop(deps, tx, id, {
      ...{ key: `again/${String(count)}`, kind: 'reopened', stage: 'patients', ...when },
      note: '又有受影响的患者结果 More results of patients are concerned',
    });
}

/** An event of the own institution; for anybody else there is none. */
async function eventOf(db: Queryable, { institution }: Actor, id: number): Promise<OutOfControl> {
  const loop = await findLoopOf(db, id);
  if (loop !== null && partsOf(loop)[0] === institution) return loop;
  throw new HttpProblem('not-found', {
    en: 'Your institution has no such event: open it from the list of events out of control.',
    zh: '本机构没有该失控事件：请从失控处理打开。',
  });
}

/** One event with a page of the results that it may have affected. */
export async function affectedView(
  deps: Deps,
  actor: Actor,
  { id, page }: { readonly id: number; readonly page: string | undefined },
): Promise<IqcAffectedResponse> {
  const { db } = within(deps, actor);
  const loop = await eventOf(db, actor, id);
  const detail = { part: 'affected', page: page ?? '1' };
  await deps.audit.record({ actor, action: 'iqc:read', subject: subjectOf(loop), outcome: 'done', detail });
  const snapshot = deps.registers.current();
  const [institution, code] = partsOf(loop);
  const system = systemOf(snapshot, loop);
  const [since = null] = await lastGood(db, [loop]);
  const phase = phaseOf(loop);
  return {
    institution: namedInstitution(snapshot, institution),
    loop: { id: loop.id, status: loop.status },
    ...{ system: code, item: namedItem(snapshot, system?.item ?? code), instrument: system?.instrument ?? '' },
    ...{ since: timeOf(since), rejectedAt: formatInstant(loop.openedMs as Instant), until: timeOf(verifiedAt(loop)) },
    ...{ mayDecide: phase === 'before' || phase === 'due', isEarlier: phase === 'earlier' },
    counts: await countStanding(db, reviewOf(loop)),
    ...(await reviewPage(deps, actor, reviewOf(loop), { db, action: 'iqc:read', page })),
  };
}

/** Notes of open results that they stay as they are, and why; of the last one the stage of the event is met. */
export async function decideAffected(
  deps: Deps,
  actor: Actor,
  { loop: id, results, reason }: IqcAffectedDecision,
): Promise<ReviewCounts> {
  const { db } = within(deps, actor);
  const loop = await eventOf(db, actor, id);
  const decided = await db.tx(async (tx) =>
    keepResults(tx, loop, results ?? null, { reason, by: deciderOf(deps, actor) }),
  );
  await deps.worker.tx(async (tx) => reviewEvent(deps, tx, id));
  const detail = { part: 'affected', decided };
  await deps.audit.record({ actor, action: 'iqc:manage', subject: subjectOf(loop), outcome: 'done', detail });
  return countStanding(db, reviewOf(loop));
}

/** Refused once they are decided on; how many were. */
export async function keepResults(
  tx: Queryable,
  { id }: Pick<OutOfControl, 'id'>,
  results: readonly string[] | null,
  decision: { readonly reason: string; readonly by: Decider },
): Promise<number> {
  const loop = await findLoopOf(tx, id);
  if (loop !== null && ['before', 'due'].includes(phaseOf(loop)))
    return insertDecisions(tx, reviewOf(loop), results, decision);
  throw new HttpProblem('conflict', {
    en: 'The results of this event are decided on: who reviews it may send it back.',
    zh: '该失控事件的患者结果已全部处置：如需重新评估，请由审核人退回。',
  });
}
