/** Connected systems ask many times a second with the same token: it is looked up once in a while, not every time. */
import type { Actor } from './permissions.ts';

/** A token that was taken back is refused after this time at the latest. */
const KEPT_MS = 2000;
const MOST_TOKENS = 1000;

/** Remembers who a token belongs to for a moment. Unknown tokens are never remembered. */
export function cacheActors(find: (token: string) => Promise<Actor | null>): (token: string) => Promise<Actor | null> {
  let known = new Map<string, { readonly actor: Actor; readonly until: number }>();
  return async (token) => {
    const now = performance.now();
    const entry = known.get(token);
    if (entry !== undefined && now < entry.until) return entry.actor;
    const actor = await find(token);
    if (actor === null) known.delete(token);
    else {
      if (known.size >= MOST_TOKENS) known = new Map();
      known.set(token, { actor, until: now + KEPT_MS });
    }
    return actor;
  };
}
