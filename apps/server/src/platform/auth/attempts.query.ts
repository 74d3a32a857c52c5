/**
 * Attempts that may fail only so often 尝试次数, such as signing in: counted for all servers of an installation, by whatever
 * somebody tries and by address, whether what is tried exists or not.
 */
import type { Instant } from '@fujie/core/kernel';

import type { Database, Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';
import { digest } from './digest.ts';
import type { Bucket } from './failure-bucket.ts';
import { afterFailure } from './failure-bucket.ts';

export type AttemptOutcome<T> = { readonly found: T | null } | { readonly waitUntil: Instant };

/** Under what an attempt is counted. Only the digest of the name is stored. */
export interface CountedAs {
  readonly name: string;
  readonly bucket: Bucket;
}

type Counted = readonly { readonly who: Buffer; readonly bucket: Bucket }[];

/**
 * One attempt: what the check found, or until when to wait because too many failed. It counts from its beginning, so that many
 * at once do not slip through, until it turns out not to have failed.
 */
export async function attemptCounted<T>(
  db: Database,
  as: readonly CountedAs[],
  now: Instant,
  check: () => Promise<T | null>,
): Promise<AttemptOutcome<T>> {
  const counted = as.map(({ name, bucket }) => ({ who: digest(name), bucket }));
  const waitUntil = await db.tx((tx) => count(tx, counted, now));
  if (waitUntil !== null) return { waitUntil };
  let found: T | null | undefined;
  try {
    found = await check();
    return { found };
  } finally {
    if (found !== null) await takeBack(db, counted, now);
  }
}

interface Row {
  readonly who: Buffer;
  readonly level: number;
  readonly at: Date;
  readonly until: Date;
}

const instant = (date: Date): Instant => date.getTime() as Instant;

async function count(tx: Queryable, counted: Counted, now: Instant): Promise<Instant | null> {
  const keys = counted.map(({ who }) => who);
  await tx.query(sql`
    insert into sign_in_failure (who, level, at, until)
    select who, 0, ${new Date(now)}, ${new Date(now)} from unnest(${keys}::bytea[]) as t (who) order by who
    on conflict (who) do nothing`);
  const rows = await tx.query<Row>(sql`
    select who, level, at, until from sign_in_failure where who = any (${keys}::bytea[]) order by who for update`);
  const until = Math.max(...rows.map((row) => instant(row.until)));
  if (until > now) return until as Instant;
  for (const { who, bucket } of counted) {
    const row = rows.find((known) => known.who.equals(who));
    const fill = row === undefined ? null : { level: row.level, at: instant(row.at), until: instant(row.until) };
    const next = afterFailure(bucket, fill, now);
    await tx.query(sql`
      update sign_in_failure set level = ${next.level}, at = ${new Date(next.at)}, until = ${new Date(next.until)}
       where who = ${who}`);
  }
  return null;
}

/** The attempt did not fail: it counts no longer, and what it made others wait is over. What is long empty is thrown away. */
async function takeBack(db: Database, counted: Counted, now: Instant): Promise<void> {
  const keys = counted.map(({ who }) => who);
  await db.query(sql`
    with gone as (
      delete from sign_in_failure where at < ${new Date(now)}::timestamptz - interval '1 day' and not who = any (${keys}::bytea[])
    )
    update sign_in_failure set level = greatest(0, level - 1), until = at where who = any (${keys}::bytea[])`);
}
