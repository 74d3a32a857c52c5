/** Organisation 质量管理组织 as pages read it: who is in charge and what is missing, the calendar with its counts, one meeting. */
import { dayOf, startOfDay, addDays, formatInstant } from '@fujie/core/kernel';
import type { Day, Instant } from '@fujie/core/kernel';
import type { HeldMeeting } from '@fujie/core/organisation';
import {
  bearsOrganisation,
  bodyOf,
  committeeAttendance,
  committeeFaults,
  departmentsWithGroup,
  departmentsWithoutOfficer,
  DUTIES,
  DUTY_KINDS,
  tenuresOf,
  toldPeriod,
} from '@fujie/core/organisation';
import type { RegisterSnapshot } from '@fujie/core/registers';
import {
  institutionHeads,
  OFFICER_RULE_SUBJECTS,
  officerRules,
  ownRules,
  practitioners,
  qualityBodies,
  qualityBodyMembers,
} from '@fujie/core/registers';
import type {
  MeetingResponse,
  OrganisationCalendarResponse,
  OrganisationDecisionsResponse,
  OrganisationPeriodQuery,
  OrganisationResponse,
} from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment, namedInstitution } from '../platform/http/named-institution.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import { countDecisions, decisionViews } from './decisions.ts';
import { countDuties, dueOf, standingOf } from './duty-standing.ts';
import { contentOf, mayApprove, meetingWithin } from './meetings.ts';
import { findDecisions, findDuties, findOpenLoops, findSignedMeetings, findVersions } from './meetings.query.ts';
import { confinedTo, institutionOf, kindOf, mayRecordFor, periodOf, staffOf, timeOf } from './parts.ts';

/** Who is in charge of quality in the institution of an actor. */
export async function organisationOf(deps: Deps, actor: Actor): Promise<OrganisationResponse> {
  const institution = institutionOf(actor);
  const confined = confinedTo(actor);
  const today = dayOf(deps.clock.now());
  const snapshot = deps.registers.current();
  const named = (code: string) => namedDepartment(snapshot, institution, code);
  const staff = (code: string) => staffOf(snapshot, institution, code);
  const isMine = (department: string | null): boolean => confined === null || department === confined;
  const tenures = tenuresOf(snapshot, institution, today).filter(({ department }) => isMine(department));
  const ended = tenures.filter(({ to, level }) => to !== null && level === 'department');
  const ownDepartments = departmentsWithGroup(snapshot, institution, today).filter(isMine);
  return {
    institution: namedInstitution(snapshot, institution),
    isBound: isBound(deps, institution, today),
    ownRule: snapshot.find(ownRules, `${institution}|organisation`, today)?.adoptedBy ?? null,
    heads: snapshot
      .inForce(institutionHeads, today)
      .filter((row) => row.institution === institution)
      .map(({ practitioner }) => staff(practitioner)),
    bodies: snapshot
      .inForce(qualityBodies, today)
      .filter((row) => row.institution === institution && (row.kind !== 'department' || isMine(row.department)))
      .map(({ code, nameZh, nameEn, kind, department, parent, foundedBy }) => ({
        ...{ code, nameZh, nameEn, kind, parent, foundedBy },
        department: department === null ? null : named(department),
        members: snapshot
          .all(qualityBodyMembers)
          .filter(
            ({ row, from, to }) =>
              row.institution === institution && row.body === code && from <= today && (to === null || to > today),
          )
          .map(({ row, from, to }) => ({
            ...staff(row.practitioner),
            ...{ role: row.role, represents: row.represents, since: from, until: to },
          })),
      })),
    officers: tenures.map(({ practitioner, department, level, title, isFullTime, from, to, isEarly, endReason }) => ({
      ...staff(practitioner),
      ...{ department: named(department), level, title, isFullTime, since: from, until: to, isEarly, endReason },
    })),
    officerRules: officerRulesOf(snapshot, institution, today),
    faults: confined === null ? [...committeeFaults(snapshot, institution, today)] : [],
    withoutOfficer: departmentsWithoutOfficer(snapshot, institution, today).filter(isMine).map(named),
    withoutGroup: ownDepartments.filter((code) => bodyOf(snapshot, institution, code, today) === null).map(named),
    handovers: await handoversOf(deps, actor, institution),
    tenure: { ended: ended.length, early: ended.filter(({ isEarly }) => isEarly).length },
    staff: snapshot
      .inForce(practitioners, today)
      .filter((row) => row.institution === institution)
      .map(({ code, nameZh, department }) => ({ code, name: nameZh, department })),
    departments: departmentsWithGroup(snapshot, institution, today).map(named),
  };
}

