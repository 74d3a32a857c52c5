/**
 * Recalls of lots 试剂批号召回: entered with their notice, followed by a loop, and each result that the lot may have affected decided on: released as
 * is, for a reason; or corrected or withdrawn, which its own record shows and whereupon whoever relied on it is told. Source:
 * national-2022.art.22#01, henan-2025.lab.2#04.
 */
import type { Day } from '@fujie/core/kernel';
import { dayOf, keyOf } from '@fujie/core/kernel';
import { lotsInUse } from '@fujie/core/laboratory';
import type { LotRecallRow, ReagentLotRow, RegisterSnapshot } from '@fujie/core/registers';
import { lotRecalls, reagentLots, reagentUses } from '@fujie/core/registers';
import type {
  LotRecall,
  LotRecallEntry,
  LotRecallsResponse,
  RecallDecision,
  RecallResultsResponse,
  ReviewCounts,
} from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { refuseFarYear } from '../platform/http/far-day.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { bodyDay } from '../platform/http/query-day.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import type { OfLot } from './affected.query.ts';
import { raiseRecall } from './lot-recall-loops.ts';
import type { RecallLoop } from './lot-recalls.query.ts';
import { findRecallLoops, lockRecallLoop, RECALL, reviewOf, subjectOf } from './lot-recalls.query.ts';
import { recordResource, refuseOutOfOrder, refuseUnfitRows } from './resource-acts.ts';
import { countStanding, countStandings, findDeciders, insertDecisions } from './result-reviews.query.ts';
import { deciderOf, reviewPage, waitedFor } from './result-reviews.ts';

type Views = Pick<Deps, 'clock' | 'registers'>;

const PAGE_SIZE = 40;
const MOST_LOTS = 50;

/** A page of the recalls of an institution, and lots that may be recalled, as far as they hold what is looked for. */
export async function recallsView(
  deps: Views,
  db: Queryable,
  institution: string,
  { page, lot }: { readonly page: number; readonly lot: string },
): Promise<LotRecallsResponse> {
  const snapshot = deps.registers.current();
  const rows = recallsOf(snapshot, institution, dayOf(deps.clock.now()));
  return {
    institution: namedInstitution(snapshot, institution),
    ...{ total: rows.length, page, pageSize: PAGE_SIZE },
    recalls: await recallViews(deps, db, institution, rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)),
    lots: recallableLots(snapshot, institution, rows)
      .filter((one) => [one.nameZh, one.product, one.lot].join(' ').toLowerCase().includes(lot.trim().toLowerCase()))
      .slice(0, MOST_LOTS),
  };
}

/** Lots of the register of an institution that are not recalled, the latest received first, with the day from which they were used. */
function recallableLots(
  snapshot: RegisterSnapshot,
  institution: string,
  recalled: readonly LotRecallRow[],
): LotRecallsResponse['lots'] {
  const known = new Map<string, ReagentLotRow>();
  for (const { row } of snapshot.all(reagentLots))
    if (row.institution === institution) known.set(keyOf(reagentLots, row), row);
  for (const { product, lot } of recalled) known.delete(keyOf(reagentLots, { institution, product, lot }));
  const since = new Map<string, Day>();
  for (const { row, from } of snapshot.all(reagentUses)) {
    const key = keyOf(reagentLots, { institution: row.institution, product: row.product, lot: row.lot });
    const before = since.get(key);
    if (before === undefined || from < before) since.set(key, from);
  }
  return [...known]
    .sort(([one, a], [other, b]) => b.receivedOn.localeCompare(a.receivedOn) || one.localeCompare(other))
    .map(([key, { product, lot, nameZh }]) => ({ product, lot, nameZh, usedFrom: since.get(key) ?? null }));
}

/** Recalls of an institution in force on a day, the latest notice first. */
function recallsOf(snapshot: RegisterSnapshot, institution: string, day: Day): readonly LotRecallRow[] {
  return snapshot
    .inForce(lotRecalls, day)
    .filter((row) => row.institution === institution)
    .sort((a, b) => b.noticedOn.localeCompare(a.noticedOn) || subjectOf(a).localeCompare(subjectOf(b)));
}

