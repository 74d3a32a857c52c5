/**
 * Opens the loop of each recalled lot 批号召回 and lists what it may have affected, results that come later included; what is listed once the review is
 * over opens it again. Source: national-2022.art.22#01.
 */
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import type { LotRecallRow } from '@fujie/core/registers';
import { lotRecalls, reagentLots } from '@fujie/core/registers';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import { usedOn } from './affected.ts';
import type { RecallLoop } from './lot-recalls.query.ts';
import { findRecallLoops, listAffected, RECALL, subjectOf } from './lot-recalls.query.ts';

const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

/** Looks through all recalls in force. */
export async function raiseRecalls(deps: Deps): Promise<void> {
  for (const row of deps.registers.current().inForce(lotRecalls, dayOf(deps.clock.now()))) await raiseRecall(deps, row);
}

/** Whatever is known of it already stays as it is. */
export async function raiseRecall(deps: Deps, row: LotRecallRow): Promise<void> {
  const { institution, product, lot } = row;
  const of = { institution, product, lot };
  const span = { from: row.usedFrom, to: row.usedTo };
  const reported = { from: startOfDay(span.from), to: span.to === null ? null : startOfDay(addDays(span.to, 1)) };
  const used = usedOn(deps.registers.current(), of, span);
  await deps.worker.tx(async (tx) => {
    const isListed = await listAffected(tx, of, used, reported);
    const facts = factsOf(deps, row);
    const opened = await openLoop(deps, tx, {
      ...{ definition: RECALL, subject: subjectOf(of), unit: institution, department: null, personId: null },
      ...{ occurredAt: startOfDay(row.noticedOn), by: PLATFORM, facts },
    });
    if (opened !== null) return;
    const [loop] = await findRecallLoops(tx, [subjectOf(of)]);
    if (loop === undefined) return;
    await correct(deps, tx, loop, facts);
    if (isListed) await askAgain(deps, tx, loop);
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

/** What the notice says otherwise than before. */
async function correct(
  deps: Deps,
  tx: Queryable,
  { id }: RecallLoop,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  const records = (await findRecords(tx, [id])).get(id) ?? [];
  const last = records.findLast((record) => record.kind === 'opened');
  const names = new Set([...Object.keys(facts), ...Object.keys(last?.facts ?? {})]);
  if (last === undefined || [...names].every((name) => last.facts[name] === facts[name])) return;
  const now = deps.clock.now();
  await recordInLoop(deps, tx, id, {
    ...{ key: `opened:${String(records.length)}`, kind: 'opened', corrects: last.id, facts, by: PLATFORM },
    ...{ occurredAt: last.occurredAt, recordedAt: now > last.recordedAt ? now : last.recordedAt },
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
