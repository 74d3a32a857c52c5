/** A patient's results across institutions 跨机构结果, and one report: what a physician reads. Every look is audited. */
import { dayOf, parseDay } from '@fujie/core/kernel';
import { ACCESS_REASONS } from '@fujie/core/access';
import { maskName, normaliseName } from '@fujie/core/person';
import { footnoteOf, scopesOf } from '@fujie/core/recognition';
import type { PersonSearchRequest as Asked, PersonSummary, ReportView } from '@fujie/wire/contracts';
import {
  Day,
  PersonHandle,
  PersonResultsResponse,
  PersonSearchRequest,
  PersonSearchResponse,
  PersonSummary as PersonSummarySchema,
  ReportView as ReportViewSchema,
  ResourceId,
} from '@fujie/wire/contracts';
import type { JsonObject } from '@fujie/wire/cds-hooks';
import { isObject } from '@fujie/wire/cds-hooks';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { PersonAccess } from '../platform/access/access.ts';
import { accessTo } from '../platform/access/access.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { findByNumber } from './identity.ts';
import { recordOpened } from './acts.ts';
import type { PersonSummaryRow } from './persons.query.ts';
import { findPersonsByName, findPersonSummaries } from './persons.query.ts';
import type { StoredResource } from './reports.query.ts';
import { findPersonOfReport, findResources } from './reports.query.ts';
import { timestampOf, viewResult } from './result-view.ts';
import type { ResultRow } from './results.query.ts';
import { findResultsOfPerson, findResultsOfReport } from './results.query.ts';

const MOST_RESULTS = 2000;
const MOST_FOUND = 20;

