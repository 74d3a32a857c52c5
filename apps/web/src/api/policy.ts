/** Who may do what, as the server has it. */
import type { PolicyResponse } from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { getJson } from './client.ts';

export const policyQuery = queryOptions({
  queryKey: ['policy'],
  queryFn: ({ signal }) => getJson<PolicyResponse>('/api/v1/policy', { signal }),
});
