/**
 * What is being written 未提交的记录, kept on the server while it is typed: a reload or another device goes on where it was left, and the
 * browser, which others may use, keeps nothing.
 */
import type { InspectionNote } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import { inspectionQuery, keepNote } from '../../api/inspections.ts';

const REST_MS = 600;

interface Written {
  readonly text: string;
  readonly samples?: number | undefined;
  readonly severity?: InspectionNote['severity'] | undefined;
}

const noteOf = (field: string, { text, samples, severity }: Written): InspectionNote => ({
  ...{ field, text },
  ...(samples === undefined ? {} : { samples }),
  ...(severity === undefined ? {} : { severity }),
});

export function useNote(inspection: string, field: string, notes: readonly InspectionNote[], empty: Written) {
  const queries = useQueryClient();
  const [written, setWritten] = useState<Written>(() => notes.find((one) => one.field === field) ?? empty);
  const waiting = useRef<Written | null>(null);
  // In the order in which they were typed; what is saved for good comes after what is kept of it.
  const scope = { id: `${inspection} ${field}` };
  const keeping = useMutation({
    scope,
    mutationFn: async (one: Written) => keepNote(inspection, noteOf(field, one)),
    onSuccess: (_, one) =>
      queries.setQueryData(inspectionQuery(inspection).queryKey, (known) => {
        if (known === undefined) return known;
        const others = known.notes.filter((note) => note.field !== field);
        return { ...known, notes: one.text.trim() === '' ? others : [...others, noteOf(field, one)] };
      }),
  });
  const { mutate } = keeping;
  useEffect(() => {
    const keep = (): void => {
      if (waiting.current !== null) mutate(waiting.current);
      waiting.current = null;
    };
    const timer = setTimeout(keep, REST_MS);
    globalThis.addEventListener('pagehide', keep);
    return () => {
      clearTimeout(timer);
      globalThis.removeEventListener('pagehide', keep);
    };
  }, [written, mutate]);
  // Whoever leaves the page has written until then.
  useEffect(
    () => () => {
      if (waiting.current !== null) mutate(waiting.current);
      waiting.current = null;
    },
    [mutate],
  );
  return {
    ...{ written, scope, isLost: keeping.isError && written.text !== '' },
    isKept: keeping.isSuccess && written.text !== '',
    write: (part: Partial<Written>): void => {
      const next = { ...written, ...part };
      waiting.current = next;
      setWritten(next);
    },
    /** Saved for good: nothing waits any more. */
    done: (): void => {
      waiting.current = null;
      setWritten(empty);
    },
  };
}
