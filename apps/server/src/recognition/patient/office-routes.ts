/**
 * What the office of an institution does for its patients 患者事务: hands out links, records guardians, answers requests for
 * correction. Source: personal information protection law, art. 31, 46 and 50.
 */
import { randomBytes } from 'node:crypto';

import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { Instant } from '@fujie/core/kernel';
import { normaliseName } from '@fujie/core/person';
import type {
  CorrectionAnswer as Answer,
  GuardianEnd as Ending,
  GuardianRequest as Guarding,
  PatientLinkRequest as Linking,
} from '@fujie/wire/contracts';
import {
  CorrectionAnswer,
  CorrectionsResponse,
  GuardianEnd,
  GuardianRequest,
  GuardiansResponse,
  PatientLink,
  PatientLinkRequest,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../../platform/auth/permissions.ts';
import { within } from '../../platform/auth/scope.ts';
import type { Deps } from '../../platform/deps.ts';
import { HttpProblem, unfitField } from '../../platform/http/problems.ts';
import { findByNumber } from '../identity.ts';
import { findMaskedNames } from '../../platform/access/masked-names.query.ts';
import { instantOf } from '../result-view.ts';
import { patientOf } from '../wish-routes.ts';
import { correctionView } from './corrections.ts';
import { findCorrections, insertAnswer } from './corrections.query.ts';
import { endGuardianship, findGuardianships, findNamesOf, insertGuardianship } from './guardians.query.ts';
import { insertLink, revokeLink } from './tickets.query.ts';

const MOST = 500;
const DAY_MS = 86_400_000;
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });

