/** A patient's results across institutions 跨机构结果, and one report: what a physician reads. Every look is audited. */
import { dayOf, parseDay } from '@fujie/core/kernel';
import { normaliseName } from '@fujie/core/person';
import { footnoteOf, scopesOf } from '@fujie/core/recognition';
import type { PersonSummary, ReportView } from '@fujie/wire/contracts';
import {
  Day,
  PersonHandle,
  PersonResultsResponse,
  PersonSearchResponse,
  PersonSummary as PersonSummarySchema,
  ReportView as ReportViewSchema,
} from '@fujie/wire/contracts';
import type { JsonObject } from '@fujie/wire/cds-hooks';
import { isObject } from '@fujie/wire/cds-hooks';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { findByNumber } from './identity.ts';
import { recordOpened } from './acts.ts';
import type { PersonSummaryRow } from './persons.query.ts';
import { findPersonsByName, findPersonSummaries, isPatientOf } from './persons.query.ts';
import type { StoredResource } from './reports.query.ts';
import { findPersonOfReport, findResources } from './reports.query.ts';
import { timestampOf, viewResult } from './result-view.ts';
import type { ResultRow } from './results.query.ts';
import { findResultsOfPerson, findResultsOfReport } from './results.query.ts';

const MOST_RESULTS = 2000;
const MOST_FOUND = 20;

const PersonParams = Type.Object({ person: PersonHandle }, { additionalProperties: false });
const SearchQuery = Type.Object({ q: Type.String({ minLength: 1, maxLength: 100 }) }, { additionalProperties: false });
const ResultsQuery = Type.Object(
  { item: Type.Optional(Type.String({ maxLength: 64 })), from: Type.Optional(Day), to: Type.Optional(Day) },
  { additionalProperties: false },
);
/** `decision`: the prompt from which the report is opened. */
const ReportQuery = Type.Object(
  { decision: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' })) },
  { additionalProperties: false },
);
const ReportParams = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 100 }) },
  { additionalProperties: false },
);

export function registerPersonRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: { q: string } }>(
    '/api/v1/persons',
    { config: { can: 'person:search' }, schema: { querystring: SearchQuery, response: { 200: PersonSearchResponse } } },
    async (request) => {
      const ids = await search(deps, request.actor, request.query.q);
      const found = await findPersonSummaries(within(deps, request.actor, ids).db, ids);
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
      return { persons: found.map((row) => summaryOf(deps, row)) };
    },
  );

  app.get<{ Params: { person: string } }>(
    '/api/v1/persons/:person',
    { config: { can: 'person:read' }, schema: { params: PersonParams, response: { 200: PersonSummarySchema } } },
    async (request) => {
      const row = await personOf(deps, request.actor, request.params.person);
      await deps.audit.record({ actor: request.actor, action: 'person:read', personId: row.id, outcome: 'done' });
      return summaryOf(deps, row);
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
      const row = await personOf(deps, request.actor, request.params.person);
      const snapshot = deps.registers.current();
      const results = await findResultsOfPerson(
        within(deps, request.actor, [row.id]).db,
        row.id,
        { item, from, to },
        MOST_RESULTS,
      );
      await deps.audit.record({
        actor: request.actor,
        action: 'person:read',
        personId: row.id,
        outcome: 'done',
        detail: { results: results.length },
      });
      return { person: summaryOf(deps, row), results: results.map((result) => viewResult(snapshot, result)) };
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

async function personOf(deps: Deps, actor: Actor, handle: string): Promise<PersonSummaryRow> {
  const id = deps.seal.personOf(handle);
  const [row] = id === null ? [] : await findPersonSummaries(within(deps, actor, [id]).db, [id]);
  if (row === undefined) throw new HttpProblem('not-found', NO_PERSON);
  return row;
}

/** By an identity document's number, else by exactly that name. */
async function search(deps: Deps, actor: Actor, q: string): Promise<readonly number[]> {
  const byNumber = await findByNumber(deps, actor, q);
  if (byNumber.length > 0) return byNumber.slice(0, MOST_FOUND);
  const name = normaliseName(q);
  return name === '' ? [] : findPersonsByName(within(deps, actor).db, name, MOST_FOUND);
}

function summaryOf(deps: Pick<Deps, 'seal'>, row: PersonSummaryRow): PersonSummary {
  return {
    person: deps.seal.handleOf(row.id),
    nameMasked: maskName(row.name_norm ?? ''),
    sex: row.sex,
    birthOn: row.birth_on,
    results: row.results,
    institutions: row.institutions,
    lastReportedAt: timestampOf(row.last_reported_ms),
  };
}

/** 张三 → 张*, 欧阳小明 → 欧**明: enough to recognise who sits in front of one, not enough to learn a name. */
export function maskName(name: string): string {
  const characters = [...name];
  const last = characters.at(-1) ?? '';
  if (characters.length <= 1) return name;
  return characters.length === 2
    ? `${characters[0] ?? ''}*`
    : `${characters[0] ?? ''}${'*'.repeat(characters.length - 2)}${last}`;
}

const NO_REPORT = { en: 'No such report.', zh: '没有该报告。' };

async function readReport(deps: Deps, actor: Actor, id: string): Promise<ReportView> {
  const snapshot = deps.registers.current();
  const personId = await findPersonOfReport(deps.worker, id);
  const { db } = within(deps, actor, personId === null ? [] : [personId]);
  // A hospital's system sees reports of its own patients only; for others the report does not exist.
  const isClosed =
    actor.role === 'system' &&
    (personId === null || actor.institution === null || !(await isPatientOf(db, personId, actor.institution)));
  if (isClosed) throw new HttpProblem('not-found', NO_REPORT);
  const rows = await findResultsOfReport(db, id);
  const [report] = await findResources(db, 'DiagnosticReport', [rows[0]?.report_id ?? id]);
  if (rows.length === 0 && report === undefined) throw new HttpProblem('not-found', NO_REPORT);
  const content = report === undefined ? null : resourceOf(report);
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
