/**
 * `/api/v1/watch` 异常使用监测: alerts with their evidence, how the security administrator judges them, and the list of well-known
 * persons. Whoever reviews sees who, when, what kind and a masked name, nothing clinical.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant, parseDay } from '@fujie/core/kernel';
import type { IdentifierKind } from '@fujie/core/person';
import { normaliseNumber, parseResidentId } from '@fujie/core/person';
import { sites } from '@fujie/core/registers';
import { WATCH_RULE_TEXTS, WATCH_RULES } from '@fujie/core/watch';
import type {
  WatchAlertView,
  WatchedPersonLift as Lifting,
  WatchedPersonRequest as Wanted,
  WatchedPersonView,
  WatchQuery as Query,
  WatchReview as Judgement,
  WatchRuleView,
} from '@fujie/wire/contracts';
import {
  WatchAlertResponse,
  WatchedPersonLift,
  WatchedPersonRequest,
  WatchedPersonsResponse,
  WatchQuery,
  WatchResponse,
  WatchReview,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import { findMaskedNames } from '../platform/access/masked-names.query.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { AlertRow } from './alerts.query.ts';
import {
  countAlerts,
  findAlert,
  findAlerts,
  findEvidence,
  findWatchedUntil,
  insertWatchReview,
} from './alerts.query.ts';
import { findByTokens, findWatched, findWatchedIds, insertWatched, insertWatchedLift } from './watched.query.ts';

const MOST = 500;
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });
type ById = { Params: { id: string } };

export function registerWatchRoutes(app: FastifyInstance, deps: Deps): void {
  registerAlertRoutes(app, deps);
  registerWatchedRoutes(app, deps);
}

function registerAlertRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query }>(
    '/api/v1/watch/alerts',
    { config: { can: 'watch:read' }, schema: { querystring: WatchQuery, response: { 200: WatchResponse } } },
    async ({ query }) => {
      const isJudged = query.state === undefined ? null : query.state === 'judged';
      const [rows, counts, until] = await Promise.all([
        findAlerts(deps.db, { isJudged, rule: query.rule ?? null }, MOST),
        countAlerts(deps.db),
        findWatchedUntil(deps.db),
      ]);
      const none = { raised: 0, open: 0, confirmed: 0, explained: 0, falseAlarm: 0 };
      return {
        alerts: rows.map((row) => viewOf(deps, row)),
        rules: WATCH_RULES.map((rule): WatchRuleView => {
          const { zh, en, clause } = WATCH_RULE_TEXTS[rule];
          return { ...none, ...counts.find((count) => count.rule === rule), rule, name: { zh, en }, clause };
        }),
        watchedUntil: until === null ? null : formatInstant(until),
      };
    },
  );

  app.get<ById>(
    '/api/v1/watch/alerts/:id',
    { config: { can: 'watch:read' }, schema: { params: IdParams, response: { 200: WatchAlertResponse } } },
    async ({ actor, params }) => {
      const row = await findAlert(deps.db, Number(params.id));
      if (row === null) throw noAlert();
      const evidence = await findEvidence(deps.db, row.events);
      const persons = [...new Set(evidence.flatMap(({ person }) => person ?? []))];
      const nameOf = await namesOf(deps, actor, persons, 'watch:read', params.id);
      return {
        alert: viewOf(deps, row),
        evidence: evidence.map(({ at, person, ...entry }) => ({
          ...entry,
          at: formatInstant(at),
          person: person === null ? null : deps.seal.handleOf(person),
          nameMasked: person === null ? null : nameOf(person),
        })),
      };
    },
  );

  app.post<ById & { Body: Judgement }>(
    '/api/v1/watch/alerts/:id/review',
    {
      config: { can: 'watch:review' },
      schema: { params: IdParams, body: WatchReview, response: { 204: Type.Null() } },
    },
    async ({ actor, body, params }, reply) => {
      const row = await findAlert(deps.db, Number(params.id));
      if (row === null) throw noAlert();
      if (isAbout(row, actor))
        throw new HttpProblem('refused', {
          en: 'This alert is about your own account: let another security administrator judge it.',
          zh: '该预警涉及您本人的账号，请由另一名安全管理员复核。',
        });
      const review = { verdict: body.verdict, note: body.note.trim() };
      const isNew = await insertWatchReview(deps.db, { id: row.id, at: deps.clock.now(), by: actor.id, ...review });
      if (!isNew)
        throw new HttpProblem('conflict', {
          en: 'It has been judged already; a judgement is not changed.',
          zh: '该预警已经复核，复核结论不可更改。',
        });
      await deps.audit.record({
        actor,
        action: 'watch:review',
        subject: params.id,
        outcome: 'done',
        detail: { verdict: body.verdict },
      });
      return reply.status(204).send(null);
    },
  );
}

function registerWatchedRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/watch/persons',
    { config: { can: 'watch:persons' }, schema: { response: { 200: WatchedPersonsResponse } } },
    async ({ actor }) => {
      const persons = await findWatchedIds(deps.db);
      const nameOf = await namesOf(deps, actor, persons, 'watch:persons', null);
      const today = dayOf(deps.clock.now());
      const rows = await findWatched(within(deps, actor, persons).db);
      return {
        persons: rows.map((row): WatchedPersonView => ({
          id: row.id,
          person: deps.seal.handleOf(row.person_id),
          nameMasked: nameOf(row.person_id),
          from: row.from_day,
          to: row.to_day,
          standing: row.from_day <= today && (row.to_day === null || today < row.to_day),
          reason: row.reason,
          recordedAt: formatInstant(row.recorded_at),
          recordedBy: row.recorded_by,
        })),
      };
    },
  );

  app.post<{ Body: Wanted }>(
    '/api/v1/watch/persons',
    {
      config: { can: 'watch:persons' },
      schema: { body: WatchedPersonRequest, response: { 201: Type.Object({ id: Type.Integer() }) } },
    },
    async ({ actor, body }, reply) => {
      const personId = await personOf(deps, body.identifier);
      const now = deps.clock.now();
      const from = dayIn('from', body.from) ?? dayOf(now);
      const to = dayIn('to', body.to);
      if (to !== null && to <= from) throw invalid('to', 'it ends before it begins', '终止日期须晚于起始日期');
      const entry = { personId, from, to, reason: body.reason.trim(), at: now, by: actor.id };
      const id = await insertWatched(within(deps, actor, [personId]).db, entry);
      await deps.audit.record({ actor, action: 'watch:person-add', personId, subject: String(id), outcome: 'done' });
      return reply.status(201).send({ id });
    },
  );

  app.post<ById & { Body: Lifting }>(
    '/api/v1/watch/persons/:id/lift',
    {
      config: { can: 'watch:persons' },
      schema: { params: IdParams, body: WatchedPersonLift, response: { 204: Type.Null() } },
    },
    async ({ actor, body, params }, reply) => {
      const { db } = within(deps, actor, await findWatchedIds(deps.db));
      const row = (await findWatched(db)).find(({ id }) => id === Number(params.id));
      if (row === undefined)
        throw new HttpProblem('not-found', { en: 'No such entry of the list.', zh: '名单中没有该条目。' });
      const now = deps.clock.now();
      const lift = { id: row.id, personId: row.person_id, from: dayOf(now), reason: body.reason.trim() };
      if (!(await insertWatchedLift(db, { ...lift, at: now, by: actor.id })))
        throw new HttpProblem('conflict', { en: 'It was taken off the list before.', zh: '该条目已移出名单。' });
      const entry = { personId: row.person_id, subject: params.id, outcome: 'done' } as const;
      await deps.audit.record({ actor, action: 'watch:person-lift', ...entry });
      return reply.status(204).send(null);
    },
  );
}

/** Masked names of persons; that each was shown is on record. */
async function namesOf(
  deps: Deps,
  actor: Actor,
  persons: readonly number[],
  action: 'watch:read' | 'watch:persons',
  subject: string | null,
): Promise<(person: number) => string> {
  const entry = { actor, action, outcome: 'done', ...(subject === null ? {} : { subject }) } as const;
  await Promise.all(persons.map((personId) => deps.audit.record({ ...entry, personId })));
  return findMaskedNames(within(deps, actor, persons).db, persons);
}

