/** `/api/v1/journals` 质量安全月报: read inside the hospital, edited by its quality office, approved by its head. */
import { sayInstant } from '@fujie/core/kernel';
import type {
  JournalChartQuery as ChartQuery,
  JournalDraft as Draft,
  JournalsQuery as Query,
  JournalStep as Step,
} from '@fujie/wire/contracts';
import {
  JournalChartQuery,
  JournalDraft,
  JournalResponse,
  JournalsQuery,
  JournalsResponse,
  JournalStep,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { printPaper } from '../platform/paper/print.ts';
import {
  approveJournal,
  draftJournal,
  issuesOf,
  journalFor,
  publishJournal,
  sectionsOf,
  shownVersion,
} from './journal.ts';
import { institutionOf, timeOf } from './parts.ts';

const month = Type.String({ pattern: '^20\\d{2}-(0[1-9]|1[0-2])$' });
const MonthParams = Type.Object({ month }, { additionalProperties: false });
const ChartParams = Type.Object(
  { month, chart: Type.String({ pattern: '^[a-z-]{1,40}$' }) },
  { additionalProperties: false },
);
type ByMonth = { Params: { month: string } };
const READ = { can: 'journal:read' } as const;

/** What draws and prints is loaded when it is first asked for: it is large, and most servers never print. */
export function registerJournalRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query }>(
    '/api/v1/journals',
    { config: READ, schema: { querystring: JournalsQuery, response: { 200: JournalsResponse } } },
    async ({ actor, query }) => {
      const issues = await issuesOf(deps, actor, query.year);
      await deps.audit.record({ actor, action: 'journal:read', subject: query.year ?? 'issues', outcome: 'done' });
      return issues;
    },
  );

  app.get<ByMonth>(
    '/api/v1/journals/:month',
    { config: READ, schema: { params: MonthParams, response: { 200: JournalResponse } } },
    async ({ actor, params }) => {
      const journal = await journalFor(deps, actor, params.month);
      await deps.audit.record({ actor, action: 'journal:read', subject: params.month, outcome: 'done' });
      return journal;
    },
  );

  app.get<{ Params: { month: string; chart: string }; Querystring: ChartQuery }>(
    '/api/v1/journals/:month/charts/:chart',
    { config: READ, schema: { params: ChartParams, querystring: JournalChartQuery } },
    async ({ actor, params, query }, reply) => {
      const row = await shownVersion(deps, actor, params.month);
      const chart = row?.figures.charts.find(({ id }) => id === params.chart);
      if (chart === undefined) throw new HttpProblem('not-found', { en: 'No such chart.', zh: '没有该图。' });
      const { svgOf } = await import('./journal-chart.ts');
      return reply.type('image/svg+xml').send(svgOf(chart, query));
    },
  );

  app.get<ByMonth>(
    '/api/v1/journals/:month/issue.pdf',
    { config: READ, schema: { params: MonthParams } },
    async ({ actor, params }, reply) => {
      const row = await shownVersion(deps, actor, params.month);
      if (row === null)
        throw new HttpProblem('not-found', { en: 'This issue is not published.', zh: '该期月报尚未发布。' });
      const now = deps.clock.now();
      const { nameZh } = namedInstitution(deps.registers.current(), institutionOf(actor));
      const { paperOf } = await import('./journal-paper.ts');
      const paper = await printPaper(
        paperOf({
          ...{ institution: nameZh, month: row.month, version: row.version, publishedAt: timeOf(row.publishedMs) },
          ...{ sections: sectionsOf(row), figures: row.figures },
          mark: `内部资料 · ${actor.name} ${sayInstant(now)}`,
        }),
        deps.config.font,
      );
      const detail = { version: row.version, form: 'pdf' };
      await deps.audit.record({ actor, action: 'journal:read', subject: params.month, outcome: 'done', detail });
      return reply
        .type('application/pdf')
        .header('content-disposition', `attachment; filename="journal-${row.month}.pdf"`)
        .send(paper);
    },
  );

  app.post<ByMonth & { Body: Draft }>(
    '/api/v1/journals/:month/drafts',
    {
      config: { can: 'journal:edit' },
      schema: { params: MonthParams, body: JournalDraft, response: { 201: JournalResponse } },
    },
    async ({ actor, params, body }, reply) => {
      await draftJournal(deps, actor, params.month, body.sections);
      return reply.status(201).send(await journalFor(deps, actor, params.month));
    },
  );

  app.post<ByMonth & { Body: Step }>(
    '/api/v1/journals/:month/approval',
    {
      config: { can: 'journal:approve' },
      schema: { params: MonthParams, body: JournalStep, response: { 200: JournalResponse } },
    },
    async ({ actor, params, body }) => {
      await approveJournal(deps, actor, params.month, body.version);
      return journalFor(deps, actor, params.month);
    },
  );

  app.post<ByMonth & { Body: Step }>(
    '/api/v1/journals/:month/publication',
    {
      config: { can: 'journal:edit' },
      schema: { params: MonthParams, body: JournalStep, response: { 200: JournalResponse } },
    },
    async ({ actor, params, body }) => {
      await publishJournal(deps, actor, params.month, body.version);
      return journalFor(deps, actor, params.month);
    },
  );
}
