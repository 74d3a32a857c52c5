/** Failed sign-ins 登录失败 by username, wherever they come from: names that exist and names that do not are treated alike. */
import type { Instant } from '@fujie/core/kernel';

/** So many may fail for one username, within this time of the first. */
const MOST = 10;
const WITHIN_MS = 15 * 60_000;

interface Failures {
  count: number;
  readonly until: number;
}

export class FailedSignIns {
  /** Oldest first. */
  readonly #byName = new Map<string, Failures>();

  hasTooMany(username: string, now: Instant): boolean {
    this.#forget(now);
    return (this.#byName.get(username)?.count ?? 0) >= MOST;
  }

  /** One attempt. It counts from its beginning, so that many at once do not slip through, until it turns out not to have failed. */
  async attempt<T>(username: string, now: Instant, check: () => Promise<T | null>): Promise<T | null> {
    const failures = this.#byName.get(username) ?? { count: 0, until: now + WITHIN_MS };
    this.#byName.set(username, failures);
    failures.count += 1;
    let found: T | null | undefined;
    try {
      found = await check();
      return found;
    } finally {
      if (found !== null) failures.count -= 1;
    }
  }

  #forget(now: Instant): void {
    for (const [username, { until }] of this.#byName) {
      if (until > now) return;
      this.#byName.delete(username);
    }
  }
}