/** The rules of an institution on its quality officers 质控员管理制度 that are in force (henan-2025.mq.2#08). */
function officerRulesOf(
  snapshot: RegisterSnapshot,
  institution: string,
  today: Day,
): OrganisationResponse['officerRules'] {
  return Object.entries(OFFICER_RULE_SUBJECTS).map(([key, subject]) => {
    const [entry] = snapshot
      .all(officerRules)
      .filter(
        ({ row, from, to }) =>
          row.institution === institution && row.subject === key && from <= today && (to === null || to > today),
      );
    if (entry === undefined) return { subject: { ...subject }, rule: null };
    const { title, number, edition, text } = entry.row;
    return { subject: { ...subject }, rule: { title, number, edition, text, since: entry.from } };
  });
}

/** Whether the duties of organisation are an institution's, by a document of the place or by its own rule. */
function isBound(deps: Deps, institution: string, today: Day): boolean {
  const isDeclared = loopOn(deps, DUTIES.committee.loop, institution, today) !== null;
  return isDeclared && bearsOrganisation(deps.registers.current(), institution, today);
}

async function handoversOf(deps: Deps, actor: Actor, institution: string): Promise<OrganisationResponse['handovers']> {
  const { db } = within(deps, actor);
  const snapshot = deps.registers.current();
  const confined = confinedTo(actor);
  const open = (await findOpenLoops(db, 'organisation/hand-over', institution)).filter(
    ({ department }) => confined === null || department === confined,
  );
  const records = await findRecords(
    db,
    open.map(({ id }) => id),
  );
  return open.flatMap(({ id, department, openedMs, state }) => {
    const opened = (records.get(id) ?? []).find(({ kind }) => kind === 'opened');
    if (opened?.kind !== 'opened' || department === null) return [];
    const outgoing = String(opened.facts['outgoing']);
    const incoming = String(opened.facts['incoming']);
    const signed = state.stages.filter(({ status }) => status === 'met' || status === 'met-late').map((one) => one.id);
    const mine =
      actor.practitioner === outgoing && !signed.includes('hand-over')
        ? 'hand-over'
        : actor.practitioner === incoming && signed.includes('hand-over')
          ? 'take-over'
          : null;
    return [
      {
        ...{ loop: id, department: namedDepartment(snapshot, institution, department), signed, mine },
        ...{ outgoing: staffOf(snapshot, institution, outgoing), incoming: staffOf(snapshot, institution, incoming) },
        on: dayOf(openedMs as Instant),
      },
    ];
  });
}

/** What fell due in a period, and how it stands, with its counts. */
export async function calendarFor(
  deps: Deps,
  actor: Actor,
  query: OrganisationPeriodQuery,
): Promise<OrganisationCalendarResponse> {
  const now = deps.clock.now();
  const { from, to } = periodOf(query, now);
  const { db } = within(deps, actor);
  const asked = {
    ...{ institution: institutionOf(actor), department: confinedTo(actor) },
    ...{ from: startOfDay(from), to: startOfDay(addDays(to, 1)) },
  };
  const rows = await findDuties(db, { ...asked, definitions: DUTY_KINDS.map((kind) => DUTIES[kind].loop) });
  const meetings = await findSignedMeetings(db, asked);
  const snapshot = deps.registers.current();
  const duties = rows.flatMap((row): OrganisationCalendarResponse['duties'] => {
    const kind = kindOf(row.definition);
    if (kind === null) return [];
    return [
      {
        ...{ loop: row.loop, kind, period: toldPeriod(kind, dayOf(row.openedMs as Instant)) },
        department: row.department === null ? null : namedDepartment(snapshot, row.institution, row.department),
        ...{ dueAt: formatInstant(dueOf(row)), standing: standingOf(row, now) },
        ...{ awaitsSignature: row.unsigned, meetings: [...row.meetings] },
      },
    ];
  });
  const held = meetings.map((one) => ({
    ...{ meeting: one.meeting, department: one.department, on: dayOf(one.heldMs as Instant) },
    present: contentOf(one).present,
  }));
  return {
    duties,
    counts: DUTY_KINDS.flatMap((kind) => countOf(kind, duties)),
    committee: attendanceOf(snapshot, asked, dayOf(now), held),
  };
}

