/** Routes of marks 互认标识: today and why, what lapses, and what anyone may look up without signing in. */
import { explainMark, markInputFor, scopesOf } from '@fujie/core/recognition';
import { institutions, items, recognitionListEntries, regions } from '@fujie/core/registers';
import type {
  LapsingInstitution,
  LapsingOverviewQuery as OverviewFilter,
  LapsingQuery as LapsingFilter,
  MarkExplainQuery as ExplainFilter,
  MarksQuery as MarksFilter,
  PublicListsQuery as ListsFilter,
  PublicMarksQuery as PublicMarksFilter,
  PublicSearchQuery as SearchFilter,
} from '@fujie/wire/contracts';
import {
  LapsingOverviewQuery,
  LapsingOverviewResponse,
  LapsingQuery,
  LapsingResponse,
  MarkExplainQuery,
  MarkExplainResponse,
  MarksQuery,
  MarksResponse,
  PublicInstitutionsResponse,
  PublicItemsResponse,
  PublicListsQuery,
  PublicListsResponse,
  PublicMarksQuery,
  PublicMarksResponse,
  PublicSearchQuery,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import {
  labelsOf,
  lapsingOf,
  listedInstitutions,
  listedPairs,
  listsInForce,
  marksOf,
  namedItem,
  namedScope,
  reasonView,
} from './marks.ts';
import type { View } from './view.ts';
import { institutionOf, itemOf, viewOf } from './view.ts';

const PAGE_SIZE = 100;
const DEFAULT_LAPSE_DAYS = 60;
const MAX_LAPSE_DAYS = 366;

/** Adds `/api/v1/marks` and `/api/v1/public`. */
export function registerMarksRoutes(app: FastifyInstance, deps: Deps): void {
  addMarks(app, deps);
  addPublicSearch(app, deps);
  addPublicMarks(app, deps);
}

function addMarks(app: FastifyInstance, deps: Deps): void {
  const read = { config: { can: 'marks:read' } } as const;

  app.get<{ Querystring: MarksFilter }>(
    '/api/v1/marks',
    { ...read, schema: { querystring: MarksQuery, response: { 200: MarksResponse } } },
    async (request) => {
      const { snapshot, day, jurisdiction } = viewOf(deps, request.query.day);
      const institution = institutionOf(snapshot, request.actor, request.query.institution);
      const pairs = listedPairs(snapshot, { institution, item: request.query.item });
      const marks = marksOf(snapshot, pairs, day, jurisdiction.parameters);
      const marked = marks.filter((mark) => mark.label !== null).length;
      const { revision } = snapshot;
      return {
        institution: namedInstitution(snapshot, institution),
        day,
        revision,
        listed: marks.length,
        marked,
        marks,
      };
    },
  );

  app.get<{ Querystring: ExplainFilter }>(
    '/api/v1/marks/explain',
    { ...read, schema: { querystring: MarkExplainQuery, response: { 200: MarkExplainResponse } } },
    async (request) => {
      const { snapshot, day, jurisdiction } = viewOf(deps, request.query.day);
      const { item, scope } = request.query;
      const institution = institutionOf(snapshot, request.actor, request.query.institution);
      itemOf(snapshot, item);
      const scopes = scopesOf(snapshot, day);
      const input = markInputFor(snapshot, institution, item, scope, day);
      const { verdict, findings, missing } = explainMark(input, jurisdiction.parameters, scopes);
      return {
        institution: namedInstitution(snapshot, institution),
        item: namedItem(snapshot, item),
        scope,
        scopeLabel: scopes.labelOf(scope),
        day,
        revision: snapshot.revision,
        jurisdiction: jurisdiction.id,
        packs: jurisdiction.packs,
        label: verdict.mark,
        reasons: verdict.reasons.map(reasonView),
        findings,
        missing,
      };
    },
  );

  app.get<{ Querystring: LapsingFilter }>(
    '/api/v1/marks/lapsing',
    { ...read, schema: { querystring: LapsingQuery, response: { 200: LapsingResponse } } },
    async (request) => {
      const { snapshot, day, jurisdiction } = viewOf(deps, request.query.day);
      const institution = institutionOf(snapshot, request.actor, request.query.institution);
      const days = lapseDays(request.query);
      const { marked, lapsing } = await lapsingAt({ snapshot, day, jurisdiction }, institution, days);
      const { revision } = snapshot;
      return { institution: namedInstitution(snapshot, institution), day, days, revision, marked, lapsing };
    },
  );

  app.get<{ Querystring: OverviewFilter }>(
    '/api/v1/marks/lapsing/institutions',
    { ...read, schema: { querystring: LapsingOverviewQuery, response: { 200: LapsingOverviewResponse } } },
    async (request) => {
      const view = viewOf(deps, request.query.day);
      const { snapshot, day } = view;
      const days = lapseDays(request.query);
      const found: LapsingInstitution[] = [];
      for (const code of listedInstitutions(snapshot, request.actor.region, day)) {
        const { marked, lapsing } = await lapsingAt(view, code, days);
        const soonest = lapsing[0]?.lapsesOn ?? null;
        found.push({ institution: namedInstitution(snapshot, code), marked, lapsing: lapsing.length, soonest });
      }
      const institutions = found.toSorted((a, b) => b.lapsing - a.lapsing);
      return { day, days, revision: snapshot.revision, institutions };
    },
  );
}

const lapseDays = (query: OverviewFilter): number => Math.min(MAX_LAPSE_DAYS, Number(query.days ?? DEFAULT_LAPSE_DAYS));

function lapsingAt({ snapshot, day, jurisdiction }: View, institution: string, days: number) {
  return snapshot.memo(`lapsing|${institution}|${day}|${days}`, () =>
    lapsingOf(snapshot, institution, day, days, jurisdiction.parameters),
  );
}

/** Anyone may ask, at a pace that a person keeps. */
const open = { config: { can: 'public', rateLimit: { max: 120, timeWindow: '1 minute' } } } as const;

function addPublicSearch(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: SearchFilter }>(
    '/api/v1/public/institutions',
    { ...open, schema: { querystring: PublicSearchQuery, response: { 200: PublicInstitutionsResponse } } },
    async (request) => {
      const { snapshot, day } = viewOf(deps, undefined);
      const found = snapshot
        .inForce(institutions, day)
        .filter((row) => contains(request.query.q, [row.code, row.nameZh, row.nameEn]))
        .map(({ code, nameZh, nameEn, region, level, ownership, kind }) => {
          const place = snapshot.nameOf(regions, region);
          const names = { regionZh: place?.nameZh ?? null, regionEn: place?.nameEn ?? null };
          return { code, nameZh, nameEn, region, ...names, level, ownership, kind };
        });
      const page = pageOf(request.query);
      return { day, total: found.length, page, institutions: cut(found, page) };
    },
  );

  app.get<{ Querystring: SearchFilter }>(
    '/api/v1/public/items',
    { ...open, schema: { querystring: PublicSearchQuery, response: { 200: PublicItemsResponse } } },
    async (request) => {
      const { snapshot, day } = viewOf(deps, undefined);
      const found = snapshot
        .inForce(items, day)
        .filter((row) => contains(request.query.q, [row.code, row.nameZh, row.nameEn]))
        .map(({ code, nameZh, nameEn, kind, category }) => ({ code, nameZh, nameEn, kind, category }));
      const page = pageOf(request.query);
      return { day, total: found.length, page, items: cut(found, page) };
    },
  );
}

