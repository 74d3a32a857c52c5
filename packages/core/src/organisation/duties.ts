/**
 * What a hospital owes because of the calendar 组织例行事项: meetings, the weekly feedback, visits, the journal, the cycle of indicators.
 * Each names its period, so that it is owed once; `tells` says of which period it speaks. Source: henan-2025.mq.1#05, #07, #08, mq.2#03, mq.5#07, #11; henan-2023.t3.
 */
import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import type { DepartmentRow } from '../registers/rows.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { departments, emergencyPlans, institutions, ownRules } from '../registers/index.ts';
import type { Period } from './periods.ts';
import { isoWeekOf, monthOf, periodsFrom } from './periods.ts';

/** Kinds of duties, by the loop that follows them up. */
export const DUTIES = {
  committee: {
    loop: 'organisation/committee-month',
    of: monthOf,
    each: 'institution',
    tells: 'own',
    zh: '委员会月会',
    en: 'Committee meeting',
  },
  department: {
    loop: 'organisation/department-month',
    of: monthOf,
    each: 'department',
    tells: 'own',
    zh: '科室质控月会',
    en: 'Department meeting',
  },
  week: {
    loop: 'organisation/week',
    of: isoWeekOf,
    each: 'institution',
    tells: 'own',
    zh: '院周会质量反馈',
    en: 'Weekly feedback',
  },
  visit: {
    loop: 'organisation/visit-month',
    of: monthOf,
    each: 'department',
    tells: 'own',
    zh: '医务下科室',
    en: 'Visit to the department',
  },
  journal: {
    loop: 'organisation/journal-month',
    of: monthOf,
    each: 'institution',
    tells: 'before',
    zh: '质量安全月报',
    en: 'Quality journal',
  },
  indicators: {
    loop: 'organisation/indicator-cycle',
    of: monthOf,
    each: 'institution',
    tells: 'before',
    zh: '核心制度指标月度循环',
    en: 'Cycle of indicators',
  },
} as const;
export type DutyKind = keyof typeof DUTIES;
export const DUTY_KINDS = Object.keys(DUTIES) as readonly DutyKind[];

export interface Duty {
  readonly kind: DutyKind;
  readonly loop: string;
  /** Names the fact. */
  readonly subject: string;
  readonly institution: string;
  readonly department: string | null;
  readonly period: Period;
  readonly facts: Readonly<Record<string, string>>;
}

/** How far back a duty is still opened that nobody opened in its time, such as while the platform stood still. */
const BACK_DAYS = 92;
/** Departments with a quality group: clinical ones and those of medical technology 医技. */
const WITH_GROUP: readonly string[] = ['clinical', 'laboratory', 'imaging'];
const NO_HOSPITAL: readonly string[] = ['primary', 'independent-laboratory'];

/** Whether the duties of organisation are an institution's: hospitals from level two on (二级以上), and who took them as own rule. */
export function bearsOrganisation(snapshot: RegisterSnapshot, institution: string, day: Day): boolean {
  const row = snapshot.institution(institution, day);
  if (row === null) return false;
  return (row.level >= 2 && !NO_HOSPITAL.includes(row.kind)) || hasOwnRule(snapshot, institution, day);
}

/** Whether an institution made these duties its own rule 院内自行执行 on a day. */
export function hasOwnRule(snapshot: RegisterSnapshot, institution: string, day: Day): boolean {
  return snapshot.find(ownRules, `${institution}|organisation`, day) !== null;
}

/** Departments of an institution that owe a group, an officer and a meeting. */
export function departmentsWithGroup(snapshot: RegisterSnapshot, institution: string, day: Day): readonly string[] {
  return snapshot
    .inForce(departments, day)
    .filter((row) => row.institution === institution && WITH_GROUP.includes(row.kind))
    .map(({ code }) => code);
}

/** Departments of an institution for emergency care 急诊科室, as its register says. */
export function emergencyDepartments(
  snapshot: RegisterSnapshot,
  institution: string,
  day: Day,
): readonly DepartmentRow[] {
  return snapshot
    .inForce(departments, day)
    .filter((row) => row.institution === institution && row.service === 'emergency');
}

/** Whether an institution with emergency care has no plan in force to rescue critical patients 急危重患者救治预案 (henan-2023.t20.4#01). */
export function lacksRescuePlan(snapshot: RegisterSnapshot, institution: string, day: Day): boolean {
  return (
    emergencyDepartments(snapshot, institution, day).length > 0 &&
    !snapshot
      .inForce(emergencyPlans, day)
      .some((row) => row.institution === institution && row.kind === 'critical-rescue')
  );
}

/** Everything that fell to institutions by the calendar until today; what holds on the first day of a period decides. */
export function dutiesUntil(snapshot: RegisterSnapshot, today: Day): readonly Duty[] {
  const all = [...new Set(snapshot.all(institutions).map(({ row }) => row.code))];
  const since = addDays(today, -BACK_DAYS);
  return DUTY_KINDS.flatMap((kind) =>
    periodsFrom(DUTIES[kind].of, since, today).flatMap((period) =>
      all
        .filter((institution) => bearsOrganisation(snapshot, institution, period.from))
        .flatMap((institution) => dutiesOf(snapshot, kind, institution, period)),
    ),
  );
}

/** The period of which a duty tells 所属期: what is made in a month of the last one's data, issue and indicators, bears the last one's name. */
export function toldPeriod(kind: DutyKind, opened: Day): string {
  const { of, tells } = DUTIES[kind];
  const period = of(opened);
  return tells === 'before' ? of(addDays(period.from, -1)).key : period.key;
}

function dutiesOf(snapshot: RegisterSnapshot, kind: DutyKind, institution: string, period: Period): readonly Duty[] {
  const { each } = DUTIES[kind];
  if (each === 'institution') return [dutyOf(snapshot, kind, { institution, department: null, period })];
  return departmentsWithGroup(snapshot, institution, period.from).map((department) =>
    dutyOf(snapshot, kind, { institution, department, period }),
  );
}

function dutyOf(
  snapshot: RegisterSnapshot,
  kind: DutyKind,
  { institution, department, period }: Pick<Duty, 'institution' | 'department' | 'period'>,
): Duty {
  const { loop, zh, en } = DUTIES[kind];
  const row = department === null ? null : snapshot.nameOf(departments, `${institution}|${department}`, period.from);
  const last = addDays(period.to, -1);
  const told = toldPeriod(kind, period.from);
  return {
    kind,
    loop,
    subject: [institution, department ?? '', period.key].join('|'),
    institution,
    department,
    period,
    facts: {
      titleZh: `${row === null ? '' : `${row.nameZh}：`}${zh} ${told}`,
      titleEn: `${row === null ? '' : `${row.nameEn ?? row.nameZh}: `}${en} ${told}`,
      period: told,
      dueAt: `${last}T23:59:59+08:00`,
    },
  };
}
