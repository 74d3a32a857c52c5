/** Hears which registers other servers have changed, over a connection of its own that is taken up again when lost. */
import pg from 'pg';

import type { Database } from '../platform/db/database.ts';
import type { Log } from '../platform/log/log.ts';
import { REGISTER_CHANNEL } from './snapshots.query.ts';

const RECONNECT_MS = 1000;

export interface Announcements {
  close(): Promise<void>;
}

/** Calls `heard` after every announced change, and whenever some may have been missed. */
export async function followAnnouncements(db: Database, log: Log, heard: () => void): Promise<Announcements> {
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function listen(): Promise<void> {
    const attempt = new pg.Client(db.pool.options);
    let isLost = false;
    const lost = (): void => {
      if (isLost) return;
      isLost = true;
      attempt.end().catch(() => undefined);
      if (!isClosed) retry = setTimeout(listenAgain, RECONNECT_MS);
    };
    attempt.on('error', lost);
    attempt.on('end', lost);
    attempt.on('notification', heard);
    try {
      await attempt.connect();
      await attempt.query(`listen ${REGISTER_CHANNEL}`);
    } catch (error) {
      lost();
      throw error;
    }
    client = attempt;
    heard();
  }

  function listenAgain(): void {
    listen().catch(() => {
      log.warn('the change channel of the registers is down; trying again');
    });
  }

  await listen();
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}