function contains(q: string | undefined, texts: readonly (string | null)[]): boolean {
  const wanted = (q ?? '').normalize('NFKC').trim().toLowerCase();
  return texts.some((text) => text?.normalize('NFKC').toLowerCase().includes(wanted) === true);
}

const pageOf = (query: SearchFilter): number => Number(query.page ?? '1');

function cut<T>(found: readonly T[], page: number): T[] {
  return found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
}

function addPublicMarks(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: PublicMarksFilter }>(
    '/api/v1/public/marks',
    { ...open, schema: { querystring: PublicMarksQuery, response: { 200: PublicMarksResponse } } },
    async (request) => {
      const { institution, item } = request.query;
      if (institution === undefined && item === undefined) {
        throw new HttpProblem('invalid-request', {
          en: 'Name an institution or an item: `?institution=CODE` or `?item=CODE`.',
          zh: '请指定机构或项目：?institution=机构代码 或 ?item=项目代码。',
        });
      }
      const { snapshot, day, jurisdiction } = viewOf(deps, request.query.day);
      const pairs = listedPairs(snapshot, { institution, item });
      return { day, marks: labelsOf(snapshot, pairs, day, jurisdiction.parameters) };
    },
  );

  app.get<{ Querystring: ListsFilter }>(
    '/api/v1/public/lists',
    { ...open, schema: { querystring: PublicListsQuery, response: { 200: PublicListsResponse } } },
    async (request) => {
      const { snapshot, day } = viewOf(deps, request.query.day);
      const entries = snapshot.inForce(recognitionListEntries, day);
      const counts = new Map<string, number>();
      for (const { list } of entries) counts.set(list, (counts.get(list) ?? 0) + 1);
      const lists = listsInForce(snapshot, day).map(({ code, titleZh, documentNumber, publishedOn, region }) => {
        const place = namedScope(snapshot, region);
        return { code, titleZh, documentNumber, publishedOn, region: place, entries: counts.get(code) ?? 0 };
      });
      const scopes = scopesOf(snapshot, day);
      const shown = entries.filter(
        ({ list }) => list === request.query.list && lists.some(({ code }) => code === list),
      );
      return {
        day,
        lists,
        entries: shown.map((row) => ({
          institution: namedInstitution(snapshot, row.institution),
          item: namedItem(snapshot, row.item),
          scope: row.scope,
          scopeLabel: scopes.labelOf(row.scope),
        })),
      };
    },
  );
}
