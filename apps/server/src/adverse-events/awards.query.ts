/** Claimed awards 上报激励领取 as they are stored: none of them leads to a report. */
import type { Day } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { single, sql } from '../platform/db/database.ts';

export interface NewClaim {
  readonly institution: string;
  readonly receipt: Buffer;
  readonly award: Buffer;
  readonly voucher: Buffer;
  readonly rule: string;
  readonly amount: string | null;
  /** How many are given. */
  readonly most: number;
}

/** Adds a claim; false when the receipt has claimed this award before, or as many were claimed as are given. */
export async function insertClaim(
  tx: Queryable,
  { institution, receipt, award, voucher, rule, amount, most }: NewClaim,
): Promise<boolean> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${award.toString('hex')}, 0))`);
  const rows = await tx.query(sql`
    insert into adverse_event_claim (institution, receipt, award, voucher, rule, amount)
    select ${institution}, ${receipt}, ${award}, ${voucher}, ${rule}, ${amount}::numeric
     where (select count(*) from adverse_event_claim where award = ${award}) < ${most}
    on conflict (receipt, award) do nothing returning 1`);
  return rows.length > 0;
}

/** How many reports, and of how many departments, are of so many departments and months, given as `department|YYYY-MM`. */
export async function countSharing(
  db: Queryable,
  institution: string,
  units: readonly string[],
): Promise<{ readonly reports: number; readonly departments: number }> {
  return single(
    await db.query<{ reports: number; departments: number }>(sql`
      select count(*)::int as reports, count(distinct e.department)::int as departments
        from adverse_event e join loop l on l.id = e.loop_id and l.status <> 'void'
       where e.institution = ${institution}
         and e.department || '|' || to_char(e.reported_at at time zone 'Asia/Shanghai', 'YYYY-MM') = any(${[...units]}::text[])`),
  );
}

/** What a voucher is worth, taken once; null: there is none, or it was handed out before. */
export async function redeemVoucher(
  db: Queryable,
  voucher: Buffer,
  { on, by }: { readonly on: Day; readonly by: string },
): Promise<{ readonly rule: string; readonly amount: string | null } | null> {
  const rows = await db.query<{ rule: string; amount: string | null }>(sql`
    update adverse_event_claim set redeemed_on = ${on}::date, redeemed_by = ${by}
     where voucher = ${voucher} and redeemed_on is null returning rule, amount::text as amount`);
  return rows[0] ?? null;
}
