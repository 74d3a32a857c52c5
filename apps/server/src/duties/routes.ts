/** The context of the duties of recognition 互认职责: what follows from acts. */
import type { Deps } from '../platform/deps.ts';
import { followActs } from './acts.ts';

/** Follows acts. */
export function registerDutyRoutes(deps: Deps): void {
  deps.events.on('episode-acted', (tx, episode) => followActs(deps, tx, episode));
}
