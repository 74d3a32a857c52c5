/**
 * Complaints 监督举报: sent by anybody without an account and followed by a code; entered by the authority for who calls; its ledger and
 * counts. The handling itself is a loop. Source: taiyuan-2024.3.2#03, 7.1#03, 7.3#03.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import type {
  ComplaintEntry as Entry,
  ComplaintsQuery as Query,
  ComplaintStatisticsQuery as CountQuery,
  OwnComplaintsQuery as OwnQuery,
  ComplaintView,
} from '@fujie/wire/contracts';
import {
  ComplaintEntry,
  ComplaintReceived,
  ComplaintsQuery,
  ComplaintsResponse,
  ComplaintStatisticsQuery,
  ComplaintStatisticsResponse,
  OwnComplaintsQuery,
  OwnComplaintsResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { unfitField } from '../platform/http/problems.ts';
import { queryDay } from '../platform/http/query-day.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import type { ComplaintRow } from './complaints.query.ts';
import { findComplaints, findForCounting } from './complaints.query.ts';
import { countComplaints, isCounted } from './statistics.ts';
import { LOOP, answerBy, categoryOf, ratingOf, receive, waitedOf } from './handling.ts';

const MOST = 100;

export function registerComplaintRoutes(app: FastifyInstance, deps: Deps): void {
  registerLedger(app, deps);
  registerOwn(app, deps);
}

function registerLedger(app: FastifyInstance, deps: Deps): void {
  app.post<{ Body: Entry }>(
    '/api/v1/complaints',
    { config: { can: 'complaint:enter' }, schema: { body: ComplaintEntry, response: { 201: ComplaintReceived } } },
    async ({ actor, body }, reply) => {
      const institution = deps.registers.current().institution(body.institution);
      if (institution === null || !institution.region.startsWith(actor.region === 'CN' ? '' : (actor.region ?? '?')))
        throw unfitField('institution', 'it is none of your region', '不是本地区的机构');
      return reply.status(201).send(await receive(deps, actor, body));
    },
  );

  app.get<{ Querystring: Query }>(
    '/api/v1/complaints',
    {
      config: { can: 'complaint:read' },
      schema: { querystring: ComplaintsQuery, response: { 200: ComplaintsResponse } },
    },
    async ({ actor, query }) => {
      const { db } = within(deps, actor);
      const filter = {
        ...periodOf(query),
        state: query.state ?? null,
        ids: query.counted === undefined ? null : await idsCounted(deps, db, query),
        before: query.before === undefined ? null : Number(query.before),
      };
      const found = await findComplaints(db, filter, MOST + 1);
      const rows = found.slice(0, MOST);
      await deps.audit.record({
        actor,
        action: 'complaint:read',
        outcome: 'done',
        detail: { complaints: rows.map(({ id }) => id) },
      });
      return { complaints: rows.map((row) => viewOf(deps, row)), more: found.length > MOST };
    },
  );

  app.get<{ Querystring: CountQuery }>(
    '/api/v1/complaints/statistics',
    {
      config: { can: 'complaint:read' },
      schema: { querystring: ComplaintStatisticsQuery, response: { 200: ComplaintStatisticsResponse } },
    },
    async ({ actor, query }) => {
      const rows = await findForCounting(within(deps, actor).db, periodOf(query));
      await deps.audit.record({ actor, action: 'complaint:statistics', outcome: 'done' });
      const snapshot = deps.registers.current();
      const as = countedAs(deps);
      const count = (some: typeof rows) => countComplaints(some, as);
      const grouped = (keyOf: (row: (typeof rows)[number]) => string): [string, typeof rows][] =>
        [...new Set(rows.map(keyOf))]
          .map((key): [string, typeof rows] => [key, rows.filter((row) => keyOf(row) === key)])
          .sort(([, a], [, b]) => b.length - a.length);
      return {
        total: count(rows),
        byInstitution: grouped(({ institution }) => institution).map(([code, some]) => ({
          institution: namedInstitution(snapshot, code),
          ...count(some),
        })),
        byCategory: grouped(({ category }) => category).map(([code, some]) => ({
          category: categoryOf(deps, code),
          code,
          ...count(some),
        })),
      };
    },
  );
}

const countedAs = (deps: Deps) => ({
  now: deps.clock.now(),
  answerBy: (row: Parameters<typeof answerBy>[1]) => answerBy(deps, row),
});

/** The complaints behind a number. */
async function idsCounted(deps: Deps, db: Queryable, query: Query): Promise<readonly number[]> {
  const as = countedAs(deps);
  const rows = await findForCounting(db, periodOf(query));
  return rows.filter((row) => isCounted(query.counted, row, as)).map(({ id }) => id);
}

/** Whether the institution knows of it: it was asked, or it is concluded and nothing of it went to who pursues breaches. */
function isKnownThere({ status, state: { stages } }: Pick<ComplaintRow, 'status' | 'state'>): boolean {
  const begun = (id: string): boolean => (stages.find((stage) => stage.id === id)?.startedAt ?? null) !== null;
  return begun('investigate') || (status !== 'open' && !begun('transfer'));
}

/** What the institution may know of complaints about it: counts, and by the loop what it is asked to do. */
function registerOwn(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: OwnQuery }>(
    '/api/v1/complaints/own',
    {
      config: { can: 'complaint:own' },
      schema: { querystring: OwnComplaintsQuery, response: { 200: OwnComplaintsResponse } },
    },
    async ({ actor, query }) => {
      // What was said stands in the scope of the region, so that only counting reads beyond the own one.
      const own = { ...periodOf(query), institution: actor.institution ?? '' };
      const rows = (await findForCounting(deps.worker, own)).filter(isKnownThere);
      await deps.audit.record({ actor, action: 'complaint:statistics', outcome: 'done' });
      const counts = countComplaints(rows, countedAs(deps));
      return { open: rows.filter(({ status }) => status === 'open').length, ...counts };
    },
  );
}

function viewOf(deps: Deps, row: ComplaintRow): ComplaintView {
  const definition = loopOn(deps, LOOP, row.institution, dayOf(row.receivedMs as Instant));
  const section = row.section === null ? undefined : definition?.fields['section']?.options?.[row.section];
  const answer = row.state.stages.find(({ id }) => id === 'answer');
  const by = answerBy(deps, row);
  return {
    id: row.id,
    loop: row.loop,
    channel: row.channel,
    institution: namedInstitution(deps.registers.current(), row.institution),
    category: categoryOf(deps, row.category),
    section: section === undefined ? null : { ...section },
    content: row.content.toString(),
    name: row.name?.toString() ?? null,
    contact: row.contact?.toString() ?? null,
    receivedAt: formatInstant(row.receivedMs as Instant),
    status: row.status,
    waiting: (definition?.stages ?? [])
      .filter(({ id }) => waitedOf(row, id) !== null)
      .map(({ zh, en }) => ({ zh, en })),
    dueAt: row.dueMs === null ? null : formatInstant(row.dueMs as Instant),
    answeredAt: timeOf(answer?.doneAt ?? null),
    isLate: by !== null && (answer?.doneAt ?? deps.clock.now()) > by,
    rating: ratingOf(row),
  };
}

const timeOf = (at: Instant | null): string | null => (at === null ? null : formatInstant(at));

function periodOf({ from, to, institution }: CountQuery) {
  const start = from === undefined ? null : queryDay('from', from);
  const end: Day | null = to === undefined ? null : addDays(queryDay('to', to), 1);
  return {
    from: start === null ? null : startOfDay(start),
    to: end === null ? null : startOfDay(end),
    institution: institution ?? null,
  };
}
