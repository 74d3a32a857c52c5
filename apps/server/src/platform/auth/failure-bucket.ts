/**
 * How failures of signing in 登录失败 are counted: in a bucket that leaks. When it is full one waits, each time twice as long as
 * before, but never longer than the longest: nobody can be kept out for ever.
 */
import type { Instant } from '@fujie/core/kernel';

export interface Bucket {
  /** So many failures before one must wait. */
  readonly free: number;
  /** One failure is forgotten in this time. */
  readonly leakMs: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
}

export interface Fill {
  readonly level: number;
  readonly at: Instant;
  /** Until then further attempts are not even looked at. */
  readonly until: Instant;
}

const MINUTE = 60_000;

export const ACCOUNT_BUCKET: Bucket = {
  free: 5,
  leakMs: 15 * MINUTE,
  firstWaitMs: MINUTE,
  longestWaitMs: 15 * MINUTE,
};
/** Behind one address there may be a whole hospital. */
export const ADDRESS_BUCKET: Bucket = { free: 20, leakMs: 3000, firstWaitMs: MINUTE, longestWaitMs: MINUTE };

/** The bucket after one more failure. */
export function afterFailure(bucket: Bucket, fill: Fill | null, now: Instant): Fill {
  const left = fill === null ? 0 : Math.max(0, fill.level - Math.max(0, now - fill.at) / bucket.leakMs);
  const level = left + 1;
  const over = Math.floor(level - bucket.free);
  const wait = over < 0 ? 0 : Math.min(bucket.longestWaitMs, bucket.firstWaitMs * 2 ** over);
  return { level, at: now, until: (now + wait) as Instant };
}
