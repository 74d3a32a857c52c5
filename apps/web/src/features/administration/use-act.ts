import { useMutation, useQueryClient } from '@tanstack/react-query';

import { ADMINISTRATION } from '../../api/administration.ts';

/** An act of an administrator, after which everything of administration is asked for anew. */
export function useAct<V, R>(act: (value: V) => Promise<R>, onDone?: (answer: R) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async (answer: R) => {
      await queries.invalidateQueries({ queryKey: ADMINISTRATION });
      onDone?.(answer);
    },
  });
}
