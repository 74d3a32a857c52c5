/** Hears what is announced 通知 once it is committed, by this server or another, over a connection of its own that is taken up again when lost. */
import pg from 'pg';

import type { Log } from '../log/log.ts';
import type { Database } from './database.ts';

const RECONNECT_MS = 1000;

/** What is called after every announcement on a channel, with its text; with null, whenever some may have been missed. */
export type Heard = (text: string | null) => void;

export interface Announcements {
  close(): Promise<void>;
}

export async function followAnnouncements(
  db: Database,
  log: Log,
  channels: Readonly<Record<string, Heard>>,
): Promise<Announcements> {
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function listen(): Promise<void> {
    const attempt = new pg.Client(db.pool.options);
    // Known before it stands, so that whoever closes ends it.
    client = attempt;
    let isLost = false;
    const lost = (): void => {
      if (isLost) return;
      isLost = true;
      attempt.end().catch(() => undefined);
      if (!isClosed) retry = setTimeout(listenAgain, RECONNECT_MS);
    };
    attempt.on('error', lost);
    attempt.on('end', lost);
    attempt.on('notification', ({ channel, payload }) => channels[channel]?.(payload ?? ''));
    try {
      await attempt.connect();
      await attempt.query(
        Object.keys(channels)
          .map((channel) => `listen ${channel}`)
          .join('; '),
      );
    } catch (error) {
      lost();
      throw error;
    }
    for (const heard of Object.values(channels)) heard(null);
  }

  function listenAgain(): void {
    listen().catch(() => {
      log.warn('the channel of announcements is down; trying again');
    });
  }

  const close = async (): Promise<void> => {
    isClosed = true;
    clearTimeout(retry);
    await client?.end();
  };
  try {
    await listen();
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}
