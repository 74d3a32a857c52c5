/** Loops of recalled lots 召回批号 as they are remembered, and what they list. */
import type { Instant } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { lockLoop } from '../platform/loops/loops.query.ts';
import type { OfLot, Reported, UsedOn } from './affected.query.ts';
import { affectedBy } from './affected.query.ts';
import type { ReviewOf } from './result-reviews.query.ts';
import { listConcerned } from './result-reviews.query.ts';

export const RECALL = 'reagent/recall';

export interface RecallLoop {
  readonly id: number;
  readonly subject: string;
  readonly status: LoopState['status'];
  readonly state: Pick<LoopState, 'stages'>;
}

/** What a recall is called in its loop, its review and the audit. */
export const subjectOf = ({ institution, product, lot }: OfLot): string => `recall|${institution}|${product}|${lot}`;

/** The review of results of a recall. */
export const reviewOf = (of: OfLot): ReviewOf => ({ institution: of.institution, subject: subjectOf(of) });

/** Loops of recalls by what they are about. */
export async function findRecallLoops(db: Queryable, subjects: readonly string[]): Promise<readonly RecallLoop[]> {
  return db.query<RecallLoop>(sql`
    select id, subject, status, state from loop where definition = ${RECALL} and subject = any(${subjects}::text[])`);
}

/** The loop of a recall, held until the transaction ends, so that its review does not end while it is looked at. */
export async function lockRecallLoop(tx: Queryable, of: OfLot): Promise<RecallLoop | null> {
  const [known] = await findRecallLoops(tx, [subjectOf(of)]);
  if (known === undefined || (await lockLoop(tx, known.id)) === null) return null;
  return (await findRecallLoops(tx, [subjectOf(of)]))[0] ?? null;
}

/** Lists what a recall concerns and was not listed yet, of what was stored since a moment unless of all; whether anything was. */
export async function listAffected(
  tx: Queryable,
  of: OfLot,
  used: readonly UsedOn[],
  { seen, ...reported }: Reported & { readonly seen: Instant | null },
): Promise<boolean> {
  const { institution, subject } = reviewOf(of);
  const listed = await listConcerned(
    tx,
    sql`${affectedBy(of, used, reported, seen)},
    concerned as (select ${institution}::text as institution, ${subject}::text as subject, a.*
      from (select * from named union all select * from in_use) a)`,
  );
  return listed.size > 0;
}
