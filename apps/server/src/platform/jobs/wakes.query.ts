/** Announces that something waits for work, once the transaction is committed; see migration 0469 for what the database announces itself. */
import type { Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';
import { WAKE_CHANNEL } from './wakes.ts';

export async function announceWork(tx: Queryable, work: string): Promise<void> {
  await tx.query(sql`select pg_notify(${WAKE_CHANNEL}, ${work})`);
}
