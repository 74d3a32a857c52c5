/** How many messages a peer 接入端 may send a minute 限流. What is more waits unread with its sender: nothing of it is lost. */
import type { Instant } from '@fujie/core/kernel';

const MINUTE_MS = 60_000;

/**
 * Counts the next message of a peer, or says how many milliseconds it has to wait: 0 means that it is counted. The messages of a
 * minute may come at once.
 */
export function createPace(perMinute: number): (peer: number, now: Instant) => number {
  const eachMs = MINUTE_MS / perMinute;
  /** Until when what each peer has sent is spent. */
  const spentUntil = new Map<number, number>();
  return (peer, now) => {
    // A clock that was set back holds nobody up for longer.
    const spent = Math.min(Math.max(spentUntil.get(peer) ?? now, now), now + MINUTE_MS);
    const wait = Math.floor(spent + eachMs - now - MINUTE_MS);
    if (wait > 0) return wait;
    spentUntil.set(peer, spent + eachMs);
    return 0;
  };
}
