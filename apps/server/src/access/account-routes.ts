/** The own account 本人账号: where one is signed in, the password, the second factor. `/api/v1/account`. */
import { formatInstant } from '@fujie/core/kernel';
import type { Instant } from '@fujie/core/kernel';
import type {
  AuditAction,
  OwnAccount as OwnAccountAnswer,
  OwnPassword as OwnPasswordBody,
  PasswordChange as PasswordChangeBody,
  SecondFactorCode as CodeBody,
  SecondFactorRemoval as RemovalBody,
} from '@fujie/wire/contracts';
import {
  OwnAccount,
  OwnPassword,
  PasswordChange,
  RecoveryCodes,
  SecondFactorCode,
  SecondFactorRemoval,
  SecondFactorSecret,
} from '@fujie/wire/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';

import { findByPassword, findForSignIn, hasPassword, setPassword } from '../platform/auth/accounts.query.ts';
import { endSessions, listSessions, openSession } from '../platform/auth/sessions.query.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { sessionCookie } from '../platform/http/server.ts';
import { setSessionCookie } from './cookies.ts';
import { refuseUnfitPassword } from './own-password.ts';
import { countRecoveryCodes, removeSecondFactor } from './second-factor.query.ts';
import { beginEnrolment, confirmEnrolment, proveSecondFactor } from './second-factor.ts';
import { attempt, mustHaveSecondFactor, wrongCode } from './sign-in.ts';

const SessionParams = Type.Object(
  { id: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }) },
  { additionalProperties: false },
);

export function registerAccountRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, config } = deps;
  const tokenOf = (request: FastifyRequest): string => request.cookies[sessionCookie(config)] ?? '';
  const record = (
    request: FastifyRequest,
    action: AuditAction,
    detail?: Readonly<Record<string, unknown>>,
  ): Promise<number> =>
    deps.audit.record({
      actor: request.actor,
      action,
      subject: request.actor.id,
      outcome: 'done',
      ...(detail ? { detail } : {}),
    });
  /** Whoever changes how one signs in shows the password again: a desk left open is not enough. */
  const showPassword = async (request: FastifyRequest, reply: FastifyReply, password: string): Promise<void> => {
    const { id } = request.actor;
    await attempt({ deps, request, reply }, id, wrongCurrent, () => findByPassword(db, id, password));
  };

  app.get(
    '/api/v1/account',
    { config: { can: 'account:own' }, schema: { response: { 200: OwnAccount } } },
    async (request): Promise<OwnAccountAnswer> => {
      const { id, role } = request.actor;
      const [sessions, account, recoveryCodesLeft, isWithPassword] = await Promise.all([
        listSessions(db, id, tokenOf(request), config.sessionIdleMinutes),
        findForSignIn(db, id),
        countRecoveryCodes(db, id),
        hasPassword(db, id),
      ]);
      return {
        sessions: sessions.map((session) => ({
          id: session.id,
          openedAt: textOf(session.openedAt),
          seenAt: textOf(session.seenAt),
          endsAt: textOf(session.endsAt),
          via: session.via,
          address: session.address ?? '',
          device: session.device ?? '',
          isThis: session.isThis,
        })),
        secondFactor: {
          isEnrolled: account?.hasSecondFactor ?? false,
          isRequired: mustHaveSecondFactor(config, role),
          recoveryCodesLeft,
        },
        hasPassword: isWithPassword,
      };
    },
  );

  app.delete<{ Params: { id: string } }>(
    '/api/v1/account/sessions/:id',
    { config: { can: 'account:own' }, schema: { params: SessionParams, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const ended = await endSessions(db, request.actor.id, request.params.id, tokenOf(request));
      if (ended === 0)
        throw new HttpProblem('not-found', { en: 'This session has ended already.', zh: '该登录已经结束。' });
      await record(request, 'session:end', { session: request.params.id });
      return reply.status(204).send(null);
    },
  );

  app.delete(
    '/api/v1/account/sessions',
    { config: { can: 'account:own' }, schema: { response: { 204: Type.Null() } } },
    async (request, reply) => {
      const ended = await endSessions(db, request.actor.id, null, tokenOf(request));
      await record(request, 'session:end', { ended });
      return reply.status(204).send(null);
    },
  );

  app.post<{ Body: PasswordChangeBody }>(
    '/api/v1/account/password',
    { config: { can: 'account:own' }, schema: { body: PasswordChange, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { actor, body } = request;
      await showPassword(request, reply, body.current);
      await refuseUnfitPassword(deps, actor, body.password);
      await setPassword(db, actor.id, body.password, false);
      await record(request, 'account:password');
      const token = await openSession(db, actor.id, {
        hours: config.sessionHours,
        address: request.ip,
        device: request.headers['user-agent'],
      });
      setSessionCookie(reply, config, token, false);
      return reply.status(204).send(null);
    },
  );

  app.post<{ Body: OwnPasswordBody }>(
    '/api/v1/account/second-factor',
    { config: { can: 'account:own' }, schema: { body: OwnPassword, response: { 200: SecondFactorSecret } } },
    async (request, reply) => {
      await showPassword(request, reply, request.body.password);
      return beginEnrolment(deps, request.actor.id);
    },
  );

  app.post<{ Body: CodeBody }>(
    '/api/v1/account/second-factor/confirm',
    { config: { can: 'account:own' }, schema: { body: SecondFactorCode, response: { 200: RecoveryCodes } } },
    async (request, reply) => {
      const { id } = request.actor;
      const recoveryCodes = await attempt({ deps, request, reply }, id, wrongCode, () =>
        confirmEnrolment(deps, id, request.body.code, deps.clock.now()),
      );
      await record(request, 'account:second-factor');
      return { recoveryCodes };
    },
  );

  app.post<{ Body: RemovalBody }>(
    '/api/v1/account/second-factor/remove',
    { config: { can: 'account:own' }, schema: { body: SecondFactorRemoval, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { id, role } = request.actor;
      if (mustHaveSecondFactor(config, role)) throw required();
      await showPassword(request, reply, request.body.password);
      await attempt({ deps, request, reply }, id, wrongCode, () =>
        proveSecondFactor(deps, id, request.body.code, deps.clock.now()),
      );
      await removeSecondFactor(db, id, false);
      await record(request, 'account:second-factor-remove');
      return reply.status(204).send(null);
    },
  );
}

function required(): HttpProblem {
  return new HttpProblem('refused', {
    en: 'Your role must have a second factor; replace it instead.',
    zh: '您的角色必须使用第二因素，只能更换，不能停用。',
  });
}

function wrongCurrent(): HttpProblem {
  return new HttpProblem('refused', { en: 'The present password is another one.', zh: '当前密码不正确。' });
}

const textOf = (date: Date): string => formatInstant(date.getTime() as Instant);
