/** Tasks with their milestones. */
import type { TasksResponse } from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { getJson } from './client.ts';

export const tasksQuery = queryOptions({
  queryKey: ['tasks'],
  queryFn: ({ signal }) => getJson<TasksResponse>('/api/v1/tasks', { signal }),
});
