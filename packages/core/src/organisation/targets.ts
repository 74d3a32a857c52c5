/**
 * Yearly targets 年度改进目标 of nation, province and hospital: given to departments, followed by month, and what nobody was given.
 * Source: henan-2023.t3.1#02, #04.
 */
import type { Day } from '../kernel/day.ts';
import type { DepartmentTargetRow, QualityTargetRow, TargetValueRow } from '../registers/definitions.ts';
import { departmentTargets, qualityTargets, targetValues } from '../registers/definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { departmentsWithGroup } from './duties.ts';

/** How the last value stands to what is aimed at; `no-aim`: a direction alone is set. */
export type TargetStanding = 'met' | 'not-met' | 'no-value' | 'no-aim';

export interface TargetOfDepartment extends Pick<DepartmentTargetRow, 'department' | 'owner' | 'baseline' | 'aim'> {
  /** By month, the earliest first. */
  readonly values: readonly Pick<TargetValueRow, 'month' | 'value' | 'basis'>[];
  readonly standing: TargetStanding;
  /** Whether the last value is better than the baseline; null: one of them is not known. */
  readonly isBetter: boolean | null;
}

export interface TargetOfYear {
  readonly target: QualityTargetRow;
  readonly departments: readonly TargetOfDepartment[];
}

/** Which year, and by what was reached until which month; without one by all. */
interface TargetPeriod {
  readonly year: number;
  readonly until?: string;
}

/** The targets of a year as they stand on a day, of a year that is over as they stood at its end. */
export function targetsOf(
  snapshot: RegisterSnapshot,
  institution: string,
  { year, until }: TargetPeriod,
  today: Day,
): readonly TargetOfYear[] {
  const end = `${String(year)}-12-31` as Day;
  const day = today < end ? today : end;
  const own = (row: { readonly institution: string; readonly year: number }): boolean =>
    row.institution === institution && row.year === year;
  const given = snapshot.inForce(departmentTargets, day).filter(own);
  // What was reached in December is entered in January.
  const values = snapshot
    .inForce(targetValues, today)
    .filter((row) => own(row) && (until === undefined || row.month <= until));
  return snapshot
    .inForce(qualityTargets, day)
    .filter(own)
    .map((target) => ({
      target,
      departments: given
        .filter((row) => row.target === target.target)
        .map((row) => {
          const reached = values.filter((one) => one.target === row.target && one.department === row.department);
          return ofDepartment(target, row, reached);
        }),
    }));
}

function ofDepartment(
  target: QualityTargetRow,
  { department, owner, baseline, aim }: DepartmentTargetRow,
  reached: readonly TargetValueRow[],
): TargetOfDepartment {
  const own = { baseline: baseline ?? target.baseline, aim: aim ?? target.aim };
  const values = reached
    .map(({ month, value, basis }) => ({ month, value, basis }))
    .sort((a, b) => (a.month < b.month ? -1 : 1));
  const last = values.at(-1)?.value ?? null;
  const isUp = target.direction === 'up';
  return {
    ...{ department, owner, ...own, values },
    standing: standingOf(last, own.aim, isUp),
    isBetter: last === null || own.baseline === null ? null : isUp ? last > own.baseline : last < own.baseline,
  };
}

function standingOf(last: number | null, aim: number | null, isUp: boolean): TargetStanding {
  if (aim === null) return 'no-aim';
  if (last === null) return 'no-value';
  return (isUp ? last >= aim : last <= aim) ? 'met' : 'not-met';
}

/** What of a year's targets was given to nobody 未分解, and which departments were given none. */
export interface TargetGaps {
  /** No target of nation or province was taken on. */
  readonly isNone: boolean;
  readonly unassigned: readonly QualityTargetRow[];
  readonly withoutTarget: readonly string[];
}

export function targetGaps(snapshot: RegisterSnapshot, institution: string, year: number, today: Day): TargetGaps {
  const targets = targetsOf(snapshot, institution, { year }, today);
  const served = new Set(targets.flatMap((one) => one.departments.map(({ department }) => department)));
  return {
    isNone: !targets.some(({ target }) => target.source !== 'institution'),
    unassigned: targets.filter((one) => one.departments.length === 0).map(({ target }) => target),
    withoutTarget: departmentsWithGroup(snapshot, institution, today).filter((code) => !served.has(code)),
  };
}
