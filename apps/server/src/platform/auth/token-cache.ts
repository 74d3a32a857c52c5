/** Connected systems ask many times a second with the same token: it is looked up once in a while, not every time. */
/** A token that was taken back is refused after this time at the latest. */
const KEPT_MS = 2000;
const MOST_TOKENS = 1000;

/** Remembers what was found for a token for a moment. Unknown tokens are never remembered. */
export function cacheBriefly<T>(find: (token: string) => Promise<T | null>): (token: string) => Promise<T | null> {
  let known = new Map<string, { readonly found: T; readonly until: number }>();
  return async (token) => {
    const now = performance.now();
    const entry = known.get(token);
    if (entry !== undefined && now < entry.until) return entry.found;
    const found = await find(token);
    if (found === null) known.delete(token);
    else {
      if (known.size >= MOST_TOKENS) known = new Map();
      known.set(token, { found, until: now + KEPT_MS });
    }
    return found;
  };
}
