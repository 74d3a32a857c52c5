/**
 * Complaints 监督举报: sent by anybody without an account and followed by a code; entered by the authority for who calls; its ledger and
 * counts. The handling itself is a loop. Source: taiyuan-2024.3.2#03, 7.1#03, 7.3#03.
 */
import { randomBytes } from 'node:crypto';

import { sectionFor } from '@fujie/core/complaints';
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import type { LoopDefinition } from '@fujie/core/loops';
import { deadline } from '@fujie/core/loops';
import { reportingChannels } from '@fujie/core/registers';
import type {
  Bilingual,
  ComplaintEntry as Entry,
  ComplaintFollow as Follow,
  ComplaintRating as Rating,
  ComplaintReceived as Received,
  ComplaintRequest as Wanted,
  ComplaintsQuery as Query,
  ComplaintStatisticsQuery as CountQuery,
  OwnComplaintsQuery as OwnQuery,
  ComplaintStatus as Status,
  ComplaintView,
} from '@fujie/wire/contracts';
import {
  ComplaintEntry,
  ComplaintFollow,
  ComplaintFormResponse,
  ComplaintRating,
  ComplaintReceived,
  ComplaintRequest,
  ComplaintsQuery,
  ComplaintsResponse,
  ComplaintStatisticsQuery,
  ComplaintStatisticsResponse,
  OwnComplaintsQuery,
  OwnComplaintsResponse,
  ComplaintStatus,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import { digest } from '../platform/auth/digest.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { PUBLIC_ACTOR } from '../platform/auth/permissions.ts';
import { unitOfRegion, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution, namedRegion } from '../platform/http/named-institution.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { queryDay } from '../platform/http/query-day.ts';
import { calendarOf, loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import type { ComplaintRow } from './complaints.query.ts';
import { findByCode, findComplaints, findForCounting, insertComplaint } from './complaints.query.ts';
import { countComplaints } from './statistics.ts';

const LOOP = 'complaint/handling';
const MOST = 100;
const OPEN = { can: 'public', rateLimit: { max: 20, timeWindow: '1 minute' } } as const;

export function registerComplaintRoutes(app: FastifyInstance, deps: Deps): void {
  registerPublic(app, deps);
  registerLedger(app, deps);
  registerOwn(app, deps);
}

function registerPublic(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/public/complaints/form',
    { config: OPEN, schema: { response: { 200: ComplaintFormResponse } } },
    () => {
      const today = dayOf(deps.clock.now());
      const snapshot = deps.registers.current();
      const definition = loopOn(deps, LOOP, '', today);
      return {
        categories: Object.entries(categoriesOf(definition)).map(([code, title]) => ({ code, title })),
        answerWorkdays: definition?.parameters['answer']?.value ?? null,
        channels: snapshot.inForce(reportingChannels, today).map((row) => ({
          region: namedRegion(snapshot, row.region),
          institution: row.institution === null ? null : namedInstitution(snapshot, row.institution),
          department: row.department,
          person: row.person,
          title: row.title,
          phone: row.phone,
          email: row.email,
        })),
      };
    },
  );

  app.post<{ Body: Wanted }>(
    '/api/v1/public/complaints',
    { config: OPEN, schema: { body: ComplaintRequest, response: { 201: ComplaintReceived } } },
    async (request, reply) => {
      const actor = { ...PUBLIC_ACTOR, from: request.actor.from };
      return reply.status(201).send(await receive(deps, actor, { ...request.body, channel: 'page' }));
    },
  );

  app.post<{ Body: Follow }>(
    '/api/v1/public/complaints/status',
    { config: OPEN, schema: { body: ComplaintFollow, response: { 200: ComplaintStatus } } },
    async (request) => {
      const row = await followed(deps, request.body.code);
      const actor = { ...PUBLIC_ACTOR, from: request.actor.from };
      await deps.audit.record({ actor, action: 'complaint:follow', subject: String(row.id), outcome: 'done' });
      return statusOf(deps, row);
    },
  );

  app.post<{ Body: Rating }>(
    '/api/v1/public/complaints/rating',
    { config: OPEN, schema: { body: ComplaintRating, response: { 200: ComplaintStatus } } },
    async (request) => {
      const row = await followed(deps, request.body.code);
      const visit = waitedOf(row, 'visit');
      if (visit === null)
        throw new HttpProblem('conflict', {
          en: 'It is rated once it has been answered, and once only.',
          zh: '答复之后才能评价，且只能评价一次。',
        });
      const now = deps.clock.now();
      const { satisfied, note } = request.body;
      await deps.scoped({ institutions: [row.institution, row.unit], persons: [] }).tx((tx) =>
        recordInLoop(deps, tx, row.loop, {
          // Once for each answer: opened again and answered again it is asked again.
          key: `complainant/rating/${String(visit.startedAt)}`,
          kind: 'act',
          stage: 'visit',
          outcome: satisfied ? 'satisfied' : 'dissatisfied',
          occurredAt: now,
          recordedAt: now,
          by: { id: 'complainant', name: '反映人', role: 'complainant' },
          fields: note === undefined ? {} : { note },
        }),
      );
      const actor = { ...PUBLIC_ACTOR, from: request.actor.from };
      await deps.audit.record({ actor, action: 'complaint:rate', subject: String(row.id), outcome: 'done' });
      return statusOf(deps, await followed(deps, request.body.code));
    },
  );
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
      const filter = {
        ...periodOf(query),
        state: query.state ?? null,
        rating: query.rating ?? null,
        before: query.before === undefined ? null : Number(query.before),
      };
      const rows = await findComplaints(within(deps, actor).db, filter, MOST);
      await deps.audit.record({
        actor,
        action: 'complaint:read',
        outcome: 'done',
        detail: { complaints: rows.map(({ id }) => id) },
      });
      return { complaints: rows.map((row) => viewOf(deps, row)) };
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
      const now = deps.clock.now();
      const snapshot = deps.registers.current();
      const count = (some: typeof rows) => countComplaints(some, now, (row) => answerBy(deps, row));
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
      const counts = countComplaints(rows, deps.clock.now(), (row) => answerBy(deps, row));
      return { open: rows.filter(({ status }) => status === 'open').length, ...counts };
    },
  );
}