async function loopsOf(db: Queryable, rows: readonly LotRecallRow[]): Promise<ReadonlyMap<string, RecallLoop>> {
  const loops = await findRecallLoops(db, rows.map(subjectOf));
  return new Map(loops.map((loop) => [loop.subject, loop]));
}

/** Recalls of one institution with what became of their results. */
async function recallViews(
  { clock, registers }: Views,
  db: Queryable,
  institution: string,
  rows: readonly LotRecallRow[],
): Promise<LotRecall[]> {
  const snapshot = registers.current();
  const loops = await loopsOf(db, rows);
  const countsOf = await countStandings(db, { institution, subjects: rows.map(subjectOf) });
  const uses = lotsInUse(snapshot, institution, dayOf(clock.now()));
  return rows.map((row) => {
    const { institution: _of, ...said } = row;
    const { product, lot } = row;
    const known = snapshot.nameOf(reagentLots, `${institution}|${product}|${lot}`);
    const loop = loops.get(subjectOf(row));
    return {
      ...said,
      ...{ nameZh: known?.nameZh ?? product, kind: known?.kind ?? null },
      systems: uses.filter(({ use }) => use.product === product && use.lot === lot).length,
      loop: loop === undefined ? null : { id: loop.id, status: loop.status },
      counts: countsOf(subjectOf(row)),
    };
  });
}

/** One recall with a page of its results. */
export async function recallResults(
  deps: Deps,
  actor: Actor,
  of: OfLot,
  page: string | undefined,
): Promise<RecallResultsResponse> {
  const { db } = within(deps, actor);
  const snapshot = deps.registers.current();
  const row = recallFor(snapshot, of, dayOf(deps.clock.now()));
  const [recall] = await recallViews(deps, db, of.institution, [row]);
  if (recall === undefined) throw new Error('a recall without its view');
  return {
    institution: namedInstitution(snapshot, of.institution),
    recall,
    waiting: waitedFor((await loopsOf(db, [row])).get(subjectOf(row)) ?? null),
    ...(await reviewPage(deps, actor, reviewOf(of), { db, action: 'resource:read', page })),
  };
}

function recallFor(snapshot: RegisterSnapshot, of: OfLot, day: Day): LotRecallRow {
  const row = snapshot.find(lotRecalls, keyOf(lotRecalls, { ...of }), day);
  if (row !== null) return row;
  throw new HttpProblem('not-found', {
    en: `No recall of ${of.product} ${of.lot}: enter it on the page of reagents.`,
    zh: `没有 ${of.product} ${of.lot} 的召回：请在试剂页登记召回。`,
  });
}

/** Enters a recall, or what its notice says now; lists what it concerns and opens its loop at once. */
export async function recordRecall(
  deps: Deps,
  actor: Actor,
  institution: string,
  entry: LotRecallEntry,
): Promise<ReviewCounts> {
  const today = dayOf(deps.clock.now());
  const { product, lot, notice, reason } = entry;
  const of = { institution, product, lot };
  if (deps.registers.current().nameOf(reagentLots, keyOf(reagentLots, of)) === null)
    throw new HttpProblem('not-found', {
      en: `No lot ${product} ${lot}: enter it in the register of lots first.`,
      zh: `没有批号 ${product} ${lot}：请先登记批号目录。`,
    });
  const noticedOn = bodyDay('noticedOn', entry.noticedOn);
  refuseOutOfOrder('noticedOn', noticedOn, today, null);
  refuseFarYear('noticedOn', noticedOn, today);
  const usedFrom = bodyDay('usedFrom', entry.usedFrom);
  refuseFarYear('usedFrom', usedFrom, noticedOn);
  const usedTo = entry.usedTo === undefined ? null : bodyDay('usedTo', entry.usedTo);
  if (usedTo !== null) refuseFarYear('usedTo', usedTo, noticedOn);
  const days = { noticedOn, usedFrom, usedTo };
  const row = { ...of, notice, reason, ...days };
  await recordResource(deps, actor, {
    ...{ institution, register: lotRecalls.id, note: `${institution}|${product}|${lot}` },
    rowsNow: () => {
      const last = deps.registers.current().versions(lotRecalls, keyOf(lotRecalls, of)).at(-1);
      const next = { row, from: last?.from ?? noticedOn };
      refuseUnfitRows(lotRecalls, [next]);
      return [next];
    },
  });
  await raiseRecall(deps, row);
  await deps.audit.record({
    ...{ actor, action: 'resource:record', subject: subjectOf(of), outcome: 'done' },
    detail: { noticedOn, usedFrom: days.usedFrom, usedTo: days.usedTo },
  });
  return countStanding(within(deps, actor).db, reviewOf(of));
}

