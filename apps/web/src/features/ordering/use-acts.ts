/** Sends what the physician did, and keeps the server's answer beside each item. */
import type { Explanation } from '@fujie/wire/contracts';
import { useCallback, useState } from 'react';

import { isUnreachable, putAside } from '../../api/outbox.ts';
import { sendDecisions } from '../../api/recognition.ts';
import { useActor } from '../../app/require.tsx';
import type { Act, Answer, Row } from './draft.ts';
import { offered, requestsOf } from './draft.ts';

export interface RepeatReason {
  readonly code: number | null;
  readonly localCode?: string;
  readonly note?: string;
  readonly explanation?: Explanation;
}

export interface Acts {
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly accept: (rows: readonly Row[]) => Promise<readonly Answer[] | null>;
  readonly repeat: (rows: readonly Row[], reason: RepeatReason) => Promise<readonly Answer[] | null>;
  readonly opened: (row: Row) => void;
}

/**
 * Each answer refers to the decision that offered the result; null when the server refused. What it could not be told
 * waits in the outbox and holds nobody up.
 */
export function useActs(
  account: string | null,
  onAnswered: (answers: readonly Answer[]) => void,
  onPutAside: () => void,
): Acts {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const practitioner = useActor()?.practitioner ?? null;

  const send = useCallback(
    async (rows: readonly Row[], actOf: (row: Row) => Act): Promise<readonly Answer[] | null> => {
      const entries = rows.map((row) => ({ decision: row.decision, act: actOf(row) }));
      if (entries.length === 0) return [];
      setBusy(true);
      setError(null);
      try {
        const responses = await Promise.all(
          requestsOf(entries, practitioner).map(async (request) => ({
            request,
            response: await sendDecisions(request).catch((problem: unknown) => {
              if (account === null || !isUnreachable(problem)) throw problem;
              putAside(account, request);
              onPutAside();
              return null;
            }),
          })),
        );
        const answers = responses.flatMap(({ request, response }) =>
          request.acts.flatMap((act, index): Answer[] => {
            const outcome = response === null ? null : response.acts[index];
            const row = rows.find((candidate) => candidate.check.item === act.item);
            if (outcome === undefined || row === undefined || act.choice === 'OPENED') return [];
            return [
              { choice: act.choice, decision: request.decision, check: row.check, code: act.code ?? null, outcome },
            ];
          }),
        );
        onAnswered(answers);
        return answers;
      } catch (problem) {
        setError(problem);
        return null;
      } finally {
        setBusy(false);
      }
    },
    [account, practitioner, onAnswered, onPutAside],
  );

  return {
    isBusy,
    error,
    accept: (rows) =>
      send(rows, (row) => ({ item: row.check.item, result: offered(row.check)?.result.id ?? null, choice: 'ACCEPT' })),
    repeat: (rows, reason) =>
      send(rows, (row) => ({
        item: row.check.item,
        result: offered(row.check)?.result.id ?? null,
        choice: 'REPEAT',
        code: reason.code,
        ...(reason.localCode === undefined ? {} : { localCode: reason.localCode }),
        ...(reason.note === undefined ? {} : { note: reason.note }),
        ...(reason.explanation === undefined ? {} : { explanation: reason.explanation }),
      })),
    opened: (row) => {
      const result = offered(row.check)?.result.id ?? null;
      // Having looked is counted, but never stands in the way of reading.
      void sendDecisions({ decision: row.decision, acts: [{ item: row.check.item, result, choice: 'OPENED' }] }).catch(
        () => undefined,
      );
    },
  };
}
