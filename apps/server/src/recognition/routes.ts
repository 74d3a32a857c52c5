/** The context of recognition: routes, and what it does when results change and orders are placed. */
import type { FastifyInstance } from 'fastify';

import type { Deps } from '../platform/deps.ts';
import { registerCdsRoutes } from './cds-routes.ts';
import { registerCheckRoutes } from './check-routes.ts';
import { createChecks } from './check.ts';
import { registerExplainRoutes } from './explain-routes.ts';
import { registerNoticeRoutes } from './notice-routes.ts';
import { registerOwedRoutes } from './owed-routes.ts';
import { registerBreakGlassRoutes } from './break-glass-routes.ts';
import { registerPatientDoor } from './patient/door-routes.ts';
import { registerOfficeRoutes } from './patient/office-routes.ts';
import { registerOwnRoutes } from './patient/own-routes.ts';
import { registerPersonRoutes } from './person-routes.ts';
import { registerPrintRoutes } from './print-routes.ts';
import { registerReportChangeRoutes } from './report-change-routes.ts';
import { registerWishRoutes } from './wish-routes.ts';

/** Adds `/cds-services`, `/api/v1/recognition`, `/persons`, `/report-changes`, `/clauses`, `/my`; follows results and orders. */
export async function registerRecognitionRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  const checks = createChecks(deps);
  app.addHook('onClose', () => checks.drain());
  registerCheckRoutes(app, deps, checks);
  await registerCdsRoutes(app, deps, checks);
  registerPersonRoutes(app, deps);
  registerPrintRoutes(app, deps);
  registerBreakGlassRoutes(app, deps);
  registerWishRoutes(app, deps);
  registerPatientDoor(app, deps);
  registerOwnRoutes(app, deps);
  registerOfficeRoutes(app, deps);
  registerNoticeRoutes(app, deps);
  registerReportChangeRoutes(app, deps);
  registerOwedRoutes(app, deps);
  registerExplainRoutes(app, deps);
}