const PersonParams = Type.Object({ person: PersonHandle }, { additionalProperties: false });
const ResultsQuery = Type.Object(
  { item: Type.Optional(Type.String({ maxLength: 64 })), from: Type.Optional(Day), to: Type.Optional(Day) },
  { additionalProperties: false },
);
/** `decision`: the prompt from which the report is opened. */
const ReportQuery = Type.Object(
  { decision: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' })) },
  { additionalProperties: false },
);
const ReportParams = Type.Object({ id: ResourceId }, { additionalProperties: false });

export function registerPersonRoutes(app: FastifyInstance, deps: Deps): void {
  app.post<{ Body: Asked }>(
    '/api/v1/persons/search',
    {
      config: { can: 'person:search' },
      schema: { body: PersonSearchRequest, response: { 200: PersonSearchResponse } },
    },
    async (request) => {
      const ids = await search(deps, request.actor, request.body.q);
      const [found, access] = await Promise.all([
        findPersonSummaries(within(deps, request.actor, ids).db, ids),
        accessTo(deps, request.actor, ids),
      ]);
      await deps.audit.record({
        actor: request.actor,
        action: 'person:search',
        outcome: 'done',
        detail: { found: found.length },
      });
      await Promise.all(
        found.map((row) =>
          deps.audit.record({ actor: request.actor, action: 'person:found', personId: row.id, outcome: 'done' }),
        ),
      );
      const persons = found.map((row) => summaryOf(deps, row, access(row.id)));
      return { persons: persons.sort((a, b) => (b.lastReportedAt ?? '').localeCompare(a.lastReportedAt ?? '')) };
    },
  );

  app.get<{ Params: { person: string } }>(
    '/api/v1/persons/:person',
    { config: { can: 'person:read' }, schema: { params: PersonParams, response: { 200: PersonSummarySchema } } },
    async (request) => {
      const { row, access } = await personOf(deps, request.actor, request.params.person);
      await deps.audit.record({ actor: request.actor, action: 'person:read', personId: row.id, outcome: 'done' });
      return summaryOf(deps, row, access);
    },
  );

  app.get<{ Params: { person: string }; Querystring: { item?: string; from?: string; to?: string } }>(
    '/api/v1/persons/:person/results',
    {
      config: { can: 'person:read' },
      schema: { params: PersonParams, querystring: ResultsQuery, response: { 200: PersonResultsResponse } },
    },
    async (request) => {
      const { item, from, to } = request.query;
      for (const day of [from, to]) if (day !== undefined && !parseDay(day).ok) throw wrongDay(day);
      const { row, access } = await personOf(deps, request.actor, request.params.person);
      const snapshot = deps.registers.current();
      const found = await findResultsOfPerson(
        within(deps, request.actor, access.ground === null ? [] : [row.id]).db,
        row.id,
        { item, from, to },
        MOST_RESULTS,
      );
      const results = found.filter((result) => access.shows(result));
      await deps.audit.record({
        actor: request.actor,
        action: 'person:read',
        personId: row.id,
        outcome: 'done',
        detail: { results: results.length, ground: access.ground },
      });
      return { person: summaryOf(deps, row, access), results: results.map((result) => viewResult(snapshot, result)) };
    },
  );

  app.get<{ Params: { id: string }; Querystring: { decision?: string } }>(
    '/api/v1/recognition/reports/:id',
    {
      config: { can: 'recognition:check' },
      schema: { params: ReportParams, querystring: ReportQuery, response: { 200: ReportViewSchema } },
    },
    async (request) => {
      const report = await readReport(deps, request.actor, request.params.id);
      const { decision } = request.query;
      if (decision !== undefined)
        await recordOpened(
          deps,
          request.actor,
          decision,
          report.results.map((result) => result.id),
        );
      return report;
    },
  );
}

function wrongDay(day: string): HttpProblem {
  return new HttpProblem('invalid-request', {
    en: `\`${day}\` is not a day that exists.`,
    zh: `“${day}”不是真实存在的日期。`,
  });
}

const NO_PERSON = { en: 'No such person.', zh: '没有该患者。' };

/** A person, with what of them the actor may be shown; `not-found` where there is none. */
export async function personOf(
  deps: Deps,
  actor: Actor,
  handle: string,
): Promise<{ readonly row: PersonSummaryRow; readonly access: PersonAccess }> {
  const id = deps.seal.personOf(handle);
  if (id === null) throw new HttpProblem('not-found', NO_PERSON);
  const [[row], access] = await Promise.all([
    findPersonSummaries(within(deps, actor, [id]).db, [id]),
    accessTo(deps, actor, [id]),
  ]);
  if (row === undefined) throw new HttpProblem('not-found', NO_PERSON);
  return { row, access: access(id) };
}

/** By an identity document's number, else by exactly that name. */
async function search(deps: Deps, actor: Actor, q: string): Promise<readonly number[]> {
  const byNumber = await findByNumber(deps, actor, q);
  if (byNumber.length > 0) return byNumber.slice(0, MOST_FOUND);
  const name = normaliseName(q);
  return name === '' ? [] : findPersonsByName(within(deps, actor).db, deps.seal.nameToken(name), MOST_FOUND);
}

/** What is counted is what may be shown: a number would tell of what is withheld. */
function summaryOf(deps: Pick<Deps, 'seal'>, row: PersonSummaryRow, access: PersonAccess): PersonSummary {
  const shown = (row.groups ?? []).filter(([institution, item]) => access.shows({ institution, item }));
  const reported = shown.flatMap(([, , , at]) => at ?? []);
  const code = access.ground ?? 'NO_RELATION';
  const { zh, en, source } = ACCESS_REASONS[code];
  return {
    person: deps.seal.handleOf(row.id),
    nameMasked: maskName(row.name_norm ?? ''),
    sex: row.sex,
    birthOn: row.birth_on,
    results: shown.reduce((sum, [, , count]) => sum + count, 0),
    institutions: new Set(shown.map(([institution]) => institution)).size,
    lastReportedAt: timestampOf(reported.length === 0 ? null : Math.max(...reported)),
    access: {
      others: access.ground !== null,
      reason: { code, text: { zh, en }, source },
      glassUntil: timestampOf(access.glassUntil),
    },
  };
}

/** Said alike of what is not there and of what may not be seen. */
const NO_REPORT = {
  en: 'No such report, or none that you may read: the page of the patient says on what ground results are shown.',
  zh: '没有该报告，或无权查看：患者页面说明了可查看结果的依据。',
};

/** What of a report the actor may read; `not-found` where that is nothing. */
export async function readableReport(deps: Deps, actor: Actor, id: string) {
  const personId = await findPersonOfReport(deps.worker, id);
  const access = personId === null ? null : (await accessTo(deps, actor, [personId]))(personId);
  const { db } = within(deps, actor, personId === null || access?.ground === null ? [] : [personId]);
  const found = await findResultsOfReport(db, id);
  const rows = found.filter((row) => row.institution === actor.institution || access?.shows(row) === true);
  const [report] = await findResources(db, 'DiagnosticReport', [rows[0]?.report_id ?? id]);
  // A conclusion may speak of any of the results, and a report without results of anything.
  const isWhole = rows.length === found.length && (rows.length > 0 || report?.institution === actor.institution);
  if (rows.length === 0 && (report === undefined || !isWhole)) throw new HttpProblem('not-found', NO_REPORT);
  return { personId, db, rows, report, isWhole };
}

async function readReport(deps: Deps, actor: Actor, id: string): Promise<ReportView> {
  const snapshot = deps.registers.current();
  const { personId, db, rows, report, isWhole } = await readableReport(deps, actor, id);
  const content = report === undefined || !isWhole ? null : resourceOf(report);
  const images = await imagesOf(db, content);
  await deps.audit.record({ actor, action: 'report:read', personId, subject: id, outcome: 'done' });
  const institution = rows[0]?.institution ?? report?.institution ?? '';
  const labels = [...new Set(rows.flatMap((row) => row.marks))];
  return {
    id: rows[0]?.report_id ?? id,
    reportNumber: rows[0]?.report_no ?? null,
    institution: namedInstitution(snapshot, institution),
    status: report?.status ?? rows[0]?.status ?? 'unknown',
    reportedAt: timestampOf(latest(rows)),
    conclusion: typeof content?.['conclusion'] === 'string' ? content['conclusion'] : null,
    results: rows.map((row) => viewResult(snapshot, row)),
    images,
    footnotes: labels.map((label) => footnoteOf(label, scopesOf(snapshot, dayOf(deps.clock.now())))),
  };
}

function latest(rows: readonly ResultRow[]): number | null {
  const times = rows.flatMap((row) => row.reported_ms ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

function resourceOf(stored: StoredResource): JsonObject | null {
  const resource: unknown = stored.content === null ? null : JSON.parse(stored.content);
  return isObject(resource) ? resource : null;
}

async function imagesOf(db: Queryable, report: JsonObject | null): Promise<ReportView['images']> {
  const references = Array.isArray(report?.['imagingStudy']) ? report['imagingStudy'].filter(isObject) : [];
  const ids = references.flatMap(({ reference }) => {
    const id = typeof reference === 'string' ? /^ImagingStudy\/([^/]+)$/.exec(reference)?.[1] : undefined;
    return id === undefined ? [] : [id];
  });
  const stored = await findResources(db, 'ImagingStudy', ids);
  return stored.flatMap((row) => {
    const study = resourceOf(row);
    return study === null ? [] : [imageOf(row.id, study)];
  });
}

function imageOf(id: string, study: JsonObject): ReportView['images'][number] {
  const [series] = Array.isArray(study['series']) ? study['series'].filter(isObject) : [];
  const [modality] = Array.isArray(study['modality']) ? study['modality'].filter(isObject) : [];
  const own = isObject(series?.['modality']) ? series['modality'] : modality;
  const site = isObject(series?.['bodySite']) ? (series['bodySite']['display'] ?? series['bodySite']['code']) : null;
  const started = study['started'];
  return {
    id,
    modality: typeof own?.['code'] === 'string' ? own['code'] : null,
    bodySite: typeof site === 'string' ? site : null,
    series: integerOr(study['numberOfSeries']),
    instances: integerOr(study['numberOfInstances']),
    startedAt: typeof started === 'string' ? started : null,
    viewerUrl: null,
  };
}

function integerOr(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) ? value : null;
}
