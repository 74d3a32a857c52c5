/**
 * `/api/v1/hazards` 安全隐患 for all staff, `/api/v1/emergency` 应急预案 with its drills, `/api/v1/organisation/checks` 科室检查与自查. Source:
 * henan-2023.sa4.0#01, #02, henan-2025.mq.5#08.
 */
import type { CheckCall as Call, DrillReport as Report, HazardReport as Hazard } from '@fujie/wire/contracts';
import {
  CheckCall,
  CheckCalled,
  ChecksResponse,
  DrillRecorded,
  DrillReport,
  EmergencyResponse,
  HazardReport,
  HazardReported,
  HazardsResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Deps } from '../platform/deps.ts';
import { callChecks, checksFor } from './checks.ts';
import { emergencyFor, recordDrill } from './emergency.ts';
import { hazardsFor, reportHazard } from './hazards.ts';

const LoopParams = Type.Object({ loop: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });
const STAFF = { can: 'hazard:report' } as const;

export function registerHazardRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/api/v1/hazards', { config: STAFF, schema: { response: { 200: HazardsResponse } } }, ({ actor }) =>
    hazardsFor(deps, actor),
  );

  app.post<{ Body: Hazard }>(
    '/api/v1/hazards',
    { config: STAFF, schema: { body: HazardReport, response: { 201: HazardReported } } },
    async ({ actor, body }, reply) => reply.status(201).send({ loop: await reportHazard(deps, actor, body) }),
  );

  app.get(
    '/api/v1/organisation/checks',
    { config: { can: 'organisation:read' }, schema: { response: { 200: ChecksResponse } } },
    ({ actor }) => checksFor(deps, actor),
  );

  app.post<{ Body: Call }>(
    '/api/v1/organisation/checks',
    { config: { can: 'organisation:call' }, schema: { body: CheckCall, response: { 201: CheckCalled } } },
    async ({ actor, body }, reply) => reply.status(201).send({ loops: [...(await callChecks(deps, actor, body))] }),
  );

  app.get(
    '/api/v1/emergency',
    { config: { can: 'organisation:read' }, schema: { response: { 200: EmergencyResponse } } },
    ({ actor }) => emergencyFor(deps, actor),
  );

  app.post<{ Params: { loop: string }; Body: Report }>(
    '/api/v1/emergency/drills/:loop',
    {
      config: { can: 'organisation:record' },
      schema: { params: LoopParams, body: DrillReport, response: { 201: DrillRecorded } },
    },
    async ({ actor, params, body }, reply) =>
      reply.status(201).send(await recordDrill(deps, actor, Number(params.loop), body)),
  );
}
