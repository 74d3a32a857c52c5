/**
 * Pages of administrators 管理员工作区: accounts, roles, sessions of others, and changes that wait for a second administrator.
 * `/api/v1/accounts`, `/api/v1/sessions`, `/api/v1/changes`. Who does what: separation.ts.
 */
import { formatInstant } from '@fujie/core/kernel';
import type { Instant } from '@fujie/core/kernel';
import type {
  AccountsResponse as Accounts,
  AdminChangeDecision as Decision,
  AdminChangeOutcome as Outcome,
  AdminChangesResponse as Changes,
  Disabling as DisablingBody,
  NewAccountRequest as NewAccountBody,
  OnePassword as OnePasswordAnswer,
  RoleGrant as RoleGrantBody,
  SessionsResponse as Sessions,
} from '@fujie/wire/contracts';
import {
  AccountsResponse,
  AdminChangeDecision,
  AdminChangeOutcome,
  AdminChangesResponse,
  Disabling,
  NewAccountRequest,
  OnePassword,
  RoleGrant,
  SessionsResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment, namedInstitution, namedRegion } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { bodyDay } from '../platform/http/query-day.ts';
import {
  AccountProblem,
  addAccount,
  changePassword,
  disableAccount,
  newPassword,
  recordAccount,
  refuse,
  resetSecondFactor,
} from './accounts.ts';
import { bindSubject, endSessionsOf, findAccounts, findSessions } from './administration.query.ts';
import { findChanges } from './changes.query.ts';
import { decide, endRole, grantRole, othersAccount } from './changes.ts';
import { ADMINISTRATORS } from './separation.ts';

const MOST = 200;
const NAME = Type.String({ minLength: 1, maxLength: 64 });
const Found = Type.Object(
  { q: Type.Optional(NAME), institution: Type.Optional(NAME), role: Type.Optional(NAME) },
  { additionalProperties: false },
);
const Of = Type.Object(
  { username: Type.Optional(NAME), institution: Type.Optional(NAME) },
  { additionalProperties: false },
);
const Username = Type.Object({ username: NAME }, { additionalProperties: false });
const SessionOf = Type.Object(
  { username: NAME, id: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }) },
  { additionalProperties: false },
);
const ChangeId = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });
const NOTHING = { 204: Type.Null() };

type OfAccount = { readonly Params: { username: string } };

/** What an administrator asked for and may not have, as an answer. */
export async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AccountProblem) throw new HttpProblem('refused', { en: `${error.en}.`, zh: `${error.zh}。` });
    throw error;
  }
}

export function registerAdministrationRoutes(app: FastifyInstance, deps: Deps): void {
  registerAccounts(app, deps);
  registerRoles(app, deps);
  registerSessions(app, deps);
}

function registerAccounts(app: FastifyInstance, deps: Deps): void {
  const { db } = deps;
  app.get<{ Querystring: { q?: string; institution?: string; role?: string } }>(
    '/api/v1/accounts',
    { config: { can: 'account:read' }, schema: { querystring: Found, response: { 200: AccountsResponse } } },
    async ({ query }): Promise<Accounts> => {
      const filter = { q: query.q ?? null, institution: query.institution ?? null, role: query.role ?? null };
      const rows = await findAccounts(db, filter, MOST + 1);
      const snapshot = deps.registers.current();
      return {
        isCut: rows.length > MOST,
        accounts: rows.slice(0, MOST).map((row) => ({
          username: row.username,
          name: row.name,
          role: row.role,
          roleFrom: row.role_from,
          roleTo: row.role_to,
          holds: row.role !== null && row.holds,
          institution: row.institution === null ? null : namedInstitution(snapshot, row.institution),
          department: row.department === null ? null : namedDepartment(snapshot, row.institution, row.department),
          practitioner: row.practitioner,
          region: row.region === null ? null : namedRegion(snapshot, row.region),
          disabled: row.disabled,
          isElsewhere: row.elsewhere,
          mustChangePassword: row.must_change_password,
          hasSecondFactor: row.second_factor,
          madeBy: row.made_by,
          madeAt: textOf(row.created_at),
          seenAt: row.seen_at === null ? null : textOf(row.seen_at),
          sessions: row.sessions,
        })),
      };
    },
  );

  app.post<{ Body: NewAccountBody }>(
    '/api/v1/accounts',
    { config: { can: 'account:manage' }, schema: { body: NewAccountRequest, response: { 201: OnePassword } } },
    async ({ actor, body }, reply): Promise<OnePasswordAnswer> => {
      const { username, name, isElsewhere, subject } = body;
      const password = isElsewhere ? null : newPassword();
      await refusing(async () => {
        const issuer = deps.config.oidc?.issuer;
        if (isElsewhere && issuer === undefined)
          refuse('There is no issuer elsewhere: set FUJIE_OIDC_ISSUER', '未接入统一身份认证，请设置 FUJIE_OIDC_ISSUER');
        await addAccount(deps, actor, { username, name: name.trim(), password, role: null, madeBy: actor.id });
        if (issuer !== undefined && isElsewhere && subject !== undefined)
          if (!(await bindSubject(db, username, issuer, subject)))
            refuse(
              'Another account has this subject; this one was made without it',
              '该主体标识已属其他账号，本账号未绑定',
            );
      });
      return reply.status(201).send({ password });
    },
  );

  app.post<OfAccount>(
    '/api/v1/accounts/:username/password',
    { config: { can: 'account:manage' }, schema: { params: Username, response: { 200: OnePassword } } },
    async ({ actor, params }): Promise<OnePasswordAnswer> => {
      const password = newPassword();
      await refusing(async () => {
        const { role } = await othersAccount(deps, actor, params.username);
        if (role !== null && ADMINISTRATORS.includes(role))
          refuse(
            'The password of an administrator is replaced at the command line: `fujie account password`',
            '管理员的密码只能由部署方在命令行重置：fujie account password',
          );
        await changePassword(deps, actor, params.username, password);
      });
      return { password };
    },
  );

  app.post<OfAccount & { Body: DisablingBody }>(
    '/api/v1/accounts/:username/disabled',
    { config: { can: 'account:manage' }, schema: { params: Username, body: Disabling, response: NOTHING } },
    async ({ actor, params, body }, reply) => {
      await refusing(async () => {
        await othersAccount(deps, actor, params.username);
        await disableAccount(deps, actor, params.username, body.disabled);
      });
      return reply.status(204).send(null);
    },
  );
}

