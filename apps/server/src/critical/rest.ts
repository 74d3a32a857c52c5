/** On what the loop of a critical value 危急值 rests: recorded anew when its result changes, and taken back when it is critical no more. */
import type { Instant } from '@fujie/core/kernel';
import type { LoopActor } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';

export type Needs = Pick<Deps, 'clock' | 'config' | 'registers'>;

export type Facts = Readonly<Record<string, unknown>>;

export interface Resting {
  readonly loop: number;
  readonly sender: string;
  readonly facts: (before: Facts) => Facts;
  readonly isAsked: boolean;
  /** Where it begins again; by default with verifying. */
  readonly from?: string;
}

/** Records what a loop rests on in place of what it rested on, and asks for all of it again where it must be told anew. */
export async function rest(deps: Needs, tx: Queryable, { loop, sender, facts, isAsked, from }: Resting): Promise<void> {
  const { last, opening, count } = await lastOf(tx, loop);
  if (last === undefined || opening === undefined) return;
  const { occurredAt } = opening;
  const recordedAt = Math.max(deps.clock.now(), occurredAt) as Instant;
  await recordInLoop(deps, tx, loop, {
    key: `opened:${String(count)}`,
    kind: 'opened',
    occurredAt,
    recordedAt,
    by: actorOf(sender),
    corrects: last.id,
    facts: facts(opening.facts),
  });
  if (!isAsked) return;
  await recordInLoop(deps, tx, loop, {
    key: `reopened:${String(count)}`,
    kind: 'reopened',
    occurredAt: recordedAt,
    recordedAt,
    by: PLATFORM,
    stage: from ?? verifiedAt(opening.facts),
    note: '结果已更正或再次检出，须重新核实并报告 The result was corrected or measured again: verify and report it anew',
  });
}

/** Takes a loop back as of now; what it rested on, or null where it was taken back before. */
export async function takeBack(deps: Needs, tx: Queryable, loop: number, by: LoopActor): Promise<TakenBack | null> {
  const { last, opening, count } = await lastOf(tx, loop);
  if (last?.kind !== 'opened') return null;
  const at = Math.max(deps.clock.now(), last.occurredAt) as Instant;
  await recordInLoop(deps, tx, loop, {
    key: `withdrawn:${String(count)}`,
    kind: 'withdrawn',
    occurredAt: at,
    recordedAt: at,
    by,
    corrects: last.id,
    note: '结果已更正或撤回，不再是危急值 The result was corrected or withdrawn and is not critical',
  });
  return { at, count, openedAt: last.occurredAt, facts: opening?.facts ?? {} };
}

interface TakenBack {
  readonly at: Instant;
  /** How many records it had. */
  readonly count: number;
  readonly openedAt: Instant;
  readonly facts: Facts;
}

/** The stage at which a value is verified: a test, or an examination that is looked at again. */
export const verifiedAt = (facts: Facts): string => (facts['kind'] === 'examination' ? 'reread' : 'verify');

/** What a loop rests on now, the record that opened it or took it back, and the last that opened it. */
export async function lastOf(tx: Queryable, loop: number) {
  const records = (await findRecords(tx, [loop])).get(loop) ?? [];
  const last = records.findLast(({ kind }) => kind === 'opened' || kind === 'withdrawn');
  return { last, opening: records.findLast((record) => record.kind === 'opened'), count: records.length };
}

export const actorOf = (sender: string): LoopActor => ({ id: sender, name: sender, role: 'system' });
export const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;
