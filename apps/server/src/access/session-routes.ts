/** Signing in and out of the pages: `/api/v1/session`. */
import type {
  OwnPassword as OwnPasswordBody,
  SecondFactorCode as CodeBody,
  SessionActor,
  SignIn as SignInBody,
  SignInStep,
} from '@fujie/wire/contracts';
import {
  OwnPassword,
  RecoveryCodes,
  SecondFactorCode,
  SecondFactorSecret,
  SessionActor as SessionActorSchema,
  SignIn,
  SignInStep as SignInStepSchema,
  SignOut,
} from '@fujie/wire/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';

import { findForSignIn, setPassword } from '../platform/auth/accounts.query.ts';
import type { Principal } from '../platform/auth/permissions.ts';
import { isPermitted, PERMISSIONS } from '../platform/auth/permissions.ts';
import type { Permission } from '../platform/auth/permissions.ts';
import { closeSession } from '../platform/auth/sessions.query.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { sessionCookie } from '../platform/http/server.ts';
import { cookieOptions } from './cookies.ts';
import { createElsewhere } from './elsewhere.ts';
import { registerElsewhereRoutes } from './elsewhere-routes.ts';
import { refuseUnfitPassword } from './own-password.ts';
import { beginEnrolment, confirmEnrolment } from './second-factor.ts';
import type { Exchange, SignInOutcome } from './sign-in.ts';
import { attempt, pendingAt, proceed, signInByCode, signInByPassword, wrongCode } from './sign-in.ts';

/** 200: signed in; 202: a further step is needed first. */
const ANSWERS = { 200: SessionActorSchema, 202: SignInStepSchema };

export function registerSessionRoutes(app: FastifyInstance, deps: Deps): void {
  const elsewhere = deps.config.oidc === null ? null : createElsewhere(deps, deps.config.oidc);
  registerElsewhereRoutes(app, deps, elsewhere);
  const exchangeOf = (request: FastifyRequest, reply: FastifyReply): Exchange => ({ deps, request, reply });
  const answer = (reply: FastifyReply, outcome: SignInOutcome): SessionActor | SignInStep => {
    if ('actor' in outcome) return sessionActorOf(deps, outcome.actor);
    void reply.status(202);
    return outcome;
  };

  app.post<{ Body: SignInBody }>(
    '/api/v1/session',
    { config: { can: 'public' }, schema: { body: SignIn, response: ANSWERS } },
    async (request, reply) => {
      const { username, password } = request.body;
      return answer(reply, await signInByPassword(exchangeOf(request, reply), username, password));
    },
  );

  app.post<{ Body: CodeBody }>(
    '/api/v1/session/code',
    { config: { can: 'public' }, schema: { body: SecondFactorCode, response: ANSWERS } },
    async (request, reply) => answer(reply, await signInByCode(exchangeOf(request, reply), request.body.code)),
  );

  app.post<{ Body: OwnPasswordBody }>(
    '/api/v1/session/password',
    { config: { can: 'public' }, schema: { body: OwnPassword, response: ANSWERS } },
    async (request, reply) => {
      const exchange = exchangeOf(request, reply);
      const { username } = await pendingAt(exchange, 'password');
      const account = await findForSignIn(deps.db, username);
      if (account === null) throw new HttpProblem('not-signed-in', BEGIN_AGAIN);
      await refuseUnfitPassword(deps, account.actor, request.body.password);
      await setPassword(deps.db, username, request.body.password, false);
      await deps.audit.record({
        actor: { ...account.actor, from: request.actor.from },
        action: 'account:password',
        subject: username,
        outcome: 'done',
      });
      return answer(reply, await proceed(exchange, account, 'password'));
    },
  );

  app.post(
    '/api/v1/session/enrolment',
    { config: { can: 'public' }, schema: { response: { 200: SecondFactorSecret } } },
    async (request, reply) => {
      const { username } = await pendingAt(exchangeOf(request, reply), 'enrolment');
      return beginEnrolment(deps, username);
    },
  );

  app.post<{ Body: CodeBody }>(
    '/api/v1/session/enrolment/confirm',
    { config: { can: 'public' }, schema: { body: SecondFactorCode, response: { 200: RecoveryCodes } } },
    async (request, reply) => {
      const exchange = exchangeOf(request, reply);
      const { username } = await pendingAt(exchange, 'enrolment');
      const recoveryCodes = await attempt(exchange, username, wrongCode, () =>
        confirmEnrolment(deps, username, request.body.code, deps.clock.now()),
      );
      const account = await findForSignIn(deps.db, username);
      if (account === null) throw new HttpProblem('not-signed-in', BEGIN_AGAIN);
      await deps.audit.record({
        actor: { ...account.actor, from: request.actor.from },
        action: 'account:second-factor',
        subject: username,
        outcome: 'done',
      });
      await proceed(exchange, account, 'enrolment');
      return { recoveryCodes };
    },
  );

  app.get(
    '/api/v1/session',
    { config: { can: 'signed-in' }, schema: { response: { 200: SessionActorSchema } } },
    (request) => sessionActorOf(deps, request.actor),
  );

  app.delete(
    '/api/v1/session',
    { config: { can: 'public' }, schema: { response: { 200: SignOut, 204: Type.Null() } } },
    async (request, reply) => {
      const token = request.cookies[sessionCookie(deps.config)];
      const idToken = token === undefined ? null : await closeSession(deps.db, token);
      const leaveAt = idToken === null || elsewhere === null ? null : await elsewhere.leave(idToken);
      if (request.actor.role !== 'public') {
        await deps.audit.record({
          actor: request.actor,
          action: 'session:close',
          subject: request.actor.id,
          outcome: 'done',
        });
      }
      void reply.clearCookie(sessionCookie(deps.config), cookieOptions(deps.config));
      return leaveAt === null ? reply.status(204).send(null) : reply.send({ leaveAt });
    },
  );
}

const BEGIN_AGAIN = { en: 'Begin with username and password.', zh: '请重新输入用户名和密码。' };

function sessionActorOf(deps: Deps, actor: Principal): SessionActor {
  return {
    username: actor.id,
    name: actor.name,
    role: actor.role,
    institution: actor.institution === null ? null : namedInstitution(deps.registers.current(), actor.institution),
    department: actor.department,
    practitioner: actor.practitioner,
    region: actor.region,
    permissions: (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => isPermitted(actor, permission)),
    jurisdiction: deps.config.jurisdiction,
  };
}