/** The one person of a number, which is not kept. */
async function personOf(deps: Deps, identifier: string): Promise<number> {
  const number = normaliseNumber(identifier);
  const resident = parseResidentId(identifier);
  const kinds: readonly (readonly [IdentifierKind, string])[] = [
    ...(resident.ok ? [['resident-id', resident.value.number] as const] : []),
    ['passport', number],
    ['health-card', number],
  ];
  const tokens = kinds.map(([kind, known]) => ({ kind, token: deps.seal.token(kind, '', known) }));
  const [person, another] = await findByTokens(deps.worker, tokens);
  if (person !== undefined && another === undefined) return person;
  throw new HttpProblem('not-found', {
    en: 'Nobody on record has this number: enter an identity document, a passport or a health card.',
    zh: '没有该号码的患者：请输入身份证件、护照或健康卡号码。',
  });
}

function viewOf(deps: Deps, row: AlertRow): WatchAlertView {
  const { clause, why } = WATCH_RULE_TEXTS[row.rule];
  const { id, rule, severity, account, holder, verdict } = row;
  return {
    id,
    rule,
    severity,
    clause,
    account,
    holder,
    institution: row.institution === null ? null : namedInstitution(deps.registers.current(), row.institution),
    at: formatInstant(row.at),
    foundAt: formatInstant(row.found_at),
    why: why(withSiteNames(deps, row.facts)),
    evidence: row.events.length,
    review:
      verdict === null
        ? null
        : {
            verdict,
            note: row.note ?? '',
            at: formatInstant(row.reviewed_at ?? (0 as Instant)),
            by: row.reviewed_by ?? '',
          },
  };
}

/** Whether an alert is about an account of whoever would judge it. */
function isAbout({ account, facts }: AlertRow, { id }: Actor): boolean {
  const named = facts['accounts'];
  return account === id || (typeof named === 'string' && named.split(' ').includes(id));
}

/** What a reason is made of, with sites by name. */
function withSiteNames({ registers }: Pick<Deps, 'registers'>, facts: AlertRow['facts']): AlertRow['facts'] {
  const snapshot = registers.current();
  const named = (value: string | number): string | number => {
    const site = typeof value === 'string' ? snapshot.nameOf(sites, value) : null;
    if (site === null) return value;
    const institution = snapshot.institution(site.institution)?.nameZh ?? site.institution;
    return institution === site.nameZh ? institution : `${institution} ${site.nameZh}`;
  };
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, named(value)]));
}

function noAlert(): HttpProblem {
  return new HttpProblem('not-found', { en: 'No such alert.', zh: '没有该预警。' });
}

function dayIn(field: string, text: string | undefined): Day | null {
  if (text === undefined) return null;
  const day = parseDay(text);
  if (day.ok) return day.value;
  throw invalid(field, `\`${text}\` is not a day that exists`, `“${text}”不是真实存在的日期`);
}

function invalid(field: string, message: string, messageZh: string): HttpProblem {
  return new HttpProblem('invalid-request', { en: 'Correct what is listed.', zh: '请更正所列各处。' }, [
    { code: 'invalid', path: `body.${field}`, message, messageZh },
  ]);
}
