/** What a process is given to record of loops 闭环: an opening, or an act. Done twice it is done once. */
import type { LoopRecord } from '@fujie/core/loops';

import type { Database } from '../src/platform/db/database.ts';
import { sql } from '../src/platform/db/database.ts';
import type { Deps } from '../src/platform/deps.ts';
import type { Opening } from '../src/platform/loops/loops.ts';
import { openLoop, recordInLoop } from '../src/platform/loops/loops.ts';
import type { NewRecord } from '../src/platform/loops/loops.query.ts';

/** Of an opening the subject names it, of an act its key. */
export type Task =
  | { readonly name: string; readonly opening: Opening }
  | { readonly name: string; readonly loop: number; readonly record: NewRecord };
export type Sent = Task | { readonly now: number };

export interface Answer {
  readonly loop: number;
  /** What was recorded, unless it had been before. */
  readonly record: Pick<LoopRecord, 'id' | 'kind'> | null;
  readonly waiting: readonly string[];
}

/** Does it; null when it is refused because it would leave the loop without an opening. */
export async function carryOut(deps: Deps, db: Database, task: Task): Promise<Answer | null> {
  if ('opening' in task) {
    const row = await db.tx((tx) => openLoop(deps, tx, task.opening));
    const { definition, subject } = task.opening;
    const found = await db.query<{ id: number; stages: readonly string[] }>(
      sql`select id, stages from loop where definition = ${definition} and subject = ${subject}`,
    );
    if (found.length !== 1) throw new Error(`${subject} opened ${String(found.length)} loops`);
    return { loop: row?.id ?? found[0]?.id ?? 0, record: null, waiting: found[0]?.stages ?? [] };
  }
  const { loop, record } = task;
  try {
    const answer = await db.tx((tx) => recordInLoop(deps, tx, loop, record));
    if (answer === null) throw new Error(`no loop ${String(loop)}`);
    const waiting = answer.state.stages.filter(({ status }) => ['running', 'overdue'].includes(status));
    return {
      loop,
      record: answer.record === null ? null : { id: answer.record, kind: record.kind },
      waiting: waiting.map(({ id }) => id),
    };
  } catch (error) {
    if (error instanceof Error && error.message.includes('without a record that opened it')) return null;
    throw error;
  }
}
