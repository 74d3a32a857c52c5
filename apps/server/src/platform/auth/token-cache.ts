/** Connected systems ask many times a second with the same token: it is looked up once in a while, not every time. */
import type { Principal } from './permissions.ts';

/** A token that was taken back is refused after this time at the latest. */
const KEPT_MS = 2000;
const MOST_TOKENS = 1000;

/** Remembers who a token belongs to for a moment. Unknown tokens are never remembered. */
export function cacheActors(
  find: (token: string) => Promise<Principal | null>,
): (token: string) => Promise<Principal | null> {
  let known = new Map<string, { readonly principal: Principal; readonly until: number }>();
  return async (token) => {
    const now = performance.now();
    const entry = known.get(token);
    if (entry !== undefined && now < entry.until) return entry.principal;
    const principal = await find(token);
    if (principal === null) known.delete(token);
    else {
      if (known.size >= MOST_TOKENS) known = new Map();
      known.set(token, { principal, until: now + KEPT_MS });
    }
    return principal;
  };
}
