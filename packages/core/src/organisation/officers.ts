/**
 * Who is in charge of quality 质量管理组织: whether the committee is as it must be, which departments have no quality officer, how long
 * officers stay, and who hands over to whom. Source: henan-2025.mq.1#01, mq.2#02, #05, #06; henan-2023.t1.2#02.
 */
import type { Day } from '../kernel/day.ts';
import { daysBetween } from '../kernel/day.ts';
import type { OfficerRuleSubject } from '../registers/organisation-definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import {
  institutionHeads,
  MEMBER_KINDS,
  OFFICER_RULE_SUBJECTS,
  officerRules,
  qualityBodies,
  qualityBodyMembers,
  qualityOfficers,
} from '../registers/definitions.ts';
import { departmentsWithGroup } from './duties.ts';

/** A fault of the committee 委员会不合规定: there is none, its chair is not the head of the institution, or kinds of members are missing. */
export type CommitteeFault = 'none' | 'chair' | `kind:${string}`;

/** Whether an institution knows its committee to be wrong; empty: it conforms. */
export function committeeFaults(snapshot: RegisterSnapshot, institution: string, day: Day): readonly CommitteeFault[] {
  const committee = snapshot
    .inForce(qualityBodies, day)
    .find((row) => row.institution === institution && row.kind === 'committee');
  if (committee === undefined) return ['none'];
  const members = membersOf(snapshot, institution, committee.code, day);
  const heads = snapshot.inForce(institutionHeads, day).filter((row) => row.institution === institution);
  const isChaired = members.some(
    ({ role, practitioner }) => role === 'chair' && heads.some((head) => head.practitioner === practitioner),
  );
  const kinds = MEMBER_KINDS.filter((kind) => !members.some(({ represents }) => represents === kind));
  return [...(isChaired ? [] : (['chair'] as const)), ...kinds.map((kind): CommitteeFault => `kind:${kind}`)];
}

/** The members of a body on a day. */
export function membersOf(snapshot: RegisterSnapshot, institution: string, body: string, day: Day) {
  return snapshot
    .inForce(qualityBodyMembers, day)
    .filter((row) => row.institution === institution && row.body === body);
}

/** The body that meets: the committee of an institution, or the group of a department; null: none is registered. */
export function bodyOf(snapshot: RegisterSnapshot, institution: string, department: string | null, day: Day) {
  const kind = department === null ? 'committee' : 'department';
  const found = snapshot
    .inForce(qualityBodies, day)
    .find((row) => row.institution === institution && row.kind === kind && row.department === department);
  if (found !== undefined || department !== null) return found ?? null;
  return (
    snapshot.inForce(qualityBodies, day).find((row) => row.institution === institution && row.kind === kind) ?? null
  );
}

/** Whether so many of the members make a quorum 法定人数: of nobody there is none. */
export function hasQuorum(present: number, members: number, percent: number): boolean {
  return members > 0 && present * 100 >= members * percent;
}

/** Departments without a quality officer on a day. */
export function departmentsWithoutOfficer(
  snapshot: RegisterSnapshot,
  institution: string,
  day: Day,
): readonly string[] {
  const served = new Set(
    snapshot
      .inForce(qualityOfficers, day)
      .filter((row) => row.institution === institution && row.level === 'department')
      .map(({ department }) => department),
  );
  return departmentsWithGroup(snapshot, institution, day).filter((code) => !served.has(code));
}

/** How long somebody is, or was, a quality officer 任期. */
export interface Tenure {
  readonly institution: string;
  readonly department: string;
  readonly level: string;
  readonly practitioner: string;
  readonly from: Day;
  /** The day after the last; null: still in office. */
  readonly to: Day | null;
  readonly title: string;
  readonly isFullTime: boolean;
  readonly endReason: string | null;
  /** Ended before two years 不满两年. */
  readonly isEarly: boolean;
}

/** Tenures of officers until a day, the versions of one appointment that follow each other taken together. */
export function tenuresOf(snapshot: RegisterSnapshot, institution: string, today: Day): readonly Tenure[] {
  const keys = new Set(
    snapshot.all(qualityOfficers).flatMap(({ key, row }) => (row.institution === institution ? [key] : [])),
  );
  return [...keys].flatMap((key) => {
    const spans: Tenure[] = [];
    for (const { row, from, to } of snapshot.versions(qualityOfficers, key)) {
      if (from > today) continue;
      const ended = to !== null && to <= today ? to : null;
      const before = spans.at(-1);
      const isNext = before?.to === from;
      const begun = isNext ? before.from : from;
      if (isNext) spans.pop();
      spans.push({
        ...{ institution, department: row.department, level: row.level, practitioner: row.practitioner },
        ...{ from: begun, to: ended, title: row.title, isFullTime: row.fullTime, endReason: row.endReason },
        isEarly: ended !== null && isShorterThanTwoYears(begun, ended),
      });
    }
    return spans;
  });
}

/** Two years to the day 不少于2年: from 2024-05-20 they are over on 2026-05-20. */
function isShorterThanTwoYears(from: Day, to: Day): boolean {
  const wanted = `${String(Number(from.slice(0, 4)) + 2)}${from.slice(4)}`;
  return to < wanted;
}

/** A change of officers 质控员更换: who left, and who came after. */
export interface Handover {
  readonly institution: string;
  readonly department: string;
  readonly outgoing: string;
  readonly incoming: string;
  readonly on: Day;
}

/** How far back a change still opens a hand-over. */
const BACK_DAYS = 60;
/** A successor who comes within so many days of the end takes the work over. */
const GAP_DAYS = 60;

/** Changes of department officers of an institution that were not long ago. */
export function handoversOf(tenures: readonly Tenure[], today: Day): readonly Handover[] {
  const ofDepartments = tenures.filter(({ level }) => level === 'department');
  return ofDepartments.flatMap(({ institution, department, practitioner: outgoing, to }) => {
    if (to === null) return [];
    const next = ofDepartments.find(
      (other) =>
        other.department === department &&
        other.practitioner !== outgoing &&
        Math.abs(daysBetween(to, other.from)) <= GAP_DAYS,
    );
    if (next === undefined) return [];
    const on = next.from > to ? next.from : to;
    return daysBetween(on, today) > BACK_DAYS
      ? []
      : [{ institution, department, outgoing, incoming: next.practitioner, on }];
  });
}

/** What an institution has no rules in force on 制度缺失: how officers are chosen, and how they are rewarded and held to account (mq.2#08). */
export function officerRulesMissing(
  snapshot: RegisterSnapshot,
  institution: string,
  day: Day,
): readonly OfficerRuleSubject[] {
  return (Object.keys(OFFICER_RULE_SUBJECTS) as readonly OfficerRuleSubject[]).filter(
    (subject) => snapshot.find(officerRules, `${institution}|${subject}`, day) === null,
  );
}
