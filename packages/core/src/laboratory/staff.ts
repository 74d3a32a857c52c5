/**
 * Who may test and release which group of items 检验人员授权 as of a day: qualified, trained and authorised, each while it lasts. Source:
 * henan-2025.lab.2#05, henan-2025.lab.6#02, #03, henan-2025.lab.9#02.
 */
import type { Day } from '../kernel/day.ts';
import { staffAuthorisations } from '../registers/resource-definitions.ts';
import type { StaffAuthorisationRow } from '../registers/resource-definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import type { Nearness } from './instrument-plan.ts';
import { nearnessOf } from './instrument-plan.ts';

/** What stands in the way of a person: nothing registered, another task, or what ended. */
export const AUTHORISATION_GAPS = [
  'not-authorised',
  'another-task',
  'not-yet',
  'qualification-expired',
  'training-expired',
  'authorisation-expired',
] as const;
export type AuthorisationGap = (typeof AUTHORISATION_GAPS)[number];

/** Why a person may not do a task for a group of items on a day; null: may. The last day itself is in date. */
export function authorisationGap(
  snapshot: RegisterSnapshot,
  {
    institution,
    practitioner,
    group,
    task,
  }: {
    readonly institution: string;
    readonly practitioner: string;
    readonly group: string;
    readonly task: 'test' | 'review';
  },
  day: Day,
): AuthorisationGap | null {
  const row = snapshot.find(staffAuthorisations, `${institution}|${practitioner}|${group}`, day);
  if (row === null) return 'not-authorised';
  if (row.work !== 'both' && row.work !== task) return 'another-task';
  return gapOf(row, day);
}

function gapOf(row: StaffAuthorisationRow, day: Day): AuthorisationGap | null {
  const isPast = (until: Day | null): boolean => until !== null && until < day;
  if (row.authorisedOn > day) return 'not-yet';
  if (isPast(row.qualifiedUntil)) return 'qualification-expired';
  if (isPast(row.trainingUntil)) return 'training-expired';
  return isPast(row.authorisedUntil) ? 'authorisation-expired' : null;
}

/** Whether an institution has registered anybody: only then can it be said that somebody is missing. */
export function hasStaffOnRecord(snapshot: RegisterSnapshot, institution: string): boolean {
  return snapshot
    .memo('institutions-with-staff', () => new Set(snapshot.all(staffAuthorisations).map(({ row }) => row.institution)))
    .has(institution);
}

/** Who a report says tested and released one of its lines; empty: it names nobody. */
export interface LineStaff {
  readonly testers: readonly string[];
  readonly reviewers: readonly string[];
}

/** Whether somebody whom a line names was not authorised for its group of items on a day; of a laboratory without a register nothing is said. */
export function isUnauthorised(
  snapshot: RegisterSnapshot,
  { institution, item, staff }: { readonly institution: string; readonly item: string; readonly staff: LineStaff },
  day: Day,
): boolean {
  const { testers, reviewers } = staff;
  if (testers.length + reviewers.length === 0 || !hasStaffOnRecord(snapshot, institution)) return false;
  const known = snapshot.item(item, day);
  if (known?.kind !== 'laboratory') return false;
  const lacks = (task: 'test' | 'review') => (practitioner: string) =>
    authorisationGap(snapshot, { institution, practitioner, group: known.category, task }, day) !== null;
  return testers.some(lacks('test')) || reviewers.some(lacks('review'));
}

export interface AuthorisedPerson {
  readonly row: StaffAuthorisationRow;
  readonly gap: AuthorisationGap | null;
  /** The first of the days on which something ends; null: nothing does. */
  readonly endsOn: Day | null;
  readonly nearness: Nearness | null;
}

/** All authorisations of an institution on a day, what ends first at the head. */
export function staffOf(snapshot: RegisterSnapshot, institution: string, today: Day): readonly AuthorisedPerson[] {
  return snapshot
    .inForce(staffAuthorisations, today)
    .filter((row) => row.institution === institution)
    .map((row) => {
      const ends = [row.qualifiedUntil, row.trainingUntil, row.authorisedUntil].filter((day) => day !== null).sort();
      const endsOn = ends[0] ?? null;
      return { row, gap: gapOf(row, today), endsOn, nearness: endsOn === null ? null : nearnessOf(endsOn, today) };
    })
    .sort((a, b) => ((a.endsOn ?? '9') < (b.endsOn ?? '9') ? -1 : 1));
}