function registerRoles(app: FastifyInstance, deps: Deps): void {
  app.post<OfAccount & { Body: RoleGrantBody }>(
    '/api/v1/accounts/:username/role',
    {
      config: { can: 'account:grant' },
      schema: { params: Username, body: RoleGrant, response: { 200: AdminChangeOutcome } },
    },
    async ({ actor, params, body }): Promise<Outcome> => {
      const { from, to, ...place } = body;
      const days = {
        from: from === undefined ? null : bodyDay('from', from),
        to: to === undefined ? null : bodyDay('to', to),
      };
      const grant = { ...place, username: params.username, ...days };
      const change = await refusing(() => grantRole(deps, actor, grant));
      return { state: change === null ? 'done' : 'waiting', change };
    },
  );

  app.delete<OfAccount>(
    '/api/v1/accounts/:username/role',
    { config: { can: 'account:grant' }, schema: { params: Username, response: NOTHING } },
    async ({ actor, params }, reply) => {
      await refusing(() => endRole(deps, actor, params.username));
      return reply.status(204).send(null);
    },
  );

  app.get(
    '/api/v1/changes',
    { config: { can: 'account:read' }, schema: { response: { 200: AdminChangesResponse } } },
    async (): Promise<Changes> => {
      const rows = await findChanges(deps.db, null, MOST);
      return {
        changes: rows.map((row) => ({
          ...row,
          content: { ...row.content },
          askedAt: textOf(row.askedAt),
          decidedAt: row.decidedAt === null ? null : textOf(row.decidedAt),
        })),
      };
    },
  );

  app.post<{ Params: { id: string }; Body: Decision }>(
    '/api/v1/changes/:id/decision',
    { config: { can: 'change:decide' }, schema: { params: ChangeId, body: AdminChangeDecision, response: NOTHING } },
    async ({ actor, params, body }, reply) => {
      await refusing(() => decide(deps, actor, Number(params.id), body.verdict));
      return reply.status(204).send(null);
    },
  );
}

function registerSessions(app: FastifyInstance, deps: Deps): void {
  const { db, config } = deps;
  app.get<{ Querystring: { username?: string; institution?: string } }>(
    '/api/v1/sessions',
    { config: { can: 'account:read' }, schema: { querystring: Of, response: { 200: SessionsResponse } } },
    async ({ query }): Promise<Sessions> => {
      const { username = null, institution = null } = query;
      const rows = await findSessions(db, { username, institution, idleMinutes: config.sessionIdleMinutes }, MOST + 1);
      const snapshot = deps.registers.current();
      return {
        isCut: rows.length > MOST,
        sessions: rows.slice(0, MOST).map((row) => ({
          id: row.id,
          username: row.username,
          name: row.name,
          role: row.role,
          institution: row.institution === null ? null : namedInstitution(snapshot, row.institution),
          openedAt: textOf(row.opened_at),
          seenAt: textOf(row.seen_at),
          via: row.via,
          address: row.address ?? '',
          device: row.device ?? '',
        })),
      };
    },
  );

  const end = async (actor: Actor, username: string, id: string | null): Promise<void> => {
    const ended = await endSessionsOf(db, username, id);
    if (ended === 0 && id !== null)
      throw new HttpProblem('not-found', { en: 'This session has ended already.', zh: '该登录已经结束。' });
    await recordAccount(deps, actor, 'session:end', username, id === null ? { ended } : { session: id });
  };

  app.delete<{ Params: { username: string; id: string } }>(
    '/api/v1/accounts/:username/sessions/:id',
    { config: { can: 'account:secure' }, schema: { params: SessionOf, response: NOTHING } },
    async ({ actor, params }, reply) => {
      await end(actor, params.username, params.id);
      return reply.status(204).send(null);
    },
  );

  app.delete<OfAccount>(
    '/api/v1/accounts/:username/sessions',
    { config: { can: 'account:secure' }, schema: { params: Username, response: NOTHING } },
    async ({ actor, params }, reply) => {
      await end(actor, params.username, null);
      return reply.status(204).send(null);
    },
  );

  app.delete<OfAccount>(
    '/api/v1/accounts/:username/second-factor',
    { config: { can: 'account:secure' }, schema: { params: Username, response: NOTHING } },
    async ({ actor, params }, reply) => {
      await refusing(async () => {
        await othersAccount(deps, actor, params.username);
        await resetSecondFactor(deps, actor, params.username);
      });
      return reply.status(204).send(null);
    },
  );
}

const textOf = (date: Date): string => formatInstant(date.getTime() as Instant);
