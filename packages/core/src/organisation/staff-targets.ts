/**
 * Targets of persons 目标到人: each member of the staff of a department that was given a target has a part of the own in one of them. Source:
 * henan-2023.t4.3#01.
 */
import type { Day } from '../kernel/day.ts';
import { departmentTargets, practitioners, staffTargets } from '../registers/definitions.ts';
import type { StaffTargetRow } from '../registers/definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { departmentsWithGroup } from './duties.ts';

/** The staff of one department, and who of them has no part in a target that it was given. */
export interface StaffOfDepartment {
  readonly department: string;
  /** Staff numbers. */
  readonly staff: readonly string[];
  readonly without: readonly string[];
  /** Whether it was given a target that could come down to them. */
  readonly hasTarget: boolean;
}

/** The targets of a year as they come down to the staff of each department, of a year that is over as they stood at its end. */
export function staffOfDepartments(
  snapshot: RegisterSnapshot,
  institution: string,
  year: number,
  today: Day,
): readonly StaffOfDepartment[] {
  const end = `${String(year)}-12-31` as Day;
  const day = today < end ? today : end;
  const own = (row: { readonly institution: string; readonly year: number }): boolean =>
    row.institution === institution && row.year === year;
  const given = snapshot.inForce(departmentTargets, day).filter(own);
  const parts = snapshot.inForce(staffTargets, day).filter(own);
  const people = snapshot.inForce(practitioners, day).filter((row) => row.institution === institution);
  return departmentsWithGroup(snapshot, institution, day).map((department) => {
    const targets = new Set(given.filter((row) => row.department === department).map(({ target }) => target));
    const staff = people.filter((row) => row.department === department).map(({ code }) => code);
    const hasPart = (code: string): boolean =>
      parts.some(({ practitioner, target }) => practitioner === code && targets.has(target));
    return { department, staff, without: staff.filter((code) => !hasPart(code)), hasTarget: targets.size > 0 };
  });
}

/** The parts of one person in the targets of a year. */
export function partsOf(
  snapshot: RegisterSnapshot,
  { institution, practitioner }: Pick<StaffTargetRow, 'institution' | 'practitioner'>,
  year: number,
  day: Day,
): readonly StaffTargetRow[] {
  return snapshot
    .inForce(staffTargets, day)
    .filter((row) => row.institution === institution && row.practitioner === practitioner && row.year === year);
}
