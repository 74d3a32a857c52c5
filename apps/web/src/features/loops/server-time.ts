/** The time of the server, second by second: limits run by it, whatever the clock of the workstation says. */
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

import { loopCountsQuery } from '../../api/loops.ts';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const one of listeners) one();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

const second = (): number => Math.floor(Date.now() / 1000) * 1000;

export function useServerNow(): number {
  const ahead = useServerAhead();
  return useSyncExternalStore(subscribe, second) + ahead;
}

/** How far the clock of the server is ahead of this one, in milliseconds. */
export function useServerAhead(): number {
  return useQuery({ ...loopCountsQuery, select: ({ aheadMs }) => aheadMs }).data ?? 0;
}
