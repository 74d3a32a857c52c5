/** Puts the server's parts together from configuration, database and clock. */
import type { Clock } from './platform/clock/clock.ts';
import type { Config } from './platform/config/config.ts';
import type { Store } from './platform/db/store.ts';
import type { Deps } from './platform/deps.ts';
import { followAnnouncements } from './platform/db/announcements.query.ts';
import { createWakes, WAKE_CHANNEL } from './platform/jobs/wakes.ts';
import { createAudit } from './platform/audit/audit.query.ts';
import { createSeal } from './platform/auth/seal.ts';
import { createEvents } from './platform/events/events.ts';
import { createLog } from './platform/log/log.ts';
import { followEvents } from './follow.ts';
import { createRegisters } from './registers/registers.ts';
import { REGISTER_CHANNEL } from './registers/snapshots.query.ts';

export interface Composition {
  readonly deps: Deps;
  /** Writes what is still waiting and stops following the registers; the database stays open, it belongs to the caller. */
  readonly close: () => Promise<void>;
}

/** Builds what every context is given. The database is migrated already. */
export async function createDeps(
  config: Config,
  given: { readonly store: Store; readonly clock: Clock; readonly log?: Deps['log'] },
): Promise<Composition> {
  const { store, clock } = given;
  const { db, scoped, worker } = store;
  const log = given.log ?? createLog(config.logLevel);
  const audit = createAudit(db, clock);
  const registers = await createRegisters(db, log);
  const wakes = createWakes();
  const announcements = await followAnnouncements(db, log, {
    [REGISTER_CHANNEL]: registers.heard,
    [WAKE_CHANNEL]: wakes.heard,
  });
  const deps: Deps = {
    config,
    db,
    scoped,
    worker,
    clock,
    log,
    audit,
    seal: createSeal(config.secret),
    events: createEvents(),
    registers,
    wakes,
  };
  followEvents(deps);
  return {
    deps,
    close: async () => {
      await announcements.close();
      await registers.close();
      await audit.drain();
    },
  };
}
