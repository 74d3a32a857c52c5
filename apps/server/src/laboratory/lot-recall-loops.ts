/**
 * Opens the loop of each recalled lot 批号召回 and lists what it may have affected, results that come later included; what is listed once the review is
 * over opens it again. A recall that the register holds no more is owed no more. Source: national-2022.art.22#01.
 */
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import type { LotRecallRow } from '@fujie/core/registers';
import { lotRecalls, reagentLots } from '@fujie/core/registers';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findOpenOf, findRecords } from '../platform/loops/loops.query.ts';
import { usedOn } from './affected.ts';
import type { RecallLoop } from './lot-recalls.query.ts';
import { findRecallLoops, listAffected, lockRecallLoop, RECALL, subjectOf } from './lot-recalls.query.ts';

const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

/** Looks through all recalls in force, at what was stored since a moment unless at all, and for loops of those that are not. */
export async function raiseRecalls(deps: Deps, seen: Instant | null = null): Promise<void> {
  // What opened these the registers hold by now, or hold no more.
  const open = await findOpenOf(deps.worker, RECALL);
  await deps.registers.refresh();
  const rows = deps.registers.current().inForce(lotRecalls, dayOf(deps.clock.now()));
  for (const row of rows) await raiseRecall(deps, row, seen);
  const inForce = new Set(rows.map(subjectOf));
  for (const { id, subject } of open) if (!inForce.has(subject)) await deps.worker.tx((tx) => takeBack(deps, tx, id));
}

/** Whatever is known of it already stays as it is. */
export async function raiseRecall(deps: Deps, row: LotRecallRow, seen: Instant | null = null): Promise<void> {
  const { institution, product, lot } = row;
  const of = { institution, product, lot };
  const span = { from: row.usedFrom, to: row.usedTo };
  const reported = { from: startOfDay(span.from), to: span.to === null ? null : startOfDay(addDays(span.to, 1)) };
  const used = usedOn(deps.registers.current(), of, span);
  await deps.worker.tx(async (tx) => {
    const isListed = await listAffected(tx, of, used, { ...reported, seen });
    const facts = factsOf(deps, row);
    const opened = await openLoop(deps, tx, {
      ...{ definition: RECALL, subject: subjectOf(of), unit: institution, department: null, personId: null },
      ...{ occurredAt: startOfDay(row.noticedOn), by: PLATFORM, facts },
    });
    if (opened !== null) return;
    // Held from here on: whoever ends the review sees what was listed, or it is asked for again.
    const loop = await lockRecallLoop(tx, of);
    if (loop === null) return;
    await restOn(deps, tx, loop, facts);
    const [stands] = isListed ? await findRecallLoops(tx, [loop.subject]) : [];
    if (stands !== undefined) await askAgain(deps, tx, stands);
  });
}

function factsOf({ registers }: Deps, row: LotRecallRow): Readonly<Record<string, unknown>> {
  const { institution, product, lot, notice, reason, usedFrom, usedTo } = row;
  const name = registers.current().nameOf(reagentLots, `${institution}|${product}|${lot}`)?.nameZh ?? product;
  return {
    ...{ titleZh: `${name} 批号 ${lot} 召回`, titleEn: `Lot ${lot} of ${product} recalled` },
    ...{ product, lot, notice, cause: reason, usedFrom },
    ...(usedTo === null ? {} : { usedTo }),
  };
}

/** What the notice says otherwise than before; of a recall that was taken back, what it says now that it stands again. */
async function restOn(
  deps: Deps,
  tx: Queryable,
  { id }: RecallLoop,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  const records = (await findRecords(tx, [id])).get(id) ?? [];
  const opening = records.findLast((record) => record.kind === 'opened');
  const last = records.findLast(({ kind }) => kind === 'opened' || kind === 'withdrawn');
  if (opening === undefined || last === undefined) return;
  const names = new Set([...Object.keys(facts), ...Object.keys(opening.facts)]);
  if (last.kind === 'opened' && [...names].every((name) => opening.facts[name] === facts[name])) return;
  const now = deps.clock.now();
  await recordInLoop(deps, tx, id, {
    ...{ key: `opened:${String(records.length)}`, kind: 'opened', corrects: last.id, facts, by: PLATFORM },
    ...{ occurredAt: opening.occurredAt, recordedAt: now > last.recordedAt ? now : last.recordedAt },
  });
}

/** The register holds the recall no more 召回撤销: its loop ends as one that never was, with all that was recorded in it. */
async function takeBack(deps: Deps, tx: Queryable, id: number): Promise<void> {
  const records = (await findRecords(tx, [id])).get(id) ?? [];
  const last = records.findLast(({ kind }) => kind === 'opened' || kind === 'withdrawn');
  if (last?.kind !== 'opened') return;
  const now = deps.clock.now();
  await recordInLoop(deps, tx, id, {
    ...{ key: `withdrawn:${String(records.length)}`, kind: 'withdrawn', corrects: last.id, by: PLATFORM },
    ...{ occurredAt: now, recordedAt: now, note: '目录中已无该召回 The register holds the recall no more' },
  });
}

/** Results that were listed once the review was over are decided on as well. */
async function askAgain(deps: Deps, tx: Queryable, { id, status, state }: RecallLoop): Promise<void> {
  const isReviewed = state.stages.some((stage) => stage.id === 'review' && stage.doneAt !== null);
  if (status === 'void' || status === 'waived' || !isReviewed) return;
  const now = deps.clock.now();
  const count = (await findRecords(tx, [id])).get(id)?.length ?? 0;
  await recordInLoop(deps, tx, id, {
    ...{ key: `again/${String(count)}`, kind: 'reopened', stage: 'review', by: PLATFORM },
    ...{ occurredAt: now, recordedAt: now, note: '又有受影响的结果 More results are concerned' },
  });
}
