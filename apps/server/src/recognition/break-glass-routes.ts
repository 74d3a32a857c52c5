/**
 * `/api/v1/persons/{person}/break-glass` 紧急调阅: a physician without the ordinary ground looks for a limited time, says why,
 * and is reviewed by the quality office; the person is told. Source: core systems, information security, rule 2.
 */
import { DEFAULT_ACCESS } from '@fujie/core/access';
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type {
  BreakGlassRequest as Wanted,
  BreakGlassReview as Reviewed,
  BreakGlassView,
  RevealRequest as Revealing,
} from '@fujie/wire/contracts';
import {
  BreakGlassListResponse,
  BreakGlassRequest,
  BreakGlassResponse,
  BreakGlassReview,
  PersonHandle,
  RevealRequest,
  RevealResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import { findMaskedNames } from '../platform/access/masked-names.query.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findLoopBySubject } from '../platform/loops/loops.query.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import type { BreakGlassRow } from './break-glass.query.ts';
import { countOpenBreakGlass, findBreakGlass, insertBreakGlass, insertReview } from './break-glass.query.ts';
import { personOf } from './person-routes.ts';
import { reveal } from './reveal.ts';
import { instantOf, timestampOf } from './result-view.ts';

const MINUTE_MS = 60_000;
const MOST = 500;
const PersonParams = Type.Object({ person: PersonHandle }, { additionalProperties: false });
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });

