/** `/api/v1/my` without a session: how a patient proves who they are 患者核验. */
import { formatInstant } from '@fujie/core/kernel';
import type { PatientSignIn as SignIn, VerificationRequest as Verification } from '@fujie/wire/contracts';
import {
  DeliveredResponse,
  PatientSession,
  PatientSignIn,
  PatientWays,
  VerificationRequest,
  VerificationResponse,
} from '@fujie/wire/contracts';
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import { credentialId } from '../../platform/auth/digest.ts';
import { closePatientSession, openPatientSession } from '../../platform/auth/patient-sessions.query.ts';
import type { Actor, OwnPage } from '../../platform/auth/permissions.ts';
import { PATIENT, PUBLIC_ACTOR } from '../../platform/auth/permissions.ts';
import type { Config } from '../../platform/config/config.ts';
import type { Deps } from '../../platform/deps.ts';
import { HttpProblem } from '../../platform/http/problems.ts';
import { PATIENT_PATH, patientCookie } from '../../platform/http/server.ts';
import { instantOf } from '../result-view.ts';
import type { PatientMessage } from './code-sender.ts';
import { createPatientDoor } from './door.ts';
import { sessionView } from './own-page.ts';

const PUBLIC = { can: 'public' } as const;

function cookieOptions(config: Pick<Config, 'publicUrl'>): CookieSerializeOptions {
  return { path: PATIENT_PATH, httpOnly: true, sameSite: 'strict', secure: config.publicUrl.startsWith('https:') };
}

export function registerPatientDoor(app: FastifyInstance, deps: Deps): void {
  const door = createPatientDoor(deps);
  app.addHook('onClose', () => door.settled());

  app.get('/api/v1/my/ways', { config: PUBLIC, schema: { response: { 200: PatientWays } } }, () => ({
    codes: door.sender !== null,
    demonstration: door.sender !== null && 'delivered' in door.sender,
    codeMinutes: deps.config.patients.codeMinutes,
  }));

  app.post<{ Body: Verification }>(
    '/api/v1/my/verifications',
    { config: PUBLIC, schema: { body: VerificationRequest, response: { 202: VerificationResponse } } },
    async (request, reply) => {
      // Whatever account this browser has besides: who asks here is a patient, not yet known.
      const actor = { ...PUBLIC_ACTOR, from: request.actor.from };
      return reply.status(202).send(await door.ask(actor, request.ip, request.body));
    },
  );

  app.post<{ Body: SignIn }>(
    '/api/v1/my/session',
    { config: PUBLIC, schema: { body: PatientSignIn, response: { 200: PatientSession } } },
    async (request, reply) => {
      const before = { ...PUBLIC_ACTOR, from: request.actor.from };
      const person = await door.enter(request.ip, request.body).catch(async (error: unknown) => {
        const why = error instanceof HttpProblem ? error.type : 'internal-error';
        const outcome = why === 'internal-error' ? 'failed' : 'refused';
        await deps.audit.record({ actor: before, action: 'patient:open', outcome, detail: { why } });
        throw error;
      });
      const { sessionMinutes } = deps.config.patients;
      const replaced = request.cookies[patientCookie(deps.config)];
      if (replaced !== undefined) await closePatientSession(deps.worker, replaced);
      const { token, endsAt } = await openPatientSession(deps.worker, person, deps.clock.now(), sessionMinutes);
      const page: OwnPage = { verified: person, person, guardian: null, endsAt };
      const from = { ...request.actor.from, kind: 'session', credential: credentialId(token) } as const;
      const actor: Actor = { ...PATIENT, id: deps.seal.handleOf(person), page, from };
      const detail = { via: request.body.link === undefined ? 'code' : 'link' };
      await deps.audit.record({ actor, action: 'patient:open', personId: person, outcome: 'done', detail });
      void reply.setCookie(patientCookie(deps.config), token, {
        ...cookieOptions(deps.config),
        maxAge: sessionMinutes * 60,
      });
      return sessionView(deps, page);
    },
  );

  app.delete(
    '/api/v1/my/session',
    { config: PUBLIC, schema: { response: { 204: Type.Null() } } },
    async (request, reply) => {
      const token = request.cookies[patientCookie(deps.config)];
      if (token !== undefined) await closePatientSession(deps.worker, token);
      const { actor } = request;
      if (actor.page !== undefined)
        await deps.audit.record({ actor, action: 'patient:close', personId: actor.page.verified, outcome: 'done' });
      void reply.clearCookie(patientCookie(deps.config), cookieOptions(deps.config));
      return reply.status(204).send(null);
    },
  );

  app.get('/api/v1/my/delivered', { config: PUBLIC, schema: { response: { 200: DeliveredResponse } } }, async () => {
    const { sender } = door;
    if (sender === null || !('delivered' in sender))
      throw new HttpProblem('not-found', {
        en: 'Messages are shown in a demonstration only.',
        zh: '仅演示环境显示短信内容。',
      });
    await door.settled();
    return {
      messages: sender.delivered().map((message) => ({
        at: formatInstant(instantOf(message.at)),
        phone: `${message.phone.slice(0, 3)}****${message.phone.slice(-4)}`,
        text: textOf(message),
      })),
    };
  });
}

function textOf(message: PatientMessage): string {
  if (!('code' in message))
    return '【符节】打开您查询页面的验证码已发往您登记的另一手机号；如非本人，请联系就诊医院 / a code that opens your page went to another telephone on record; if that was not you, call your hospital';
  const { code, minutes } = message;
  return `【符节】验证码 ${code}，${String(minutes)} 分钟内有效 / code ${code}, valid for ${String(minutes)} min`;
}
