/** A way to tell somebody something 通知渠道: the port that a region fills. Bundled are e-mail, text messages, webhooks and the robots of groups. */
import type { Bilingual, Instant } from '@fujie/core/kernel';
import type { NOTIFY_CHANNELS } from '@fujie/wire/contracts';

export type ChannelKind = (typeof NOTIFY_CHANNELS)[number];

/** Where to: a mailbox, a telephone, the address of a robot; and what signs for it. */
export interface Destination {
  readonly address: string;
  readonly secret: string | null;
}

/** What is said of one loop; nothing of the person whom it concerns. */
export interface Item {
  readonly loop: number;
  readonly definition: string;
  readonly stage: string;
  /** Such as: Critical value of an inpatient, act, overdue since 10:30. */
  readonly text: Bilingual;
  /** The same in two parts, for what has no room: kind and stage, and how it stands. */
  readonly brief: readonly [what: string, state: string];
  readonly dueAt: string | null;
  readonly percent: number;
  readonly link: string;
}

export interface Message {
  /** Names what is said: sent again it has the same name, so that the other end can tell. */
  readonly key: string;
  readonly at: Instant;
  readonly subject: Bilingual;
  /** Of a message about loops; none: the subject is all. */
  readonly items: readonly Item[];
  /** A code that comes back from there; null: it is about loops. */
  readonly code: string | null;
  /** It may have gone out before, and nobody knows whether it was taken. */
  readonly isAgain: boolean;
}

/** Resolves when the other end has taken the message. */
export interface Channel {
  send(to: Destination, message: Message): Promise<void>;
}

/** The whole as plain text, Chinese first. */
export function plainText({ subject, items }: Message): string {
  const lines = items.flatMap(({ text, link }) => [`• ${text.zh}`, `  ${text.en}`, `  ${link}`]);
  return [subject.zh, subject.en, ...lines].join('\n');
}
