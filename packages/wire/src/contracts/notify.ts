/** Notices 通知: where somebody, or a group of a unit, is told of loops outside the pages, and when. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { ROLES } from './roles.ts';
import { literals, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Minute = nullable(Type.Integer({ minimum: 0, maximum: 1439, description: 'Minute of the day in China' }));

export const NOTIFY_CHANNELS = ['email', 'sms', 'webhook', 'wecom', 'dingtalk'] as const;
const Channel = literals(...NOTIFY_CHANNELS);

export const NotifyAddress = Type.Object(
  {
    id: Type.Integer(),
    channel: Channel,
    address: Type.String({ description: 'What it is known by; not the whole of it' }),
    role: nullable(literals(...ROLES)),
    department: nullable(Type.String()),
    isVerified: Type.Boolean(),
    waiting: Type.Integer({ description: 'Notices on their way' }),
    givenUp: Type.Integer({ description: 'Notices of the last seven days that could not be sent' }),
    fault: nullable(Type.String({ description: 'Why the last one that failed did' })),
    lastSentAt: nullable(Timestamp),
  },
  closed,
);
export type NotifyAddress = Static<typeof NotifyAddress>;

export const NotifyPreference = Type.Object(
  {
    quietFrom: Minute,
    quietTo: Minute,
    digestMinutes: nullable(Type.Integer({ minimum: 5, maximum: 1440 })),
    digestAt: Minute,
  },
  closed,
);
export type NotifyPreference = Static<typeof NotifyPreference>;

/** `GET /api/v1/account/notifications` */
export const OwnNotices = Type.Object(
  { channels: Type.Array(Channel), preference: NotifyPreference, addresses: Type.Array(NotifyAddress) },
  closed,
);
export type OwnNotices = Static<typeof OwnNotices>;

/** `GET /api/v1/notifications/groups` */
export const NotifyGroups = Type.Object({ channels: Type.Array(Channel), groups: Type.Array(NotifyAddress) }, closed);
export type NotifyGroups = Static<typeof NotifyGroups>;

/** What becomes of notices by one channel, without anybody to whom they go. */
const ChannelState = Type.Object(
  {
    channel: Channel,
    isConfigured: Type.Boolean({ description: 'Whether this installation has it' }),
    sent: Type.Integer({ description: 'Notices of the last seven days' }),
    waiting: Type.Integer(),
    givenUp: Type.Integer({ description: 'Notices of the last seven days that could not be sent' }),
    faults: Type.Array(Type.Object({ fault: Type.String(), count: Type.Integer() }, closed), {
      description: 'What the other end answered to those that wait or were given up, the most frequent first',
    }),
  },
  closed,
);

/** `GET /api/v1/notifications/channels` */
export const NotifyChannels = Type.Object({ channels: Type.Array(ChannelState) }, closed);
export type NotifyChannels = Static<typeof NotifyChannels>;

const Address = Type.String({ minLength: 3, maxLength: 500, pattern: '^\\S+$' });

/** A mailbox or telephone of one's own; a code is sent there. */
export const NewOwnAddress = Type.Object({ channel: literals('email', 'sms'), address: Address }, closed);
export type NewOwnAddress = Static<typeof NewOwnAddress>;

/** A group of the unit: a robot or webhook with what signs for it, or a mailbox; a code is sent there. */
export const NewGroup = Type.Object(
  {
    channel: literals('email', 'webhook', 'wecom', 'dingtalk'),
    address: Address,
    secret: Type.Optional(Type.String({ minLength: 8, maxLength: 200 })),
    role: nullable(literals(...ROLES)),
    department: nullable(Type.String({ minLength: 1, maxLength: 40 })),
  },
  closed,
);
export type NewGroup = Static<typeof NewGroup>;

export const NewNotifyAddress = Type.Object({ id: Type.Integer() }, closed);

export const NotifyCode = Type.Object({ code: Type.String({ pattern: '^\\d{6}$' }) }, closed);
export type NotifyCode = Static<typeof NotifyCode>;
