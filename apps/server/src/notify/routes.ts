/** `/api/v1/account/notifications` 本人通知 and `/api/v1/notifications/groups` 群通知: where and when somebody is told of loops. */
import type { Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type {
  NewGroup as Group,
  NewOwnAddress as OwnAddress,
  NotifyAddress,
  NotifyChannels as ChannelsAnswer,
  NotifyCode as Code,
  NotifyPreference as Preferred,
} from '@fujie/wire/contracts';
import {
  NewGroup,
  NewNotifyAddress,
  NewOwnAddress,
  NOTIFY_CHANNELS,
  NotifyChannels,
  NotifyCode,
  NotifyGroups,
  NotifyPreference,
  OwnNotices,
} from '@fujie/wire/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import { unitOfRegion, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import type { KnownAddress, Owner } from './addresses.query.ts';
import { findPreference, listAddresses, putPreference, removeAddress } from './addresses.query.ts';
import { addAddress, confirmAddress, shownAddress } from './addresses.ts';
import type { ChannelKind } from './channels/channel.ts';
import { createChannels } from './channels/channels.ts';
import { countByChannel, countFaults } from './deliveries.query.ts';
import { AT_ONCE } from './timing.ts';

const WEEK_MS = 7 * 86_400_000;
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });
type ById = { Params: { id: string } };

export function registerNotifyRoutes(app: FastifyInstance, deps: Deps): void {
  registerOwn(app, deps);
  registerAddresses(app, deps, {
    path: '/api/v1/account/notifications/addresses',
    can: 'account:own',
    ownerOf: ({ id }) => ({ username: id }),
  });
  registerGroups(app, deps);
  registerAddresses(app, deps, { path: '/api/v1/notifications/groups', can: 'notify:manage', ownerOf: unitOf });
  app.get(
    '/api/v1/notifications/channels',
    { config: { can: 'notify:channels' }, schema: { response: { 200: NotifyChannels } } },
    async () => ({ channels: await channelStates(deps) }),
  );
}

function registerOwn(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/account/notifications',
    { config: { can: 'account:own' }, schema: { response: { 200: OwnNotices } } },
    async ({ actor }) => {
      const [preference, addresses] = await Promise.all([
        findPreference(deps.db, actor.id),
        listed(deps, actor, { username: actor.id }),
      ]);
      return { channels: kindsOf(deps, ['email', 'sms']), preference: preference ?? AT_ONCE, addresses };
    },
  );

  app.post<{ Body: Preferred }>(
    '/api/v1/account/notifications/preference',
    { config: { can: 'account:own' }, schema: { body: NotifyPreference, response: { 204: Type.Null() } } },
    async ({ actor, body }, reply) => {
      if ((body.quietFrom === null) !== (body.quietTo === null))
        throw unfitField('quietTo', 'give both ends of the quiet hours, or neither', '免打扰时段须同时填写起止');
      if (body.digestMinutes !== null && body.digestAt !== null)
        throw unfitField('digestAt', 'bundle by an interval or once a day, not both', '按间隔或每日定时汇总，二者选一');
      await putPreference(deps.db, actor.id, body);
      await deps.audit.record({ actor, action: 'notify:preference', subject: actor.id, outcome: 'done' });
      return reply.status(204).send(null);
    },
  );

  app.post<{ Body: OwnAddress }>(
    '/api/v1/account/notifications/addresses',
    { config: { can: 'account:own' }, schema: { body: NewOwnAddress, response: { 200: NewNotifyAddress } } },
    async ({ actor, body }) =>
      added(deps, actor, { ...body, secret: null, role: null, department: null }, { username: actor.id }),
  );
}

function registerGroups(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/notifications/groups',
    { config: { can: 'notify:manage' }, schema: { response: { 200: NotifyGroups } } },
    async ({ actor }) => ({
      channels: kindsOf(deps, ['email', 'webhook', 'wecom', 'dingtalk']),
      groups: await listed(deps, actor, unitOf(actor)),
    }),
  );

  app.post<{ Body: Group }>(
    '/api/v1/notifications/groups',
    { config: { can: 'notify:manage' }, schema: { body: NewGroup, response: { 200: NewNotifyAddress } } },
    async ({ actor, body }) => added(deps, actor, { ...body, secret: body.secret ?? null }, unitOf(actor)),
  );
}

