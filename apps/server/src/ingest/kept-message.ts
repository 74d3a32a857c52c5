/** Keeps what another context refused in quarantine 隔离区, in the transaction that refused it. */
import type { Queryable } from '../platform/db/database.ts';
import type { MessageRefused } from '../platform/events/events.ts';
import { keepRefused } from './quarantine.query.ts';

export async function keepMessage(tx: Queryable, { settle, ...message }: MessageRefused): Promise<void> {
  const request = { method: 'POST', type: null, id: null, ifNoneExist: null, ifMatch: null } as const;
  settle(await keepRefused(tx, { ...message, request }));
}