/** Takes a complaint in: its loop and what was said, in one transaction; the code leads to the answer. */
async function receive(
  deps: Deps,
  actor: Actor,
  body: Wanted & { readonly channel: 'page' | 'telephone' | 'letter' },
): Promise<Received> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const institution = deps.registers.current().institution(body.institution, today);
  if (institution === null) throw unfitField('institution', 'no such institution', '没有该机构');
  const definition = loopOn(deps, LOOP, institution.code, today);
  if (definition === null)
    throw new HttpProblem('unavailable', {
      en: 'Complaints are not handled here: call the telephone of the authority.',
      zh: '本平台暂不受理该地区的反映，请拨打主管部门电话。',
    });
  const categories = categoriesOf(definition);
  const category = Object.hasOwn(categories, body.category) ? categories[body.category] : undefined;
  if (category === undefined) throw unfitField('category', 'it is none of the categories', '不在可选类别之内');
  const unit = unitOfRegion(institution.region.slice(0, 4));
  const section = sectionFor(institution.kind);
  const code = newCode();
  const hash = digest(code);
  await deps.scoped({ institutions: [institution.code, unit], persons: [] }).tx(async (tx) => {
    const loop = await openLoop(deps, tx, {
      definition: LOOP,
      subject: hash.toString('hex'),
      unit: institution.code,
      department: null,
      personId: null,
      occurredAt: now,
      by: { id: 'complainant', name: '反映人', role: 'complainant' },
      facts: { titleZh: category.zh, titleEn: category.en, category: body.category, section },
    });
    if (loop === null) throw new Error('a new code has opened a loop before');
    const { content, name = null, contact = null, channel } = body;
    await insertComplaint(tx, {
      loop: loop.id,
      institution: institution.code,
      unit,
      channel,
      category: body.category,
      section,
      content,
      name,
      contact,
      codeHash: hash,
      receivedAt: now,
      enteredBy: actor.id,
    });
  });
  const action = body.channel === 'page' ? 'complaint:submit' : 'complaint:enter';
  await deps.audit.record({ actor, action, outcome: 'done', detail: { channel: body.channel } });
  const by = answerBy(deps, { institution: institution.code, receivedMs: now });
  return { code, receivedAt: formatInstant(now), answerBy: by === null ? null : formatInstant(by) };
}

