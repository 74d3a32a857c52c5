/**
 * `/api/v1/my` 患者本人查询: who looked at the own data, objections and consents, requests for correction; for the person, or
 * the guardian of a child. Source: personal information protection law, art. 44 to 46 and 50.
 */
import { DEFAULT_ACCESS, wishFaults } from '@fujie/core/access';
import { dayOf } from '@fujie/core/kernel';
import type {
  CorrectionRequest as Asked,
  LooksQuery as Looking,
  OwnWishRequest as Wished,
  OwnWishView,
  PatientTurn as Turn,
} from '@fujie/wire/contracts';
import {
  CorrectionRequest,
  LooksQuery,
  LooksResponse,
  OwnCorrectionsResponse,
  OwnCorrectionView,
  OwnRecordsResponse,
  OwnWishesResponse,
  OwnWishRequest,
  PatientSession,
  PatientTurn,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import { turnPatientSession } from '../../platform/auth/patient-sessions.query.ts';
import type { Deps } from '../../platform/deps.ts';
import { HttpProblem } from '../../platform/http/problems.ts';
import { patientCookie } from '../../platform/http/server.ts';
import { findPersonSummaries } from '../persons.query.ts';
import { refusedBy, scopeIn, wishView } from '../wish-routes.ts';
import { findWishes, insertLift, insertWish } from '../wishes.query.ts';
import { askCorrection, ownCorrections, ownRecords } from './corrections.ts';
import { looksAt } from './looks.ts';
import { childrenOf, ownPageOf, sessionView } from './own-page.ts';

const OWN = { can: 'patient:own' } as const;
const MOST = 200;
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });

