/**
 * The committee at the meetings of departments 委员会参加科室质控会: which departments it has seen, and by whom. Source: henan-2023.t3.3#03,
 * which leaves the period open.
 */
import type { Day } from '../kernel/day.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { bodyOf, membersOf } from './officers.ts';

/** A meeting of a department as its signed minutes tell of it. */
export interface HeldMeeting {
  readonly meeting: number;
  readonly department: string;
  readonly on: Day;
  readonly present: readonly string[];
}

export interface Attendance extends Pick<HeldMeeting, 'meeting' | 'on'> {
  /** Members of the committee who came from outside the department. */
  readonly members: readonly string[];
}

/** The meetings of each department to which somebody came from the committee; who works in the department was there anyway. */
export function committeeAttendance(
  snapshot: RegisterSnapshot,
  institution: string,
  departments: readonly string[],
  meetings: readonly HeldMeeting[],
): readonly { readonly department: string; readonly attended: readonly Attendance[] }[] {
  return departments.map((department) => ({
    department,
    attended: meetings
      .filter((one) => one.department === department)
      .map(({ meeting, on, present }) => ({
        meeting,
        on,
        members: fromOutside(snapshot, institution, department, on, present),
      }))
      .filter(({ members }) => members.length > 0),
  }));
}

function fromOutside(
  snapshot: RegisterSnapshot,
  institution: string,
  department: string,
  on: Day,
  present: readonly string[],
): readonly string[] {
  const committee = bodyOf(snapshot, institution, null, on);
  if (committee === null) return [];
  return membersOf(snapshot, institution, committee.code, on)
    .map(({ practitioner }) => practitioner)
    .filter((code) => present.includes(code) && snapshot.practitioner(institution, code)?.department !== department);
}
