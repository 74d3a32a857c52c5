/** `/api/v1/organisation` 质量管理组织: who is in charge of quality, meetings and visits, what they decided, hand-overs. */
import type {
  CoreIndicatorsQuery as IndicatorsQuery,
  HandoverSignature as Signature,
  MeetingApproval as Approval,
  MeetingCorrection as Correction,
  MeetingEntry as Entry,
  OrganisationPeriodQuery as Query,
  TargetsQuery as YearQuery,
} from '@fujie/wire/contracts';
import {
  CoreIndicatorsQuery,
  CoreIndicatorsResponse,
  HandoverSignature,
  HandoverSigned,
  MeetingApproval,
  MeetingCorrection,
  MeetingEntry,
  MeetingRecorded,
  MeetingResponse,
  OrganisationCalendarResponse,
  OrganisationDecisionsResponse,
  OrganisationPeriodQuery,
  OrganisationResponse,
  TargetsQuery,
  TargetsResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Deps } from '../platform/deps.ts';
import { signHandover } from './hand-over.ts';
import { indicatorsFor } from './indicators.ts';
import { approveMeeting, correctMeeting, recordMeeting } from './meetings.ts';
import { targetsFor } from './targets.ts';
import { calendarFor, decisionsFor, meetingFor, organisationOf } from './views.ts';

const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,9}$' }) }, { additionalProperties: false });
type ById = { Params: { id: string } };
const READ = { can: 'organisation:read' } as const;
/** What is shown to everybody who works in the hospital 院内公示 (henan-2025.mq.5#09). */
const SHOWN = { can: 'journal:read' } as const;
const RECORD = { can: 'organisation:record' } as const;

export function registerOrganisationRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/organisation',
    { config: READ, schema: { response: { 200: OrganisationResponse } } },
    async ({ actor }) => {
      await deps.audit.record({ actor, action: 'organisation:read', outcome: 'done' });
      return organisationOf(deps, actor);
    },
  );

  app.get<{ Querystring: Query }>(
    '/api/v1/organisation/calendar',
    { config: READ, schema: { querystring: OrganisationPeriodQuery, response: { 200: OrganisationCalendarResponse } } },
    async ({ actor, query }) => {
      await deps.audit.record({ actor, action: 'organisation:read', outcome: 'done' });
      return calendarFor(deps, actor, query);
    },
  );

  app.get<{ Querystring: Query }>(
    '/api/v1/organisation/decisions',
    {
      config: READ,
      schema: { querystring: OrganisationPeriodQuery, response: { 200: OrganisationDecisionsResponse } },
    },
    async ({ actor, query }) => {
      await deps.audit.record({ actor, action: 'organisation:read', outcome: 'done' });
      return decisionsFor(deps, actor, query);
    },
  );

  app.get<{ Querystring: YearQuery }>(
    '/api/v1/organisation/targets',
    { config: SHOWN, schema: { querystring: TargetsQuery, response: { 200: TargetsResponse } } },
    async ({ actor, query }) => {
      await deps.audit.record({ actor, action: 'organisation:read', outcome: 'done' });
      return targetsFor(deps, actor, query.year);
    },
  );

  app.get<{ Querystring: IndicatorsQuery }>(
    '/api/v1/organisation/indicators',
    { config: SHOWN, schema: { querystring: CoreIndicatorsQuery, response: { 200: CoreIndicatorsResponse } } },
    async ({ actor, query }) => {
      await deps.audit.record({ actor, action: 'organisation:read', outcome: 'done' });
      return indicatorsFor(deps, actor, query.month);
    },
  );

  app.get<ById>(
    '/api/v1/organisation/meetings/:id',
    { config: READ, schema: { params: IdParams, response: { 200: MeetingResponse } } },
    async ({ actor, params }) => {
      const meeting = await meetingFor(deps, actor, Number(params.id));
      await deps.audit.record({ actor, action: 'organisation:read', subject: params.id, outcome: 'done' });
      return meeting;
    },
  );

  app.post<{ Body: Entry }>(
    '/api/v1/organisation/meetings',
    { config: RECORD, schema: { body: MeetingEntry, response: { 201: MeetingRecorded } } },
    async ({ actor, body }, reply) => reply.status(201).send(await recordMeeting(deps, actor, body)),
  );

  app.post<ById & { Body: Correction }>(
    '/api/v1/organisation/meetings/:id/versions',
    { config: RECORD, schema: { params: IdParams, body: MeetingCorrection, response: { 201: MeetingRecorded } } },
    async ({ actor, params, body }, reply) =>
      reply.status(201).send(await correctMeeting(deps, actor, Number(params.id), body)),
  );

  app.post<ById & { Body: Approval }>(
    '/api/v1/organisation/meetings/:id/approval',
    {
      config: { can: 'organisation:approve' },
      schema: { params: IdParams, body: MeetingApproval, response: { 200: MeetingResponse } },
    },
    async ({ actor, params, body }) => {
      await approveMeeting(deps, actor, Number(params.id), body.version);
      return meetingFor(deps, actor, Number(params.id));
    },
  );

  app.post<ById & { Body: Signature }>(
    '/api/v1/organisation/hand-overs/:id/signature',
    { config: RECORD, schema: { params: IdParams, body: HandoverSignature, response: { 200: HandoverSigned } } },
    async ({ actor, params, body }) => {
      const loop = Number(params.id);
      return { loop, stage: await signHandover(deps, actor, loop, body.text) };
    },
  );
}
