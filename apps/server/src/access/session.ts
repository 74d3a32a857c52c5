/** Signing in and out of the pages: `/api/v1/session`. */
import type { SessionActor, SignIn as SignInBody } from '@fujie/wire/contracts';
import { SessionActor as SessionActorSchema, SignIn } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import { closeSession, credentialId, findActorByPassword, openSession } from '../platform/auth/accounts.query.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { isPermitted, PERMISSIONS, PUBLIC_ACTOR } from '../platform/auth/permissions.ts';
import type { Permission } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { SESSION_COOKIE } from '../platform/http/server.ts';
import { FailedSignIns } from './failed-sign-ins.ts';

/** Attempts to sign in that one address may make in a minute. */
const ATTEMPTS_PER_MINUTE = 20;

export function registerSessionRoutes(app: FastifyInstance, deps: Deps): void {
  const cookie = {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: deps.config.publicUrl.startsWith('https:'),
  } as const;

  const failed = new FailedSignIns();
  const refuse = async ({ from }: Actor, username: string, problem: HttpProblem): Promise<never> => {
    const actor = { ...PUBLIC_ACTOR, from };
    await deps.audit.record({ actor, action: 'session:open', subject: typedName(username), outcome: 'refused' });
    throw problem;
  };

  app.post<{ Body: SignInBody }>(
    '/api/v1/session',
    {
      config: { can: 'public', rateLimit: { max: ATTEMPTS_PER_MINUTE, timeWindow: '1 minute' } },
      schema: { body: SignIn, response: { 200: SessionActorSchema } },
    },
    async (request, reply) => {
      const { username, password } = request.body;
      const now = deps.clock.now();
      if (failed.hasTooMany(username, now)) return refuse(request.actor, username, tooManyFailed());
      const found = await failed.attempt(username, now, () => findActorByPassword(deps.db, username, password));
      if (found === null) return refuse(request.actor, username, wrongCredentials());
      const token = await openSession(deps.db, found.id, deps.config.sessionHours);
      const credential = credentialId(token);
      const actor = { ...found, from: { ...request.actor.from, kind: 'session', credential } } as const;
      await deps.audit.record({ actor, action: 'session:open', subject: actor.id, outcome: 'done' });
      void reply.setCookie(SESSION_COOKIE, token, { ...cookie, maxAge: deps.config.sessionHours * 3600 });
      return sessionActorOf(deps, actor);
    },
  );

  app.get(
    '/api/v1/session',
    { config: { can: 'signed-in' }, schema: { response: { 200: SessionActorSchema } } },
    (request) => sessionActorOf(deps, request.actor),
  );

  app.delete(
    '/api/v1/session',
    { config: { can: 'public' }, schema: { response: { 204: Type.Null() } } },
    async (request, reply) => {
      const token = request.cookies[SESSION_COOKIE];
      if (token !== undefined) await closeSession(deps.db, token);
      if (request.actor.role !== 'public') {
        await deps.audit.record({
          actor: request.actor,
          action: 'session:close',
          subject: request.actor.id,
          outcome: 'done',
        });
      }
      return reply.clearCookie(SESSION_COOKIE, cookie).status(204).send(null);
    },
  );
}

/** What was typed as a name, unless it may be something else, such as the number of a person. */
function typedName(username: string): string {
  return /^[\w.-]{2,64}$/.test(username) && !/\d{6}/.test(username) ? username : 'unknown';
}

function wrongCredentials(): HttpProblem {
  return new HttpProblem('wrong-credentials', { en: 'Check username and password.', zh: '请核对用户名和密码。' });
}

function tooManyFailed(): HttpProblem {
  return new HttpProblem('too-many-requests', {
    en: 'Too many attempts to sign in as this user have failed; try again in 15 minutes.',
    zh: '该用户名登录失败次数过多，请 15 分钟后再试。',
  });
}

function sessionActorOf(deps: Deps, actor: Actor): SessionActor {
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