interface Door {
  readonly path: string;
  readonly can: 'account:own' | 'notify:manage';
  readonly ownerOf: (actor: Actor) => Owner;
}

/** What is done with an address that was added, the same for a person and a unit. */
function registerAddresses(app: FastifyInstance, deps: Deps, { path, can, ownerOf }: Door): void {
  app.post<ById & { Body: Code }>(
    `${path}/:id/code`,
    { config: { can }, schema: { params: IdParams, body: NotifyCode, response: { 204: Type.Null() } } },
    async ({ actor, params, body }, reply) => {
      await confirmAddress(deps, ownerOf(actor), Number(params.id), body.code);
      await record(deps, actor, params.id, { did: 'verified' });
      return reply.status(204).send(null);
    },
  );

  app.delete<ById>(
    `${path}/:id`,
    { config: { can }, schema: { params: IdParams, response: { 204: Type.Null() } } },
    async ({ actor, params }: FastifyRequest<ById>, reply) => {
      if (!(await removeAddress(deps.db, ownerOf(actor), Number(params.id), deps.clock.now())))
        throw new HttpProblem('not-found', { en: 'No such address of yours.', zh: '没有该通知地址。' });
      await record(deps, actor, params.id, { did: 'removed' });
      return reply.status(204).send(null);
    },
  );
}

async function added(
  deps: Deps,
  actor: Actor,
  given: Omit<Parameters<typeof addAddress>[2], 'owner' | 'createdBy'>,
  owner: Owner,
): Promise<{ id: number }> {
  const id = await addAddress(deps, createChannels(deps.config), { ...given, owner, createdBy: actor.id });
  await record(deps, actor, String(id), { did: 'added', channel: given.channel });
  return { id };
}

async function record(
  deps: Deps,
  actor: Actor,
  subject: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await deps.audit.record({ actor, action: 'notify:address', subject, outcome: 'done', detail });
}

/** The institution whose quality office it is, or the region of an authority or centre. */
function unitOf({ institution, region }: Actor): Owner {
  const unit = institution ?? (region === null ? null : unitOfRegion(region));
  if (unit === null)
    throw new HttpProblem('not-permitted', { en: 'You act for no unit.', zh: '您的账号不属于任何单位。' });
  return { unit };
}

const kindsOf = <K extends ChannelKind>({ config }: Deps, kinds: readonly K[]): K[] => {
  const channels = createChannels(config);
  return kinds.filter((kind) => channels[kind] !== null);
};

/** How each channel of this installation does; counted over all units, of no use to know anybody by. */
async function channelStates(deps: Deps): Promise<ChannelsAnswer['channels']> {
  const since = (deps.clock.now() - WEEK_MS) as Instant;
  const [counts, faults] = await Promise.all([countByChannel(deps.worker, since), countFaults(deps.worker, since)]);
  const channels = createChannels(deps.config);
  return NOTIFY_CHANNELS.map((channel) => {
    const { sent = 0, waiting = 0, givenUp = 0 } = counts.find((one) => one.channel === channel) ?? {};
    const own = faults.filter((one) => one.channel === channel).map(({ fault, count }) => ({ fault, count }));
    return { channel, isConfigured: channels[channel] !== null, sent, waiting, givenUp, faults: own };
  });
}

async function listed(deps: Deps, actor: Actor, owner: Owner): Promise<NotifyAddress[]> {
  const since = (deps.clock.now() - WEEK_MS) as Instant;
  const rows = await listAddresses(within(deps, actor).db, owner, since);
  return rows.map(viewOf);
}

function viewOf({ channel, address, lastSentMs, role, ...row }: KnownAddress): NotifyAddress {
  return {
    ...row,
    channel,
    role: role as NotifyAddress['role'],
    address: shownAddress(channel, address.toString()),
    lastSentAt: lastSentMs === null ? null : formatInstant(Math.round(lastSentMs) as Instant),
  };
}
