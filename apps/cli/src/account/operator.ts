/** Who is at the keyboard of this installation. */
import { userInfo } from 'node:os';

import type { AccountDeps } from '@fujie/server/access';
import type { Actor, Database } from '@fujie/server/platform';
import { createAudit, loadConfig, programActor, systemClock } from '@fujie/server/platform';

import { withStore } from '../database.ts';

/** Runs `work` on the database of this installation, as whoever is at the keyboard. */
export async function asOperator(
  work: (deps: AccountDeps & { readonly db: Database }, actor: Actor) => Promise<void>,
): Promise<void> {
  await withStore(loadConfig(), async ({ db }) => {
    const audit = createAudit(db, systemClock);
    await work({ db, audit }, programActor(`cli:${userInfo().username}`));
    await audit.drain();
  });
}
