import { useMutation, useQueryClient } from '@tanstack/react-query';

import { EQA_KEY } from '../../api/eqa.ts';

/** Something done to a round; what is shown of it is asked for again. */
export function useRoundAct<V, R>(ask: (variables: V) => Promise<R>, onDone?: (answer: R) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ask,
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: EQA_KEY });
      onDone?.(answer);
    },
  });
}
