/** The whole server, composed: platform and contexts. */
import type { FastifyInstance } from 'fastify';

import { registerDetectedRoutes } from './adverse-events/detected-routes.ts';
import { registerEventOfficeRoutes } from './adverse-events/office-routes.ts';
import { registerAdverseEventRoutes } from './adverse-events/routes.ts';
import { registerUnsealingRoutes } from './adverse-events/unsealing-routes.ts';
import { registerAdministrationRoutes } from './access/administration-routes.ts';
import { registerPolicyRoutes } from './access/policy-routes.ts';
import { registerPeersRoutes } from './access/peers-routes.ts';
import { registerSystemsRoutes } from './access/systems-routes.ts';
import { registerAuditRoutes } from './audit/routes.ts';
import { registerAccountRoutes } from './access/account-routes.ts';
import { registerIssuerRoutes } from './access/issuer/issuer-routes.ts';
import { registerLaunchRoutes } from './access/launch-routes.ts';
import { registerSessionRoutes } from './access/session-routes.ts';
import { registerCriticalRoutes } from './critical/routes.ts';
import { registerJournalRoutes } from './organisation/journal-routes.ts';
import { registerOrganisationRoutes } from './organisation/routes.ts';
import { registerPublicComplaintRoutes } from './complaints/public-routes.ts';
import { registerComplaintRoutes } from './complaints/routes.ts';
import { registerDutyRoutes } from './duties/routes.ts';
import { registerFhirRoutes } from './fhir/routes.ts';
import { registerInspectionRoutes } from './inspection/routes.ts';
import { registerAlertRoutes } from './loops/alert-routes.ts';
import { registerTaskRoutes } from './loops/fhir-routes.ts';
import { registerLoopRoutes } from './loops/routes.ts';
import { registerIqcMonthRoutes } from './laboratory/iqc-month-routes.ts';
import { registerEqaRoutes } from './laboratory/eqa-routes.ts';
import { registerIqcRoutes } from './laboratory/iqc-routes.ts';
import { registerEvidenceRoutes } from './marks/evidence-routes.ts';
import { registerResourcesRoutes } from './laboratory/resources-routes.ts';
import { registerMarksRoutes } from './marks/routes.ts';
import { registerNotifyRoutes } from './notify/routes.ts';
import type { Deps } from './platform/deps.ts';
import { registerOpenApi } from './platform/http/openapi.ts';
import { registerOperations } from './platform/http/operations.ts';
import { registerPages } from './platform/http/pages.ts';
import { createHttpServer } from './platform/http/server.ts';
import { registerQuarantineRoutes } from './fhir/quarantine-routes.ts';
import { staffCodeOf } from './recognition/cds-request.ts';
import { pageOfLaunch } from './recognition/launch.ts';
import { registerRecognitionRoutes } from './recognition/routes.ts';
import { registerRegistersRoutes } from './registers/routes.ts';
import { registerDispatchRoutes } from './statistics/dispatch-routes.ts';
import { registerReturnRoutes } from './statistics/return-routes.ts';
import { registerStatisticsRoutes } from './statistics/routes.ts';
import { registerWatchRoutes } from './watch/routes.ts';

/** Builds the server with all routes; the caller listens and closes. */
export async function buildApp(deps: Deps): Promise<FastifyInstance> {
  const app = await createHttpServer(deps);
  registerOpenApi(app);
  registerOperations(app, deps);
  registerSessionRoutes(app, deps);
  registerPolicyRoutes(app);
  registerAccountRoutes(app, deps);
  registerAdministrationRoutes(app, deps);
  registerSystemsRoutes(app, deps);
  registerPeersRoutes(app, deps);
  registerLaunchRoutes(app, deps, {
    pageOf: (actor, patient, context) => pageOfLaunch(deps, actor, patient, context),
    staffCode: staffCodeOf,
  });
  await registerIssuerRoutes(app, deps);
  await registerRegistersRoutes(app, deps);
  registerMarksRoutes(app, deps);
  registerEvidenceRoutes(app, deps);
  registerIqcRoutes(app, deps);
  registerResourcesRoutes(app, deps);
  registerIqcMonthRoutes(app, deps);
  registerEqaRoutes(app, deps);
  await registerRecognitionRoutes(app, deps);
  registerStatisticsRoutes(app, deps);
  registerReturnRoutes(app, deps);
  registerDispatchRoutes(app, deps);
  registerDutyRoutes(app, deps);
  registerCriticalRoutes(app, deps);
  await registerFhirRoutes(app, deps);
  registerQuarantineRoutes(app, deps);
  await registerAuditRoutes(app, deps);
  registerWatchRoutes(app, deps);
  registerLoopRoutes(app, deps);
  registerAlertRoutes(app, deps);
  await registerTaskRoutes(app, deps);
  registerAdverseEventRoutes(app, deps);
  registerEventOfficeRoutes(app, deps);
  registerUnsealingRoutes(app, deps);
  registerDetectedRoutes(app, deps);
  registerOrganisationRoutes(app, deps);
  registerJournalRoutes(app, deps);
  registerComplaintRoutes(app, deps);
  registerPublicComplaintRoutes(app, deps);
  registerInspectionRoutes(app, deps);
  registerNotifyRoutes(app, deps);
  await registerPages(app);
  return app;
}
