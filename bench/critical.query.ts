/** What another connection sees of critical values: the loop as soon as it is there, and the notice for its reader. */
import type pg from 'pg';

import type { Database } from '../apps/server/src/platform/db/database.ts';
import { sql } from '../apps/server/src/platform/db/database.ts';
import { sealed } from '../apps/server/src/platform/db/key-ring.ts';

const LOOK_MS = 2;
const PATIENCE_MS = 30_000;

/** A group of the institution that is told of everything. */
export async function addReader(worker: Database, institution: string): Promise<void> {
  await worker.query(sql`
    insert into notify_address (unit, channel, address, verified_at, created_by, created_at)
    values (${institution}, 'email', ${sealed('bench@example.org')}, now(), 'bench', now())`);
}

export interface CriticalWatch {
  readonly newestLoop: () => Promise<number>;
  /** The loop that opened after another, once it is there. */
  readonly loopAfter: (loop: number) => Promise<number>;
  readonly noticeOf: (loop: number) => Promise<void>;
}

export function createWatch(client: pg.Client): CriticalWatch {
  const newestLoop = async (): Promise<number> => {
    const { rows } = await client.query<{ newest: number }>(
      'select coalesce(max(loop_id), 0)::int as newest from critical_value',
    );
    return rows[0]?.newest ?? 0;
  };
  const until = async <T>(look: () => Promise<T | null>, what: string): Promise<T> => {
    const end = performance.now() + PATIENCE_MS;
    while (performance.now() < end) {
      const seen = await look();
      if (seen !== null) return seen;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    throw new Error(`${what} did not come within ${String(PATIENCE_MS / 1000)} s`);
  };
  return {
    newestLoop,
    loopAfter: (before) =>
      until(async () => {
        const newest = await newestLoop();
        return newest > before ? newest : null;
      }, 'the loop of a critical value'),
    noticeOf: async (loop) => {
      await until(async () => {
        const { rowCount } = await client.query('select 1 from delivery where loop_id = $1 limit 1', [loop]);
        return (rowCount ?? 0) > 0 ? true : null;
      }, 'the notice of a critical value');
    },
  };
}