/** Without letters and digits that are mistaken for each other. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A code that nobody guesses: a hundred bits. */
function newCode(): string {
  const letters = Array.from(randomBytes(20), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

async function followed(deps: Deps, code: string): Promise<ComplaintRow> {
  const row = await findByCode(deps.worker, digest(code.toUpperCase()));
  if (row !== null) return row;
  throw new HttpProblem('not-found', { en: 'No complaint has this code: check it.', zh: '没有该查询码，请核对。' });
}

function answerBy(
  deps: Deps,
  { institution, receivedMs }: Pick<ComplaintRow, 'institution' | 'receivedMs'>,
): Instant | null {
  const limit = loopOn(deps, LOOP, institution, dayOf(receivedMs as Instant))?.parameters['answer'];
  if (limit === undefined || limit.unit === 'percent' || limit.unit === 'count') return null;
  return deadline(receivedMs as Instant, limit.value, limit.unit, calendarOf(deps));
}

function categoriesOf(definition: LoopDefinition | null): Readonly<Record<string, Bilingual>> {
  return definition?.fields['category']?.options ?? {};
}

function categoryOf(deps: Deps, code: string): Bilingual {
  const known = categoriesOf(loopOn(deps, LOOP, '', dayOf(deps.clock.now())))[code];
  return known === undefined ? { zh: code, en: code } : { ...known };
}

/** The stage of a name, while it is waited for. */
function waitedOf({ state, status }: ComplaintRow, id: string) {
  if (status !== 'open') return null;
  return (
    state.stages.find((stage) => stage.id === id && (stage.status === 'running' || stage.status === 'overdue')) ?? null
  );
}

async function statusOf(deps: Deps, row: ComplaintRow): Promise<Status> {
  const definition = loopOn(deps, LOOP, row.institution, dayOf(row.receivedMs as Instant));
  const records = (await findRecords(deps.worker, [row.loop])).get(row.loop) ?? [];
  const answered = row.state.stages.find(({ id, doneAt }) => id === 'answer' && doneAt !== null);
  const answer = records.find(({ id }) => id === answered?.by);
  const by = answerBy(deps, row);
  const waited = definition?.stages.find(({ id }) => waitedOf(row, id) !== null);
  return {
    receivedAt: formatInstant(row.receivedMs as Instant),
    institution: namedInstitution(deps.registers.current(), row.institution),
    category: categoryOf(deps, row.category),
    stage: waited === undefined ? { zh: '已办结', en: 'Concluded' } : { zh: waited.zh, en: waited.en },
    answerBy: by === null ? null : formatInstant(by),
    isLate: answered === undefined && by !== null && by < deps.clock.now(),
    answer:
      answer?.kind === 'act' ? { at: formatInstant(answer.occurredAt), text: textOf(answer.fields['answer']) } : null,
    mayRate: waitedOf(row, 'visit') !== null,
    rating: ratingOf(row),
  };
}

/** What who complained said of the answer 回访; null: not asked yet, or nobody could be. */
function ratingOf({ state }: ComplaintRow): Status['rating'] {
  const said = state.stages.find(({ id }) => id === 'visit')?.outcome ?? null;
  return said === 'satisfied' || said === 'dissatisfied' ? said : null;
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

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
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
