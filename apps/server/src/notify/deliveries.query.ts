/** Deliveries that are due, and what became of them. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { ChannelKind } from './channels/channel.ts';

export interface DueDelivery {
  readonly id: number;
  readonly bundle: string;
  readonly attempts: number;
  readonly alert: number;
  readonly loop: number;
  readonly definition: string;
  readonly unit: string;
  readonly openedMs: number;
  readonly stage: string;
  readonly percent: number;
  readonly toRole: string;
  readonly stages: readonly { readonly id: string; readonly dueAt: number | null }[];
  readonly channel: ChannelKind;
  readonly address: Buffer;
  readonly secret: Buffer | null;
}

/**
 * Takes what is due of some addresses for as long as `lease`, after which another server tries again: of each address what was sent
 * together before, or else all that is due. What is waited for no more, or whose address is gone, is left out for good; of what was sent
 * together before, only when nothing of it is waited for: sent again it is the same message.
 */
export async function takeDue(
  tx: Queryable,
  { now, lease, addresses }: { readonly now: Instant; readonly lease: number; readonly addresses: number },
): Promise<readonly DueDelivery[]> {
  const at = sql`to_timestamp(${now}::float8 / 1000)`;
  await tx.query(sql`
    update delivery d set status = 'superseded' from loop l, notify_address n
     where d.status = 'pending' and d.next_at <= ${at} and l.id = d.loop_id and n.id = d.address_id
       and (l.status <> 'open' or d.stage <> all(l.stages) or n.removed_at is not null)
       and (d.bundle is null or n.removed_at is not null or not exists (
         select from delivery o join loop ol on ol.id = o.loop_id
          where o.bundle = d.bundle and o.status = 'pending' and ol.status = 'open' and o.stage = any(ol.stages)))`);
  return tx.query<DueDelivery>(sql`
    with due as (
      select distinct on (address_id) address_id, bundle from delivery where status = 'pending' and next_at <= ${at}
       order by address_id, bundle nulls last),
    held as (
      select n.id, d.bundle as known, coalesce(d.bundle, gen_random_uuid()) as bundle from notify_address n join due d on d.address_id = n.id
       order by n.id limit ${addresses} for update of n skip locked),
    taken as (
      update delivery d set bundle = h.bundle, attempts = attempts + 1, next_at = to_timestamp((${now}::float8 + ${lease}) / 1000)
        from held h where d.address_id = h.id and d.status = 'pending' and d.next_at <= ${at} and d.bundle is not distinct from h.known
      returning d.*)
    select t.id, t.bundle::text, t.attempts, t.alert_id as alert, t.loop_id as loop, l.definition, l.unit,
      extract(epoch from l.opened_at)::float8 * 1000 as "openedMs", t.stage, a.percent, a.to_role as "toRole", l.state->'stages' as stages, n.channel, n.address, n.secret
      from taken t join loop l on l.id = t.loop_id join loop_alert a on a.id = t.alert_id join notify_address n on n.id = t.address_id
     order by l.harm, t.id`);
}

export async function markSent(db: Queryable, bundle: string, now: Instant): Promise<void> {
  await db.query(
    sql`update delivery set status = 'sent', sent_at = to_timestamp(${now}::float8 / 1000), fault = null where bundle = ${bundle} and status = 'pending'`,
  );
}

/** Notes why it failed and when it is tried again; null: given up. */
export async function markFailed(db: Queryable, bundle: string, fault: string, again: Instant | null): Promise<void> {
  await db.query(sql`
    update delivery set fault = ${fault}, status = case when ${again}::float8 is null then 'given-up' else 'pending' end,
      next_at = coalesce(to_timestamp(${again}::float8 / 1000), next_at) where bundle = ${bundle} and status = 'pending'`);
}

/** How many notices went out by each channel since, wait, and were given up. */
export async function countByChannel(
  db: Queryable,
  since: Instant,
): Promise<
  readonly {
    readonly channel: ChannelKind;
    readonly sent: number;
    readonly waiting: number;
    readonly givenUp: number;
  }[]
> {
  return db.query(sql`
    select n.channel, count(*) filter (where d.status = 'sent')::int as sent, count(*) filter (where d.status = 'pending')::int as waiting,
      count(*) filter (where d.status = 'given-up')::int as "givenUp"
      from delivery d join notify_address n on n.id = d.address_id
     where d.next_at > to_timestamp(${since}::float8 / 1000) group by n.channel`);
}

/** What other ends answered to notices that wait or were given up since, the most frequent first. */
export async function countFaults(
  db: Queryable,
  since: Instant,
): Promise<readonly { readonly channel: ChannelKind; readonly fault: string; readonly count: number }[]> {
  return db.query(sql`
    select n.channel, d.fault, count(*)::int as count from delivery d join notify_address n on n.id = d.address_id
     where d.next_at > to_timestamp(${since}::float8 / 1000) and d.status in ('pending', 'given-up') and d.fault is not null
     group by n.channel, d.fault order by count desc, d.fault limit 20`);
}
