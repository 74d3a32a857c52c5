/**
 * Sends what is due 通知发送. Within the database each reader is told of each alert once; outside at least once, by a name that stays
 * the same when it is sent again. Nothing of a person is said: what kind of loop, which stage, when it is due, and where to read it.
 */
import type { Bilingual, Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';

import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import type { Item, Message } from './channels/channel.ts';
import type { Channels } from './channels/channels.ts';
import { sendBy } from './channels/channels.ts';
import { SendFault } from './channels/fault.ts';
import type { DueDelivery } from './deliveries.query.ts';
import { markFailed, markSent, takeDue } from './deliveries.query.ts';
import { againAt } from './timing.ts';

const LEASE_MS = 120_000;
const ADDRESSES = 20;

type Needs = Pick<Deps, 'clock' | 'config' | 'log' | 'registers' | 'worker'>;

/** Sends what is due at some addresses, each its own message; how many messages. */
export async function sendDue(deps: Needs, channels: Channels, addresses = ADDRESSES): Promise<number> {
  const now = deps.clock.now();
  const due = await deps.worker.tx((tx) => takeDue(tx, { now, lease: LEASE_MS, addresses }));
  const bundles = new Map<string, DueDelivery[]>();
  for (const delivery of due) bundles.set(delivery.bundle, [...(bundles.get(delivery.bundle) ?? []), delivery]);
  await Promise.all([...bundles.values()].map(async (bundle) => sendBundle(deps, channels, bundle)));
  return bundles.size;
}

async function sendBundle(deps: Needs, channels: Channels, deliveries: readonly DueDelivery[]): Promise<void> {
  const [first] = deliveries;
  if (first === undefined) return;
  const { bundle, channel, address, secret, attempts } = first;
  try {
    const to = { address: address.toString(), secret: secret?.toString() ?? null };
    await sendBy(channels, channel, to, messageOf(deps, bundle, deliveries));
    await markSent(deps.worker, bundle, deps.clock.now());
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    const again = afterFault(deps.clock.now(), attempts, error);
    await markFailed(deps.worker, bundle, withoutAddresses(fault), again);
    const said = { channel, attempts, deliveries: deliveries.map(({ id }) => id), fault: nameOf(error) };
    if (again === null) deps.log.error(said, 'a notice was given up');
    else deps.log.warn(said, 'a notice could not be sent; trying again');
  }
}

/** When it is tried again; null: never, for what was refused would be refused again. */
function afterFault(now: Instant, attempts: number, error: unknown): Instant | null {
  if (!(error instanceof SendFault)) return againAt(now, attempts);
  return error.kind === 'final' ? null : againAt(now, attempts, error.waitMs);
}

/** What the other end said, without the mailbox or the key that it may repeat. */
function withoutAddresses(fault: string): string {
  const words = fault.split(/\s/).filter((word) => !word.includes('@') && !word.includes('//'));
  return words.join(' ').slice(0, 200);
}

/** What failed, without what was asked: an address may hold a key. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

function messageOf(deps: Needs, key: string, deliveries: readonly DueDelivery[]): Message {
  const items = deliveries.map((delivery) => itemOf(deps, delivery));
  const [first] = items;
  const subject =
    items.length === 1 && first !== undefined
      ? first.text
      : { zh: `${String(items.length)} 项待办闭环`, en: `${String(items.length)} loops are waiting` };
  return {
    key,
    at: deps.clock.now(),
    subject: { zh: `符节：${subject.zh}`, en: `Fujie: ${subject.en}` },
    items,
    code: null,
    isAgain: deliveries.some(({ attempts }) => attempts > 1),
  };
}

function itemOf(deps: Needs, { loop, definition, unit, openedMs, stage, stages, percent, toRole }: DueDelivery): Item {
  const declared = loopOn(deps, definition, unit, dayOf(openedMs as Instant));
  const due = stages.find(({ id }) => id === stage)?.dueAt ?? null;
  const dueAt = due === null ? null : formatInstant(due as Instant);
  const kind: Bilingual = declared?.title ?? { zh: definition, en: definition };
  const of = declared?.stages.find(({ id }) => id === stage);
  const named = of ?? { zh: stage, en: stage };
  const how = percent === 0 && of !== undefined && of.owner.role !== toRole ? TOLD : wordOf(percent);
  const until =
    dueAt === null ? { zh: '', en: '' } : { zh: `，时限 ${shortTime(dueAt)}`, en: `, due ${shortTime(dueAt)}` };
  return {
    loop,
    definition,
    stage,
    text: {
      zh: `${kind.zh}·${named.zh}（${how.zh}${until.zh}）`,
      en: `${kind.en}: ${named.en} (${how.en}${until.en})`,
    },
    brief: [`${kind.zh} ${named.zh}`, `${how.zh}${until.zh}`],
    dueAt,
    percent,
    link: `${deps.config.publicUrl}/loops/${String(loop)}`,
  };
}

/** To whom it is told as it begins and who owes nothing of it. */
const TOLD: Bilingual = { zh: '请知悉', en: 'for your information' };

function wordOf(percent: number): Bilingual {
  if (percent === 0) return { zh: '待办', en: 'waiting' };
  return percent < 100 ? { zh: '临近时限', en: 'soon due' } : { zh: '已到时限', en: 'overdue' };
}

const shortTime = (instant: string): string => instant.slice(0, 16).replace('T', ' ');