function attendanceOf(
  snapshot: RegisterSnapshot,
  { institution, department }: { readonly institution: string; readonly department: string | null },
  today: Day,
  held: readonly HeldMeeting[],
): OrganisationCalendarResponse['committee'] {
  const own = departmentsWithGroup(snapshot, institution, today).filter(
    (code) => department === null || code === department,
  );
  return committeeAttendance(snapshot, institution, own, held).map((one) => ({
    department: namedDepartment(snapshot, institution, one.department),
    attended: one.attended.map(({ meeting, on, members }) => ({
      ...{ meeting, on },
      members: members.map((code) => staffOf(snapshot, institution, code)),
    })),
  }));
}

function countOf(kind: string, duties: OrganisationCalendarResponse['duties']): OrganisationCalendarResponse['counts'] {
  const counts = countDuties(duties.filter((one) => one.kind === kind));
  return counts.due === 0 ? [] : [{ kind, ...counts }];
}

/** A meeting with all its versions. */
export async function meetingFor(deps: Deps, actor: Actor, id: number): Promise<MeetingResponse> {
  const { db } = within(deps, actor);
  const meeting = await meetingWithin(deps, actor, id);
  const snapshot = deps.registers.current();
  const [versions, decided] = await Promise.all([
    findVersions(db, id),
    findDecisions(db, { meeting: id, department: null, institution: null, from: null, to: null }),
  ]);
  const views = versions.map((version) => ({
    ...{ version: version.version, enteredBy: version.enteredName, reason: version.reason, present: version.present },
    ...{ heldAt: timeOf(version.heldMs) ?? '', enteredAt: timeOf(version.enteredMs) ?? '', members: version.members },
    ...{ quorate: version.quorate, content: contentOf(version) },
    ...{ approvedBy: version.approvedName, approvedAt: timeOf(version.approvedMs) },
  }));
  const people = new Set(views.flatMap(({ content }) => [content.chair, ...content.present]));
  const { institution, loop, kind, department, period } = meeting;
  const isVisit = kind === 'visit';
  return {
    ...{ id, loop, kind: kind as MeetingResponse['kind'], period, versions: views },
    department: department === null ? null : namedDepartment(snapshot, institution, department),
    decisions: await decisionViews(db, snapshot, decided),
    names: [...people].map((code) => staffOf(snapshot, institution, code)),
    mayApprove: views[0]?.approvedAt === null && mayApprove(actor, meeting),
    mayCorrect: actor.role !== 'hospital-head' && mayRecordFor(deps, actor, isVisit ? null : department),
  };
}

/** Decisions of a period with how many were carried out in time. */
export async function decisionsFor(
  deps: Deps,
  actor: Actor,
  query: OrganisationPeriodQuery,
): Promise<OrganisationDecisionsResponse> {
  const { db } = within(deps, actor);
  const { from, to } = periodOf(query, deps.clock.now());
  const rows = await findDecisions(db, {
    ...{ meeting: null, institution: institutionOf(actor), department: confinedTo(actor) },
    ...{ from: startOfDay(from), to: startOfDay(addDays(to, 1)) },
  });
  const { total, closedInTime, overdue } = countDecisions(rows);
  return { decisions: await decisionViews(db, deps.registers.current(), rows), total, closedInTime, overdue };
}