/** Notes of open results that they stay as they are, and why. */
export async function decideResults(
  deps: Deps,
  actor: Actor,
  institution: string,
  { product, lot, results, reason }: RecallDecision,
): Promise<ReviewCounts> {
  const of = { institution, product, lot };
  recallFor(deps.registers.current(), of, dayOf(deps.clock.now()));
  const { db } = within(deps, actor);
  const by = deciderOf(deps, actor);
  const decided = await db.tx(async (tx) => {
    await reviewedIn(tx, of);
    return insertDecisions(tx, reviewOf(of), results ?? null, { reason, by });
  });
  const detail = { part: 'recall', decided };
  await deps.audit.record({ actor, action: 'resource:record', subject: subjectOf(of), outcome: 'done', detail });
  return countStanding(db, reviewOf(of));
}

/** The loop in which results are decided on, held; refused once that is over. */
async function reviewedIn(tx: Queryable, of: OfLot): Promise<RecallLoop> {
  const loop = await lockRecallLoop(tx, of);
  if (loop !== null && waitedFor(loop).includes('review')) return loop;
  throw new HttpProblem('conflict', {
    en: 'Its results are decided on: who agrees may send the review back.',
    zh: '该批号的结果已全部处置：如需重新评估，请由复核人退回。',
  });
}

/** Ends the review of results, of which none may be open. */
export async function endReview(deps: Deps, actor: Actor, of: OfLot): Promise<ReviewCounts> {
  recallFor(deps.registers.current(), of, dayOf(deps.clock.now()));
  const now = deps.clock.now();
  const counts = await within(deps, actor).db.tx(async (tx) => {
    const { id, subject } = await reviewedIn(tx, of);
    const found = await countStanding(tx, reviewOf(of));
    const { open, results, asIs, corrected, withdrawn } = found;
    if (open > 0)
      throw new HttpProblem('refused', {
        en: `${String(open)} results are not decided on: release them as they are with a reason, or correct or withdraw their reports.`,
        zh: `还有 ${String(open)} 条结果未处置：请写明理由后维持原结果，或更正、撤回其报告。`,
      });
    const count = (await findRecords(tx, [id])).get(id)?.length ?? 0;
    const by = loopActorOf(actor);
    const deciders = await findDeciders(tx, reviewOf(of));
    const done = await recordInLoop(deps, tx, id, {
      ...{ key: `review/${String(count)}`, kind: 'act', stage: 'review', outcome: 'reviewed' },
      ...{ occurredAt: now, recordedAt: now, by, fields: { results, asIs, corrected, withdrawn } },
      takenPart: deciders.filter((person) => person !== by.id),
    });
    if (done !== null)
      await deps.events.emit(tx, 'loop-recorded', { loop: id, definition: RECALL, subject, state: done.state });
    return found;
  });
  const detail = { part: 'recall', ...counts };
  await deps.audit.record({ actor, action: 'resource:record', subject: subjectOf(of), outcome: 'done', detail });
  return counts;
}