export function registerOfficeRoutes(app: FastifyInstance, deps: Deps): void {
  app.post<{ Body: Linking }>(
    '/api/v1/patient-links',
    {
      config: { can: 'patient-link:issue' },
      schema: { body: PatientLinkRequest, response: { 201: PatientLink } },
    },
    async ({ actor, body }, reply) => {
      const { id: person } = await patientOf(deps, actor, body.identifier);
      const now = deps.clock.now();
      const expiresAt = (now + deps.config.patients.linkDays * DAY_MS) as Instant;
      const token = randomBytes(32).toString('base64url');
      const { db } = within(deps, actor, [person]);
      const id = await insertLink(db, {
        token,
        person,
        institution: actor.institution ?? '',
        now,
        expiresAt,
        by: actor.id,
      });
      await deps.audit.record({
        actor,
        action: 'patient-link:issue',
        personId: person,
        subject: String(id),
        outcome: 'done',
      });
      const nameOf = await findMaskedNames(db, [person]);
      // Behind `#`, so that no server and no proxy is told of it.
      const url = `${deps.config.publicUrl}/my#${token}`;
      return reply.status(201).send({ id, url, nameMasked: nameOf(person), expiresAt: formatInstant(expiresAt) });
    },
  );

  app.post<{ Params: { id: string } }>(
    '/api/v1/patient-links/:id/revoke',
    { config: { can: 'patient-link:issue' }, schema: { params: IdParams, response: { 204: Type.Null() } } },
    async ({ actor, params }, reply) => {
      const { db } = within(deps, actor);
      const person = await revokeLink(db, Number(params.id), actor.institution ?? '', deps.clock.now());
      if (person === null)
        throw new HttpProblem('not-found', {
          en: 'Your institution has no such link that is still open.',
          zh: '本机构没有该有效链接。',
        });
      const subject = params.id;
      await deps.audit.record({ actor, action: 'patient-link:revoke', personId: person, subject, outcome: 'done' });
      return reply.status(204).send(null);
    },
  );

  app.get(
    '/api/v1/guardians',
    { config: { can: 'guardian:record' }, schema: { response: { 200: GuardiansResponse } } },
    async ({ actor }) => {
      const rows = await findGuardianships(within(deps, actor).db, actor.institution ?? '', MOST);
      const children = [...new Set(rows.map((row) => row.person_id))];
      await recordEach(deps, actor, 'guardian:read', children);
      const guardians = rows.map((row) => row.guardian_id);
      const nameOf = await findMaskedNames(within(deps, actor, [...children, ...guardians]).db, [
        ...children,
        ...guardians,
      ]);
      return {
        guardians: rows.map((row) => ({
          id: row.id,
          nameMasked: nameOf(row.person_id),
          guardianMasked: nameOf(row.guardian_id),
          relation: row.relation,
          reference: row.reference,
          from: row.from_day,
          to: row.to_day,
          recordedAt: formatInstant(instantOf(row.recorded_ms)),
        })),
      };
    },
  );

  app.post<{ Body: Guarding }>(
    '/api/v1/guardians',
    { config: { can: 'guardian:record' }, schema: { body: GuardianRequest, response: { 204: Type.Null() } } },
    async ({ actor, body }, reply) => {
      const child = await patientOf(deps, actor, body.identifier);
      const guardian = await guardianOf(deps, actor, body);
      if (guardian === child.id) throw unfitField('guardianIdentifier', 'that is the child itself', '与患者本人相同');
      const at = deps.clock.now();
      const id = await insertGuardianship(within(deps, actor, [child.id]).db, {
        person: child.id,
        guardian,
        relation: body.relation.trim(),
        reference: body.reference.trim(),
        institution: actor.institution ?? '',
        from: dayOf(at),
        at,
        by: actor.id,
      });
      const subject = String(id);
      await deps.audit.record({ actor, action: 'guardian:record', personId: child.id, subject, outcome: 'done' });
      return reply.status(204).send(null);
    },
  );

  app.post<{ Params: { id: string }; Body: Ending }>(
    '/api/v1/guardians/:id/end',
    {
      config: { can: 'guardian:record' },
      schema: { params: IdParams, body: GuardianEnd, response: { 204: Type.Null() } },
    },
    async ({ actor, params, body }, reply) => {
      const at = deps.clock.now();
      const person = await endGuardianship(within(deps, actor).db, {
        id: Number(params.id),
        institution: actor.institution ?? '',
        reference: body.reference.trim(),
        from: dayOf(at),
        at,
        by: actor.id,
      });
      if (person === null)
        throw new HttpProblem('not-found', {
          en: 'Your institution recorded no such guardianship that still holds.',
          zh: '本机构没有该项仍有效的监护登记。',
        });
      await deps.audit.record({
        actor,
        action: 'guardian:end',
        personId: person,
        subject: params.id,
        outcome: 'done',
      });
      return reply.status(204).send(null);
    },
  );

  app.get(
    '/api/v1/corrections',
    { config: { can: 'correction:answer' }, schema: { response: { 200: CorrectionsResponse } } },
    async ({ actor }) => {
      const rows = await findCorrections(within(deps, actor).db, { institution: actor.institution ?? '' }, MOST);
      const persons = [...new Set(rows.map((row) => row.person_id))];
      await recordEach(deps, actor, 'correction:read', persons);
      const nameOf = await findMaskedNames(within(deps, actor, persons).db, persons);
      const today = dayOf(deps.clock.now());
      const snapshot = deps.registers.current();
      return {
        corrections: rows.map((row) => ({
          ...correctionView(snapshot, row),
          nameMasked: nameOf(row.person_id),
          overdue: row.verdict === null && row.due_on < today,
          answeredBy: row.answered_by,
        })),
      };
    },
  );

  app.post<{ Params: { id: string }; Body: Answer }>(
    '/api/v1/corrections/:id/answer',
    {
      config: { can: 'correction:answer' },
      schema: { params: IdParams, body: CorrectionAnswer, response: { 204: Type.Null() } },
    },
    async ({ actor, params, body }, reply) => {
      const { verdict } = body;
      const done = await insertAnswer(within(deps, actor).db, {
        id: Number(params.id),
        institution: actor.institution ?? '',
        verdict,
        reason: body.reason.trim(),
        at: deps.clock.now(),
        by: actor.id,
      });
      if (done === null)
        throw new HttpProblem('not-found', {
          en: 'No such request for a record of your institution.',
          zh: '本机构没有该更正申请。',
        });
      if (!done.isNew)
        throw new HttpProblem('conflict', { en: 'It has been answered already.', zh: '该申请已经答复。' });
      await deps.audit.record({
        actor,
        action: 'correction:answer',
        personId: done.personId,
        subject: params.id,
        outcome: 'done',
        detail: { verdict },
      });
      return reply.status(204).send(null);
    },
  );
}

async function recordEach(
  deps: Deps,
  actor: Actor,
  action: 'guardian:read' | 'correction:read',
  persons: readonly number[],
): Promise<void> {
  await Promise.all(persons.map((personId) => deps.audit.record({ actor, action, personId, outcome: 'done' })));
}

/** The guardian, who is known by number and name; of whom it is not said whether only the name differs. */
async function guardianOf(deps: Deps, actor: Actor, { guardianIdentifier, guardianName }: Guarding): Promise<number> {
  const rows = await findNamesOf(deps.worker, await findByNumber(deps, actor, guardianIdentifier));
  const [found, another] = rows.filter((row) => row.name_norm === normaliseName(guardianName));
  if (found === undefined || another !== undefined)
    throw unfitField(
      'guardianIdentifier',
      'nobody is known by this number and name: register the guardian as a patient first',
      '没有该号码与姓名对应的人员，请先为监护人建档',
    );
  return found.id;
}
