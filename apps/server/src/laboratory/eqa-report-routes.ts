/** `/api/v1/laboratory/eqa/reports` 室间质评定期报告: for their organiser, for the authorities to which they go, for the laboratories in them. */
import { sayInstant } from '@fujie/core/kernel';
import type { EqaReportEntry as ReportEntry, EqaReportQuery as ReportQuery } from '@fujie/wire/contracts';
import {
  EqaReportDraft,
  EqaReportEntry,
  EqaReportQuery,
  EqaReportResponse,
  EqaReportsResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { printPaper } from '../platform/paper/print.ts';
import { periodicPaper } from './eqa-print-periodic.ts';
import { reportOf, reportsOf } from './eqa-report-views.ts';
import { draftReport, issueReport, receiveReport } from './eqa-reports.ts';

const ROOT = '/api/v1/laboratory/eqa/reports';
const closed = { additionalProperties: false } as const;
const READ = { can: 'eqa-report:read' } as const;
const ORGANISE = { can: 'eqa:organise' } as const;
const RECEIVE = { can: 'eqa-report:receive' } as const;
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,12}$' }) }, closed);
interface OfId {
  readonly id: string;
}

/** Adds the routes. */
export function registerEqaReportRoutes(app: FastifyInstance, deps: Deps): void {
  const seen = async (actor: Actor, subject: string, form?: 'pdf'): Promise<void> => {
    await deps.audit.record({
      ...{ actor, action: 'eqa-report:read', subject: `eqa|${subject}`, outcome: 'done' },
      ...(form === undefined ? {} : { detail: { form } }),
    });
  };

  app.get(ROOT, { config: READ, schema: { response: { 200: EqaReportsResponse } } }, async ({ actor }) => {
    const reports = await reportsOf(deps, actor);
    await seen(actor, 'reports');
    return reports;
  });

  app.get<{ Querystring: ReportQuery }>(
    `${ROOT}/draft`,
    { config: ORGANISE, schema: { querystring: EqaReportQuery, response: { 200: EqaReportDraft } } },
    async ({ actor, query }) => {
      const draft = await draftReport(deps, actor, query);
      await seen(actor, `report-draft|${query.organiser}`);
      return draft;
    },
  );

  app.post<{ Body: ReportEntry }>(
    ROOT,
    {
      config: ORGANISE,
      schema: { body: EqaReportEntry, response: { 201: Type.Object({ id: Type.Integer() }, closed) } },
    },
    async ({ actor, body }, reply) => reply.status(201).send({ id: await issueReport(deps, actor, body) }),
  );

  app.get<{ Params: OfId }>(
    `${ROOT}/:id`,
    { config: READ, schema: { params: IdParams, response: { 200: EqaReportResponse } } },
    async ({ actor, params }) => {
      const report = await reportOf(deps, actor, Number(params.id));
      await seen(actor, `report|${params.id}`);
      return report;
    },
  );

  app.get<{ Params: OfId }>(
    `${ROOT}/:id/report.pdf`,
    { config: READ, schema: { params: IdParams } },
    async ({ actor, params }, reply) => {
      const report = await reportOf(deps, actor, Number(params.id));
      const mark = `${actor.name} ${sayInstant(deps.clock.now())}`;
      const file = await printPaper(periodicPaper(deps, report, mark), deps.config.font);
      await seen(actor, `report|${params.id}`, 'pdf');
      const name = `eqa-report-${params.id}.pdf`;
      return reply.type('application/pdf').header('content-disposition', `attachment; filename="${name}"`).send(file);
    },
  );

  app.post<{ Params: OfId }>(
    `${ROOT}/:id/receipt`,
    { config: RECEIVE, schema: { params: IdParams } },
    async ({ actor, params }, reply) => {
      await receiveReport(deps, actor, Number(params.id));
      return reply.status(204).send();
    },
  );
}
