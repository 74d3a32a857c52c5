/** `/api/v1/tasks` 任务清单: of the own hospital, or of the own region. Source: henan-2023.bp.1#01, t26.3#01. */
import { TasksResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Deps } from '../platform/deps.ts';
import { tasksFor } from './tasks.ts';

export function registerTaskListRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/tasks',
    { config: { can: 'task:read' }, schema: { response: { 200: TasksResponse } } },
    ({ actor }) => tasksFor(deps, actor),
  );
}
