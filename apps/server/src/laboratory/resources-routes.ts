/** `/api/v1/laboratory/resources` 实验室资源: instruments, certificates, staff, lots of reagents, licensed items. */
import type { Day } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type {
  ActivityEntry as Entry,
  DocumentParams as OfDocument,
  InstrumentParams as OfInstrument,
  LotQuery as OfLot,
  ResourcesQuery as Query,
  StaffCertificateEntry as Certificate,
} from '@fujie/wire/contracts';
import {
  ActivityEntry,
  ActivityRecorded,
  AffectedResults,
  DocumentParams,
  InstrumentParams,
  InstrumentsResponse,
  LicenceResponse,
  LotQuery,
  ReagentsResponse,
  ResourcesOverview,
  ResourcesQuery,
  StaffCertificateEntry,
  StaffResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';

import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { queryDay } from '../platform/http/query-day.ts';
import { affectedResults } from './affected.ts';
import { openDocument, removeDocument } from './documents.ts';
import { institutionFor } from './iqc-institution.ts';
import { instrumentsView, licenceView, reagentsView, recordActivity, resourcesOverview } from './resources.ts';
import { recordCertificate, staffView } from './staff.ts';

const ROOT = '/api/v1/laboratory/resources';
const READ = { can: 'resource:read' } as const;
const MANAGE = { can: 'resource:manage' } as const;
const FILE_LIMIT = 8 * 1024 * 1024;

/** Adds the routes. */
export function registerResourcesRoutes(app: FastifyInstance, deps: Deps): void {
  const asked = async ({ actor, query }: FastifyRequest<{ Querystring: Query }>, part: string) => {
    const day: Day = query.on === undefined ? dayOf(deps.clock.now()) : queryDay('on', query.on);
    const institution = institutionFor(deps, actor, query.institution);
    const detail = { part };
    await deps.audit.record({ actor, action: 'resource:read', subject: institution, outcome: 'done', detail });
    return { institution, day, db: within(deps, actor).db };
  };
  const ofQuery = { querystring: ResourcesQuery };

  app.get<{ Querystring: Query }>(
    `${ROOT}/instruments`,
    { config: READ, schema: { ...ofQuery, response: { 200: InstrumentsResponse } } },
    async (request) => {
      const { db, institution, day } = await asked(request, 'instruments');
      return instrumentsView(deps, db, institution, day);
    },
  );
  app.get<{ Querystring: Query }>(
    `${ROOT}/staff`,
    { config: READ, schema: { ...ofQuery, response: { 200: StaffResponse } } },
    async (request) => {
      const { db, institution, day } = await asked(request, 'staff');
      return staffView(deps, db, institution, day);
    },
  );
  app.get<{ Querystring: Query }>(
    `${ROOT}/reagents`,
    { config: READ, schema: { ...ofQuery, response: { 200: ReagentsResponse } } },
    async (request) => {
      const { db, institution, day } = await asked(request, 'reagents');
      return reagentsView(deps, db, institution, day);
    },
  );
  app.get<{ Querystring: OfLot }>(
    `${ROOT}/reagents/affected`,
    { config: READ, schema: { querystring: LotQuery, response: { 200: AffectedResults } } },
    async ({ actor, query: { product, lot, ...query } }) => {
      const institution = institutionFor(deps, actor, query.institution);
      const subject = `${institution}|${product}|${lot}`;
      await deps.audit.record({
        actor,
        action: 'resource:read',
        subject,
        outcome: 'done',
        detail: { part: 'affected' },
      });
      return affectedResults(deps, within(deps, actor).db, { institution, product, lot });
    },
  );
  app.get<{ Querystring: Query }>(
    `${ROOT}/licence`,
    { config: READ, schema: { ...ofQuery, response: { 200: LicenceResponse } } },
    async (request) => {
      const { institution, day } = await asked(request, 'licence');
      return licenceView(deps, institution, day);
    },
  );
  app.get(`${ROOT}/overview`, { config: READ, schema: { response: { 200: ResourcesOverview } } }, async ({ actor }) => {
    const overview = await resourcesOverview(deps, actor, dayOf(deps.clock.now()));
    await deps.audit.record({ actor, action: 'resource:read', outcome: 'done', detail: { part: 'overview' } });
    return overview;
  });
  app.post<{ Params: OfInstrument; Body: Entry }>(
    `${ROOT}/instruments/:code/activities`,
    {
      ...{ config: MANAGE, bodyLimit: FILE_LIMIT },
      schema: { params: InstrumentParams, body: ActivityEntry, response: { 201: ActivityRecorded } },
    },
    async ({ actor, params: { code }, body }, reply) => {
      const institution = institutionFor(deps, actor, undefined);
      return reply.status(201).send(await recordActivity(deps, actor, { institution, code }, body));
    },
  );
  app.post<{ Params: OfInstrument; Body: Certificate }>(
    `${ROOT}/staff/:code/certificates`,
    {
      ...{ config: MANAGE, bodyLimit: FILE_LIMIT },
      schema: { params: InstrumentParams, body: StaffCertificateEntry, response: { 201: ActivityRecorded } },
    },
    async ({ actor, params: { code }, body }, reply) => {
      const institution = institutionFor(deps, actor, undefined);
      return reply.status(201).send(await recordCertificate(deps, actor, { institution, code }, body));
    },
  );
  app.get<{ Params: OfDocument }>(
    `${ROOT}/documents/:id`,
    { config: READ, schema: { params: DocumentParams } },
    async ({ actor, params }, reply) => {
      const document = await openDocument(deps, actor, Number(params.id));
      const { institution, subject, media, name, digest, content } = document;
      const detail = { document: document.id, digest };
      await deps.audit.record({
        actor,
        action: 'resource:read',
        subject: `${institution}|${subject}`,
        outcome: 'done',
        detail,
      });
      return reply
        .type(media)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(content);
    },
  );
  app.delete<{ Params: OfDocument }>(
    `${ROOT}/documents/:id`,
    { config: MANAGE, schema: { params: DocumentParams, response: { 204: Type.Null() } } },
    async ({ actor, params }, reply) => {
      await removeDocument(deps, actor, Number(params.id));
      return reply.status(204).send(null);
    },
  );
}
