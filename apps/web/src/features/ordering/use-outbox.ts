/** Sends what waits in the outbox while a page is open: at once, when the network is back, and every half minute. */
import { useCallback, useEffect, useState } from 'react';

import type { Delivered } from '../../api/outbox.ts';
import { deliver, waiting } from '../../api/outbox.ts';

const RETRY_MS = 30_000;

export interface Outbox {
  /** Requests that wait for the server. */
  readonly count: number;
  /** Looks again, after something was put aside. */
  readonly refresh: () => void;
}

export function useOutbox(account: string | null, onDelivered: (delivered: readonly Delivered[]) => void): Outbox {
  const [count, setCount] = useState(0);
  const refresh = useCallback(() => setCount(account === null ? 0 : waiting(account).length), [account]);
  useEffect(() => {
    if (account === null) return undefined;
    let isSending = false;
    const send = async () => {
      if (isSending) return;
      isSending = true;
      try {
        const delivered = await deliver(account);
        if (delivered.length > 0) onDelivered(delivered);
      } finally {
        isSending = false;
        refresh();
      }
    };
    const again = () => void send();
    again();
    const timer = setInterval(again, RETRY_MS);
    window.addEventListener('online', again);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, [account, onDelivered, refresh]);
  return { count, refresh };
}