export function registerBreakGlassRoutes(app: FastifyInstance, deps: Deps): void {
  app.post<{ Params: { person: string }; Body: Wanted }>(
    '/api/v1/persons/:person/break-glass',
    {
      config: { can: 'person:break-glass' },
      schema: { params: PersonParams, body: BreakGlassRequest, response: { 201: BreakGlassResponse } },
    },
    async (request, reply) => {
      const { actor, body } = request;
      const { row } = await personOf(deps, actor, request.params.person);
      const from = deps.clock.now();
      const until = (from + DEFAULT_ACCESS.breakGlassMinutes * MINUTE_MS) as Instant;
      const reviewDue = addDays(dayOf(from), DEFAULT_ACCESS.reviewDays);
      const id = await within(deps, actor).db.tx(async (tx) => {
        const broken = await insertBreakGlass(tx, {
          ...{ personId: row.id, institution: actor.institution ?? '', practitioner: actor.practitioner ?? actor.id },
          ...{ actor: actor.id, code: body.code, note: body.note.trim(), from, until, reviewDue },
        });
        await openReview(deps, tx, actor, { id: broken, from, reviewDue });
        return broken;
      });
      await deps.audit.record({
        actor,
        action: 'person:break-glass',
        ...(body.code === 'emergency' ? { purpose: 'ETREAT' as const } : {}),
        personId: row.id,
        subject: String(id),
        outcome: 'done',
        detail: { code: body.code },
      });
      return reply.status(201).send({ id, until: formatInstant(until), reviewDue });
    },
  );

  app.post<{ Params: { person: string }; Body: Revealing }>(
    '/api/v1/persons/:person/reveal',
    {
      config: { can: 'person:reveal' },
      schema: { params: PersonParams, body: RevealRequest, response: { 200: RevealResponse } },
    },
    (request) => reveal(deps, request.actor, request.params.person, request.body.field),
  );

  app.get(
    '/api/v1/break-glass',
    { config: { can: 'break-glass:review' }, schema: { response: { 200: BreakGlassListResponse } } },
    async ({ actor }) => {
      const institution = actor.institution ?? '';
      const today = dayOf(deps.clock.now());
      const { db } = within(deps, actor);
      const [rows, counts] = await Promise.all([
        findBreakGlass(db, institution, MOST),
        countOpenBreakGlass(db, institution, today),
      ]);
      const persons = [...new Set(rows.map((row) => row.person_id))];
      await Promise.all(
        persons.map((personId) => deps.audit.record({ actor, action: 'break-glass:read', personId, outcome: 'done' })),
      );
      const snapshot = deps.registers.current();
      const nameOf = await findMaskedNames(within(deps, actor, persons).db, persons);
      return { entries: rows.map((row) => viewOf(snapshot, institution, today, row, nameOf)), ...counts };
    },
  );

  app.post<{ Params: { id: string }; Body: Reviewed }>(
    '/api/v1/break-glass/:id/review',
    {
      config: { can: 'break-glass:review' },
      schema: { params: IdParams, body: BreakGlassReview, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { actor, body } = request;
      const { verdict } = body;
      const [id, note] = [Number(request.params.id), body.note.trim()];
      const done = await within(deps, actor).db.tx(async (tx) => {
        const at = deps.clock.now();
        const institution = actor.institution ?? '';
        const reviewed = await insertReview(tx, { id, institution, verdict, note, at, by: actor.id });
        if (reviewed?.isNew === true) await closeReview(deps, tx, actor, { id, verdict, note });
        return reviewed;
      });
      if (done === null) throw new HttpProblem('not-found', { en: 'No such look.', zh: '没有该紧急调阅记录。' });
      if (!done.isNew)
        throw new HttpProblem('conflict', { en: 'It has been reviewed already.', zh: '该记录已经复核。' });
      await deps.audit.record({
        actor,
        action: 'break-glass:review',
        personId: done.personId,
        subject: request.params.id,
        outcome: 'done',
        detail: { verdict },
      });
      return reply.status(204).send(null);
    },
  );
}

const REVIEW = 'access/break-glass';

/** What is owed of a look: a review by its day; whom it was of is said on the page alone. */
async function openReview(
  deps: Deps,
  tx: Queryable,
  actor: Actor,
  { id, from, reviewDue }: { readonly id: number; readonly from: Instant; readonly reviewDue: Day },
): Promise<void> {
  const at = formatInstant(from).slice(0, 16).replace('T', ' ');
  await openLoop(deps, tx, {
    ...{ definition: REVIEW, subject: String(id), unit: actor.institution ?? '', department: null, personId: null },
    ...{ occurredAt: from, by: loopActorOf(actor) },
    facts: { titleZh: `紧急调阅复核：${at}`, titleEn: `Review of a broken glass: ${at}`, dueOn: reviewDue },
  });
}

/** A look from before reviews were followed up has no loop. */
async function closeReview(
  deps: Deps,
  tx: Queryable,
  actor: Actor,
  { id, verdict, note }: { readonly id: number; readonly verdict: string; readonly note: string },
): Promise<void> {
  const loop = await findLoopBySubject(tx, REVIEW, String(id));
  const now = deps.clock.now();
  if (loop !== null)
    await recordInLoop(deps, tx, loop.id, {
      ...{ key: 'review', kind: 'act', stage: 'review', outcome: verdict, by: loopActorOf(actor) },
      ...{ occurredAt: now, recordedAt: now, fields: { note } },
    });
}

function viewOf(
  snapshot: RegisterSnapshot,
  institution: string,
  today: Day,
  row: BreakGlassRow,
  nameOf: (person: number) => string,
): BreakGlassView {
  return {
    id: row.id,
    nameMasked: nameOf(row.person_id),
    practitioner: row.practitioner,
    practitionerName: snapshot.practitioner(institution, row.practitioner)?.nameZh ?? null,
    code: row.code,
    note: row.note,
    at: formatInstant(instantOf(row.from_ms)),
    until: formatInstant(instantOf(row.until_ms)),
    reviewDue: row.review_due,
    overdue: row.verdict === null && row.review_due < today,
    review:
      row.verdict === null
        ? null
        : {
            verdict: row.verdict,
            note: row.review_note ?? '',
            at: timestampOf(row.reviewed_ms) ?? '',
            by: row.reviewed_by ?? '',
          },
  };
}
