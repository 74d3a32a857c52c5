/**
 * What administrators see of connected systems 接入系统, programs and keys 密钥, and what needs a look: `/api/v1/systems`,
 * `/api/v1/keys`, `/api/v1/administration`. Public halves of keys only.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant } from '@fujie/core/kernel';
import type {
  AdministrationResponse as Administration,
  AdminChangeOutcome as Outcome,
  Disabling as DisablingBody,
  KeyView,
  SystemRequest as SystemBody,
  SystemsResponse as Systems,
} from '@fujie/wire/contracts';
import {
  AdminChangeOutcome,
  AdministrationResponse,
  Disabling,
  KeysResponse,
  SystemRequest,
  SystemsResponse,
} from '@fujie/wire/contracts';
import type { JWK } from 'jose';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import { REPLACED_AFTER_DAYS } from '../platform/auth/issuer-keys.query.ts';
import type { RegisteredSystem } from '../platform/auth/systems.query.ts';
import { listSystems } from '../platform/auth/systems.query.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { disableAccount, known, refuse } from './accounts.ts';
import { refusing } from './administration-routes.ts';
import { findAuditKeys, findFigures, findIssuerKeys } from './administration.query.ts';
import { askForSystem } from './changes.ts';
import { listApplications } from './issuer/applications.query.ts';
import { refusePrivateAddress } from './outward.ts';

/** A key of a system is to be replaced after this time; a default of this platform, no document names one. */
const SYSTEM_KEY_DAYS = 365;
const ENDING_DAYS = 30;
const UNUSED_DAYS = 90;

const SystemId = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }, { additionalProperties: false });

export function registerSystemsRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, config } = deps;
  app.get(
    '/api/v1/administration',
    { config: { can: 'account:read' }, schema: { response: { 200: AdministrationResponse } } },
    async (): Promise<Administration> => {
      const idleMinutes = config.sessionIdleMinutes;
      const [figures, keys] = await Promise.all([
        findFigures(db, { endingDays: ENDING_DAYS, unusedDays: UNUSED_DAYS, idleMinutes }),
        keysOf(deps),
      ]);
      const { without_role, without_second_factor, unused_systems, ...rest } = figures;
      return {
        ...rest,
        withoutRole: without_role,
        withoutSecondFactor: without_second_factor,
        unusedSystems: unused_systems,
        keysDue: keys.filter((key) => key.isDue).length,
      };
    },
  );

  app.get(
    '/api/v1/systems',
    { config: { can: 'system:read' }, schema: { response: { 200: SystemsResponse } } },
    async (): Promise<Systems> => {
      const [systems, applications] = await Promise.all([listSystems(db), listApplications(db)]);
      return { systems: systems.map((system) => viewOf(deps, system)), applications: [...applications] };
    },
  );

  app.post<{ Body: SystemBody }>(
    '/api/v1/systems',
    { config: { can: 'system:manage' }, schema: { body: SystemRequest, response: { 202: AdminChangeOutcome } } },
    async ({ actor, body }, reply): Promise<Outcome> => {
      const { jwks, jwksUrl, ...system } = body;
      const change = await refusing(async () => {
        if ((jwks === undefined) === (jwksUrl === undefined))
          refuse('Give `jwks` or `jwksUrl`, one of them', '请提供公钥或公钥地址之一');
        await refusePrivateAddress(config, [jwksUrl, body.ehr?.url]);
        const keys = jwksUrl === undefined ? { jwks } : { jwksUrl };
        return askForSystem(deps, actor, { ...system, keys });
      });
      return reply.status(202).send({ state: 'waiting', change });
    },
  );

  app.post<{ Params: { id: string }; Body: DisablingBody }>(
    '/api/v1/systems/:id/disabled',
    { config: { can: 'system:manage' }, schema: { params: SystemId, body: Disabling, response: { 204: Type.Null() } } },
    async ({ actor, params, body }, reply) => {
      await refusing(async () => {
        if ((await known(deps, params.id)).role !== 'system')
          refuse(`\`${params.id}\` is a person`, `${params.id} 是人员账号`);
        await disableAccount(deps, actor, params.id, body.disabled);
      });
      return reply.status(204).send(null);
    },
  );

  app.get(
    '/api/v1/keys',
    { config: { can: 'system:read' }, schema: { response: { 200: KeysResponse } } },
    async () => ({ keys: await keysOf(deps) }),
  );
}

function viewOf(deps: Deps, system: RegisteredSystem): Systems['systems'][number] {
  const now = (system.jwks?.keys ?? []).map((key) => keyOf(key, null));
  const kids = now.map(({ kid }) => kid);
  const before = (system.before?.keys ?? []).map((key) => keyOf(key, system.beforeUntil));
  return {
    id: system.id,
    name: system.name,
    institution: namedInstitution(deps.registers.current(), system.institution),
    kinds: [...system.kinds],
    keys: [...now, ...before.filter(({ kid }) => !kids.includes(kid))],
    jwksUrl: system.jwksUrl,
    keysAt: textOf(system.keysAt),
    issuer: system.issuer,
    hasToken: system.hasToken,
    disabled: system.disabled,
    lastUsedAt: textOf(system.lastUsedAt),
    ehr:
      system.ehrUrl === null
        ? null
        : { url: system.ehrUrl, clientId: system.ehrClientId ?? '', signs: system.ehrSigns },
  };
}

const keyOf = ({ kid = '', alg = '' }: JWK, until: Date | null) => ({ kid, algorithm: alg, until: textOf(until) });

async function keysOf(deps: Deps): Promise<KeyView[]> {
  const today = dayOf(deps.clock.now());
  const [issuer, audit, systems] = await Promise.all([
    findIssuerKeys(deps.db),
    findAuditKeys(deps.db),
    listSystems(deps.db),
  ]);
  const due = (since: Date | null, days: number): Day | null =>
    since === null ? null : addDays(dayOf(since.getTime() as Instant), days);
  const view = (key: Omit<KeyView, 'isDue' | 'since' | 'dueOn'>, since: Date | null, days: number | null): KeyView => {
    const dueOn = days === null ? null : due(since, days);
    return { ...key, since: textOf(since), dueOn, isDue: !key.replacesItself && dueOn !== null && dueOn <= today };
  };
  return [
    ...issuer.map(({ kid, created_at: since }) =>
      view({ use: 'issuer', owner: '', kid, replacesItself: true }, since, REPLACED_AFTER_DAYS),
    ),
    ...audit.map(({ kid, since }) => view({ use: 'audit', owner: '', kid, replacesItself: false }, since, null)),
    ...systems
      .filter((system) => !system.disabled)
      .flatMap((system) => [
        ...(system.jwks?.keys ?? []).map(({ kid = '' }) =>
          view({ use: 'system', owner: system.id, kid, replacesItself: false }, system.keysAt, SYSTEM_KEY_DAYS),
        ),
        ...(system.jwksUrl === null
          ? []
          : [
              view({ use: 'system', owner: system.id, kid: system.jwksUrl, replacesItself: true }, system.keysAt, null),
            ]),
        ...(system.hasToken
          ? [view({ use: 'system-token', owner: system.id, kid: '', replacesItself: false }, null, null)]
          : []),
      ]),
  ];
}

function textOf(date: Date | null): string | null {
  return date === null ? null : formatInstant(date.getTime() as Instant);
}
