/**
 * Complaints 监督举报 without an account: the form, what is sent, followed and rated by a code. Source: taiyuan-2024.3.2#03, 7.1#03.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import { reportingChannels } from '@fujie/core/registers';
import type {
  ComplaintFollow as Follow,
  ComplaintRating as Rating,
  ComplaintRequest as Wanted,
  ComplaintStatus as Status,
} from '@fujie/wire/contracts';
import {
  ComplaintFollow,
  ComplaintFormResponse,
  ComplaintRating,
  ComplaintReceived,
  ComplaintRequest,
  ComplaintStatus,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { digest } from '../platform/auth/digest.ts';
import { PUBLIC_ACTOR } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution, namedRegion } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import type { ComplaintRow } from './complaints.query.ts';
import { findByCode } from './complaints.query.ts';
import { LOOP, answerBy, categoriesOf, categoryOf, ratingOf, receive, waitedOf } from './handling.ts';

const OPEN = { can: 'public', rateLimit: { max: 20, timeWindow: '1 minute' } } as const;

export function registerPublicComplaintRoutes(app: FastifyInstance, deps: Deps): void {
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

async function followed(deps: Deps, code: string): Promise<ComplaintRow> {
  const row = await findByCode(deps.worker, digest(code.toUpperCase()));
  if (row !== null) return row;
  throw new HttpProblem('not-found', { en: 'No complaint has this code: check it.', zh: '没有该查询码，请核对。' });
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

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
