/** Accounts of staff 人员账号 with the staff number that they bear. */
import type { Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';

export interface StaffAccount {
  readonly id: string;
  readonly institution: string;
  readonly practitioner: string;
}

/** Those of these accounts that bear a staff number. */
export async function findStaffAccounts(db: Queryable, accounts: readonly string[]): Promise<readonly StaffAccount[]> {
  return db.query<StaffAccount>(sql`
    select username as id, institution, practitioner from account
     where username = any(${accounts}::text[]) and institution is not null and practitioner is not null`);
}
