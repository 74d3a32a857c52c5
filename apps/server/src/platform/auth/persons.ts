/**
 * Who somebody is, whichever account they act with 同一人: staff by institution and staff number, however many accounts bear it; whoever has no
 * staff number by the account. What a second person has to do 双人复核 is done by another person, not by another account.
 * Source: henan-2025.lab.6#09.
 */
import type { Queryable } from '../db/database.ts';
import type { Principal } from './permissions.ts';
import { findStaffAccounts } from './persons.query.ts';

export function staffId(institution: string, practitioner: string): string {
  return `${institution}/${practitioner}`;
}

/** The person who acts with an account. */
export function personOf({
  id,
  institution,
  practitioner,
}: Pick<Principal, 'id' | 'institution' | 'practitioner'>): string {
  return practitioner === null ? id : staffId(institution ?? '', practitioner);
}

/** The persons whose accounts these are. */
export async function personsOf(db: Queryable, accounts: readonly string[]): Promise<readonly string[]> {
  if (accounts.length === 0) return [];
  const staff = new Map((await findStaffAccounts(db, accounts)).map((account) => [account.id, personOf(account)]));
  return [...new Set(accounts.map((account) => staff.get(account) ?? account))];
}

/** Whether an account is one of the person who acts, this one or another. */
export async function isOwnAccount(db: Queryable, actor: Principal, account: string): Promise<boolean> {
  return actor.id === account || (await personsOf(db, [account])).includes(personOf(actor));
}
