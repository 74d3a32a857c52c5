/**
 * Registers 目录 in memory: one immutable snapshot that every decision reads, replaced whole when any register changes,
 * by this server or by another one on the same database. Source: national-2022.art.15#01 (lists hold from publication).
 */
import type { RegisterSnapshot } from '@fujie/core/registers';
import { buildSnapshot, withChangedKeys } from '@fujie/core/registers';

import type { Database } from '../platform/db/database.ts';
import type { Registers } from '../platform/deps.ts';
import type { Log } from '../platform/log/log.ts';
import type { EntriesByRegister } from './snapshots.query.ts';
import { readChangedRegisters, readRevision, readStateAt } from './snapshots.query.ts';

/** Registers that are fresh as long as they are told what any server announces. */
export interface LiveRegisters extends Registers {
  /** Something was announced on their channel, or may have been. */
  readonly heard: () => void;
  /** Settled when what was being taken up has been. */
  close(): Promise<void>;
}

const KEPT_PAST_SNAPSHOTS = 4;

/** Loads the registers of a database; the answer is ready to be read at once. */
export async function createRegisters(db: Database, log: Log): Promise<LiveRegisters> {
  let entries: EntriesByRegister = {};
  let snapshot = buildSnapshot(entries, 0);
  const past = new Map<number, Promise<RegisterSnapshot>>();
  let running: Promise<void> | undefined;
  let isStale = false;
  const followers: ((changed: readonly string[]) => Promise<void>)[] = [];

  async function load(): Promise<void> {
    const changed = await readChangedRegisters(db, snapshot.revision);
    if (changed.registers.length === 0) return;
    // Of what did not change nothing is read again, and nothing indexed again; the first time all of it is read.
    const isFirst = snapshot.revision === 0;
    const taken = changed.registers.map((register): [string, EntriesByRegister[string]] => {
      const arrived = changed.entries[register] ?? [];
      const keys = changed.keys[register] ?? new Set();
      return [register, isFirst ? arrived : withChangedKeys(entries[register] ?? [], keys, arrived)];
    });
    entries = { ...entries, ...Object.fromEntries(taken) };
    snapshot = buildSnapshot(entries, changed.revision);
    for (const follower of followers)
      await follower(changed.registers).catch((error: unknown) => {
        log.error({ error: String(error) }, 'a change of registers was not followed');
      });
  }

  /** Changes that arrive while one load runs are taken up together by the next one. */
  async function refresh(): Promise<void> {
    isStale = true;
    while (isStale || running) {
      if (running) {
        await running;
        continue;
      }
      isStale = false;
      running = load().finally(() => {
        running = undefined;
      });
      await running;
    }
  }

  function refreshInBackground(): void {
    refresh().catch((error: unknown) => {
      log.error({ error: String(error) }, 'registers could not be refreshed; the previous state stays in use');
    });
  }

  async function asOfRevision(revision: number): Promise<RegisterSnapshot> {
    if (revision === snapshot.revision) return snapshot;
    const latest = await readRevision(db);
    if (revision > latest)
      throw new RangeError(`Revision ${revision} of the registers does not exist; the last one is ${latest}`);
    const known = past.get(revision);
    const state = known ?? readStateAt(db, revision).then((s) => buildSnapshot(s.entries, revision));
    past.delete(revision);
    past.set(revision, state);
    if (known === undefined) state.catch(() => past.delete(revision));
    for (const oldest of past.keys()) {
      if (past.size <= KEPT_PAST_SNAPSHOTS) break;
      past.delete(oldest);
    }
    return state;
  }

  await refresh();
  return {
    current: () => snapshot,
    asOfRevision,
    refresh,
    follow: (follower) => {
      followers.push(follower);
    },
    heard: refreshInBackground,
    close: async () => {
      await running?.catch(() => undefined);
    },
  };
}
