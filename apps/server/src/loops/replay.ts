/** Replay of all loops 闭环重放: what is remembered of each is compared with what its records say. */
import { programActor } from '../platform/auth/program-actor.ts';
import type { Deps } from '../platform/deps.ts';
import { differsFrom, settleLoops } from '../platform/loops/loops.ts';
import { findLoopsAfter } from './loops.query.ts';

const BATCH = 500;
const REPLAY = programActor('loops');

export interface Replay {
  readonly loops: number;
  /** Loops that were remembered otherwise than their records say, and were put right. */
  readonly differing: readonly number[];
}

/** Decides every loop anew in batches, and stores those anew that differ; what differed is on record. */
export async function replayLoops(deps: Deps): Promise<Replay> {
  let loops = 0;
  const differing: number[] = [];
  for (let after = 0; ;) {
    const rows = await findLoopsAfter(deps.worker, after, BATCH);
    const last = rows.at(-1);
    if (last === undefined) break;
    const wrong = await differsFrom(deps, rows);
    if (wrong.length > 0) await settleLoops(deps, wrong);
    differing.push(...wrong);
    loops += rows.length;
    after = last.id;
  }
  if (differing.length > 0) {
    deps.log.error(
      { loops: differing.slice(0, 100), count: differing.length },
      'loops were remembered otherwise than their records say',
    );
  }
  await deps.audit.record({
    actor: REPLAY,
    action: 'loop:replay',
    outcome: 'done',
    detail: { loops, differing: differing.length },
  });
  return { loops, differing };
}