export function registerOwnRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/api/v1/my/session', { config: OWN, schema: { response: { 200: PatientSession } } }, ({ actor }) =>
    sessionView(deps, ownPageOf(deps, actor).page),
  );

  app.post<{ Body: Turn }>(
    '/api/v1/my/session/page',
    { config: OWN, schema: { body: PatientTurn, response: { 200: PatientSession } } },
    async ({ actor, body, cookies }) => {
      const { page } = ownPageOf(deps, actor);
      const child = (await childrenOf(deps, page.verified)).find(({ id }) => id === body.guardianship);
      if (body.guardianship !== null && child === undefined)
        throw new HttpProblem('not-found', {
          en: 'You are not recorded as guardian of this child: ask the office of your hospital.',
          zh: '未登记您为该未成年人的监护人，请到医院医务部门登记。',
        });
      const token = cookies[patientCookie(deps.config)] ?? '';
      await turnPatientSession(deps.worker, token, child?.id ?? null);
      const person = child?.person_id ?? page.verified;
      const detail = { guardian: child !== undefined };
      await deps.audit.record({ actor, action: 'patient:open', personId: person, outcome: 'done', detail });
      const guardian = child === undefined ? null : { name: await nameOf(page.verified), relation: child.relation };
      return sessionView(deps, { ...page, person, guardian });
    },
  );

  app.get<{ Querystring: Looking }>(
    '/api/v1/my/looks',
    { config: OWN, schema: { querystring: LooksQuery, response: { 200: LooksResponse } } },
    ({ actor, query }) => looksAt(deps, actor, query.after === undefined ? null : Number(query.after)),
  );

  app.get('/api/v1/my/wishes', { config: OWN, schema: { response: { 200: OwnWishesResponse } } }, async ({ actor }) => {
    const { page, db } = ownPageOf(deps, actor);
    await deps.audit.record({ actor, action: 'wish:read', personId: page.person, outcome: 'done' });
    return { wishes: (await findWishes(db, { persons: [page.person] }, MOST)).map((row) => ownWish(row)) };
  });

  app.post<{ Body: Wished }>(
    '/api/v1/my/wishes',
    { config: OWN, schema: { body: OwnWishRequest, response: { 204: Type.Null() } } },
    async ({ actor, body }, reply) => {
      const { page, db } = ownPageOf(deps, actor);
      const { kind } = body;
      const scope = scopeIn(deps.registers.current(), body);
      const from = dayOf(deps.clock.now());
      const speaker = page.guardian === null ? 'self' : 'guardian';
      const guardianName = page.guardian?.name ?? null;
      const guardianRelation = page.guardian?.relation ?? null;
      const [person] = await findPersonSummaries(db, [page.person]);
      const wish = { kind, by: speaker, guardianName, guardianRelation, from, to: null } as const;
      const faults = wishFaults(wish, person?.birth_on ?? null, DEFAULT_ACCESS);
      if (faults.length > 0) throw refusedBy(faults);
      const known = (await findWishes(db, { persons: [page.person] }, MOST)).map((row) => ownWish(row));
      const isKnown = known.some(
        (other) =>
          other.kind === kind &&
          other.to === null &&
          other.scope === body.scope &&
          (other.institution?.code ?? other.sensitiveClass ?? undefined) === (body.institution ?? body.sensitiveClass),
      );
      if (isKnown)
        throw new HttpProblem('conflict', {
          en: 'This already stands; withdraw it first to change it.',
          zh: '相同的意愿已在生效；如需更改，请先撤回。',
        });
      const id = await insertWish(db, {
        personId: page.person,
        kind,
        scope,
        from,
        to: null,
        speaker,
        guardianName,
        guardianRelation,
        ...onPage(actor.id),
      });
      const detail = { kind, scope: body.scope };
      const subject = String(id);
      await deps.audit.record({
        actor,
        action: 'wish:record',
        personId: page.person,
        subject,
        outcome: 'done',
        detail,
      });
      return reply.status(204).send(null);
    },
  );

  app.post<{ Params: { id: string } }>(
    '/api/v1/my/wishes/:id/lift',
    { config: OWN, schema: { params: IdParams, response: { 204: Type.Null() } } },
    async ({ actor, params }, reply) => {
      const { page, db } = ownPageOf(deps, actor);
      const [row] = await findWishes(db, { id: Number(params.id) }, 1);
      if (row === undefined || row.to_day !== null)
        throw new HttpProblem('not-found', {
          en: 'There is no such wish that still stands.',
          zh: '没有该项仍在生效的意愿。',
        });
      const from = dayOf(deps.clock.now());
      await insertLift(db, { wishId: row.id, personId: page.person, from, ...onPage(actor.id) });
      const subject = String(row.id);
      await deps.audit.record({ actor, action: 'wish:lift', personId: page.person, subject, outcome: 'done' });
      return reply.status(204).send(null);
    },
  );

  app.get('/api/v1/my/records', { config: OWN, schema: { response: { 200: OwnRecordsResponse } } }, ({ actor }) =>
    ownRecords(deps, actor),
  );

  app.get(
    '/api/v1/my/corrections',
    { config: OWN, schema: { response: { 200: OwnCorrectionsResponse } } },
    ({ actor }) => ownCorrections(deps, actor),
  );

  app.post<{ Body: Asked }>(
    '/api/v1/my/corrections',
    { config: OWN, schema: { body: CorrectionRequest, response: { 201: OwnCorrectionView } } },
    async ({ actor, body }, reply) => reply.status(201).send(await askCorrection(deps, actor, body)),
  );

  const nameOf = async (person: number): Promise<string> => {
    const [row] = await findPersonSummaries(deps.scoped({ institutions: [], persons: [person] }), [person]);
    return row?.name_norm ?? '';
  };

  const ownWish = (row: Parameters<typeof wishView>[1]): OwnWishView => {
    const { person: _person, nameMasked: _name, recordedBy: _by, reference: _paper, ...own } = wishView(deps, row, '');
    return own;
  };

  const onPage = (by: string) =>
    ({ channel: 'page', reference: '', institution: null, at: deps.clock.now(), by }) as const;
}
