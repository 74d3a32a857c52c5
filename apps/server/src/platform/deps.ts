import type { RegisterSnapshot } from '@fujie/core/registers';

import type { Audit } from './audit/audit.query.ts';
import type { Seal } from './auth/seal.ts';
import type { Clock } from './clock/clock.ts';
import type { Config } from './config/config.ts';
import type { Database } from './db/database.ts';
import type { Store } from './db/store.ts';
import type { Events } from './events/events.ts';
import type { Wakes } from './jobs/wakes.ts';
import type { pino } from 'pino';

/** Registers as this server knows them: an immutable snapshot in memory, replaced whole when any register changes. */
export interface Registers {
  current(): RegisterSnapshot;
  /** The registers as they were known after a revision, for replay. */
  asOfRevision(revision: number): Promise<RegisterSnapshot>;
  /** Takes up what has been committed; resolves when `current()` shows it. */
  refresh(): Promise<void>;
  /** Calls the follower with the names of registers that changed, once `current()` shows them. */
  follow(follower: (changed: readonly string[]) => Promise<void>): void;
}

/** What every context is given. */
export interface Deps {
  readonly config: Config;
  /** Shows no record of any person. */
  readonly db: Database;
  /** Shows the records of a scope; see platform/auth/scope.ts for whose scope is what. */
  readonly scoped: Store['scoped'];
  /** Shows all records: for ingest, jobs and the command line. */
  readonly worker: Database;
  readonly clock: Clock;
  readonly log: ReturnType<typeof pino>;
  readonly audit: Audit;
  readonly seal: Seal;
  readonly events: Events;
  readonly registers: Registers;
  readonly wakes: Wakes;
}
