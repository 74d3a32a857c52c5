/** `/api/v1/policy`: who may do what 权限矩阵, generated from the policy and the routes that ask for it. */
import type { PolicyResponse as Answer } from '@fujie/wire/contracts';
import { PolicyResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Permission } from '../platform/auth/permissions.ts';
import { PERMISSIONS, ROLES } from '../platform/auth/permissions.ts';

export function registerPolicyRoutes(app: FastifyInstance): void {
  app.get('/api/v1/policy', { config: { can: 'policy:read' }, schema: { response: { 200: PolicyResponse } } }, () =>
    policyOf(app),
  );
}

function policyOf({ routeTable }: FastifyInstance): Answer {
  const routes = new Map<Permission, string[]>();
  for (const { method, url, can } of routeTable) routes.set(can, [...(routes.get(can) ?? []), `${method} ${url}`]);
  const permissions = Object.entries(PERMISSIONS).map(([permission, reaches]) => ({
    permission,
    reaches: { ...reaches },
    routes: (routes.get(permission as Permission) ?? []).sort(),
  }));
  return { roles: [...ROLES], permissions };
}
