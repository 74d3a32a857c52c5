/** Where people and groups are told 通知地址, and when they want to be. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable, Sql } from '../platform/db/database.ts';
import { single, sql } from '../platform/db/database.ts';
import { sealed } from '../platform/db/key-ring.ts';
import type { ChannelKind } from './channels/channel.ts';
import type { Preference } from './timing.ts';

/** A person, or a unit. */
export type Owner = { readonly username: string } | { readonly unit: string };

const owned = (owner: Owner): Sql => ('unit' in owner ? sql`unit = ${owner.unit}` : sql`username = ${owner.username}`);
const at = (instant: Instant): Sql => sql`to_timestamp(${instant}::float8 / 1000)`;

export interface NewAddress {
  readonly owner: Owner;
  readonly channel: ChannelKind;
  readonly address: string;
  readonly secret: string | null;
  readonly role: string | null;
  readonly department: string | null;
  readonly createdBy: string;
}

export async function insertAddress(db: Queryable, added: NewAddress, now: Instant): Promise<number> {
  const { owner, channel, address, secret, role, department, createdBy } = added;
  const [username, unit] = 'unit' in owner ? [null, owner.unit] : [owner.username, null];
  const rows = await db.query<{ id: number }>(sql`
    insert into notify_address (username, unit, role, department, channel, address, secret, created_by, created_at)
    values (${username}, ${unit}, ${role}, ${department}, ${channel}, ${sealed(address)}, ${sealed(secret)}, ${createdBy}, ${at(now)}) returning id`);
  return single(rows).id;
}

/** How many addresses an owner has added since, whatever became of them. */
export async function countAdded(db: Queryable, owner: Owner, since: Instant): Promise<number> {
  const rows = await db.query<{ n: number }>(
    sql`select count(*)::int as n from notify_address where ${owned(owner)} and created_at > ${at(since)}`,
  );
  return single(rows).n;
}

export async function setCode(db: Queryable, id: number, hash: string, until: Instant): Promise<void> {
  await db.query(sql`update notify_address set code_hash = ${hash}, code_until = ${at(until)} where id = ${id}`);
}

/** Takes the code that came back, once; after so many wrong ones none is taken any more. */
export async function verifyAddress(
  db: Queryable,
  owner: Owner,
  { id, hash, now, most }: { readonly id: number; readonly hash: string; readonly now: Instant; readonly most: number },
): Promise<boolean> {
  const rows = await db.query<{ verified: boolean }>(sql`
    update notify_address set failures = failures + case when code_hash = ${hash} then 0 else 1 end,
      verified_at = case when code_hash = ${hash} then ${at(now)} end, code_hash = case when code_hash = ${hash} then null else code_hash end
     where id = ${id} and ${owned(owner)} and verified_at is null and removed_at is null and code_until > ${at(now)} and failures < ${most}
     returning verified_at is not null as verified`);
  return rows[0]?.verified === true;
}

export async function removeAddress(db: Queryable, owner: Owner, id: number, now: Instant): Promise<boolean> {
  const rows = await db.query(
    sql`update notify_address set removed_at = ${at(now)} where id = ${id} and ${owned(owner)} and removed_at is null returning 1`,
  );
  return rows.length > 0;
}

export interface KnownAddress {
  readonly id: number;
  readonly channel: ChannelKind;
  readonly address: Buffer;
  readonly role: string | null;
  readonly department: string | null;
  readonly isVerified: boolean;
  readonly waiting: number;
  readonly givenUp: number;
  readonly fault: string | null;
  readonly lastSentMs: number | null;
}

/** Addresses of an owner with what became of what was sent there; `db` shows the deliveries of the owner. */
export async function listAddresses(db: Queryable, owner: Owner, since: Instant): Promise<readonly KnownAddress[]> {
  return db.query<KnownAddress>(sql`
    select n.id, n.channel, n.address, n.role, n.department, n.verified_at is not null as "isVerified",
      coalesce(d.waiting, 0)::int as waiting, coalesce(d.given_up, 0)::int as "givenUp", d.fault, d.last_ms as "lastSentMs"
      from notify_address n left join lateral (
        select count(*) filter (where status = 'pending') as waiting, count(*) filter (where status = 'given-up') as given_up,
          (array_agg(fault order by id desc) filter (where fault is not null))[1] as fault, extract(epoch from max(sent_at))::float8 * 1000 as last_ms
          from delivery where address_id = n.id and next_at > ${at(since)}) d on true
     where ${owned(owner)} and n.removed_at is null order by n.id`);
}

export async function findPreference(db: Queryable, username: string): Promise<Preference | null> {
  const rows = await db.query<Preference>(sql`
    select quiet_from as "quietFrom", quiet_to as "quietTo", digest_minutes as "digestMinutes", digest_at as "digestAt"
      from notify_preference where username = ${username}`);
  return rows[0] ?? null;
}

export async function putPreference(db: Queryable, username: string, preference: Preference): Promise<void> {
  const { quietFrom, quietTo, digestMinutes, digestAt } = preference;
  await db.query(sql`
    insert into notify_preference (username, quiet_from, quiet_to, digest_minutes, digest_at)
    values (${username}, ${quietFrom}, ${quietTo}, ${digestMinutes}, ${digestAt})
    on conflict (username) do update set quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
      digest_minutes = excluded.digest_minutes, digest_at = excluded.digest_at`);
}
