/**
 * Records of meetings and visits 会议与下科室记录: entered in a form, signed by their chair, corrected by versions only. The record ends
 * the stage of its loop; each decision in signed minutes is a loop of its own. Source: henan-2025.mq.1#05, #06, #08, mq.2#03, mq.5#11.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf, isBlank, parseInstant } from '@fujie/core/kernel';
import { bodyOf, DUTIES, hasQuorum, membersOf } from '@fujie/core/organisation';
import { departments } from '@fujie/core/registers';
import type { MeetingContent, MeetingRecorded } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { refuseFarDay } from '../platform/http/far-day.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { bodyDay } from '../platform/http/query-day.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import { lockLoop } from '../platform/loops/loops.query.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import { refuseWithdrawn, settleDecisions } from './decisions.ts';
import type { MeetingRow, OpenLoopRow, VersionRow } from './meetings.query.ts';
import {
  findLoopById,
  findMeeting,
  findVersions,
  insertApproval,
  insertMeeting,
  insertVersion,
  lockMeetingVersions,
} from './meetings.query.ts';
import { confinedTo, kindOf, mayRecordFor } from './parts.ts';

/** Kinds of meeting 会议 whose record closes a duty. */
type MeetingKind = 'committee' | 'department' | 'week' | 'visit';

interface Given {
  readonly heldAt: string;
  readonly content: MeetingContent;
}

/** Enters the record of a meeting or visit. */
export async function recordMeeting(
  deps: Deps,
  actor: Actor,
  { loop, ...given }: Given & { readonly loop: number },
): Promise<MeetingRecorded> {
  const { db } = within(deps, actor);
  const row = await findLoopById(db, loop);
  const kind = row === null ? null : meetingKindOf(row);
  if (row === null || kind === null || isBeyond(actor, row.department)) throw noSuch();
  if (!mayRecordFor(deps, actor, kind === 'visit' ? null : row.department)) throw notYours();
  const judged = judge(deps, row, kind, given);
  const recorded = await db.tx(async (tx) => {
    const now = deps.clock.now();
    const { institution, department } = row;
    const period = periodKey(row);
    // Before a row names it: two that did would wait for each other.
    await lockLoop(tx, loop);
    const meeting = await insertMeeting(tx, { institution, loop, kind, department, period }, now);
    const record = await actOf(deps, tx, actor, { row, kind, meeting, version: 1, judged, given });
    await addVersion(deps, tx, actor, { row, meeting, version: 1, judged, given, reason: null, record });
    return { meeting, version: 1, quorate: judged.quorate };
  });
  await said(deps, actor, 'organisation:record', recorded.meeting, { loop, version: 1 });
  return recorded;
}

/** Puts a new version in the place of the last; what was signed stays on record as it was signed. */
export async function correctMeeting(
  deps: Deps,
  actor: Actor,
  id: number,
  { reason, ...given }: Given & { readonly reason: string },
): Promise<MeetingRecorded> {
  const { db } = within(deps, actor);
  const meeting = await meetingWithin(deps, actor, id);
  const row = await findLoopById(db, meeting.loop);
  const kind = meeting.kind as MeetingKind;
  if (row === null) throw noSuch();
  if (!mayRecordFor(deps, actor, kind === 'visit' ? null : row.department)) throw notYours();
  const judged = judge(deps, row, kind, given);
  const recorded = await db.tx(async (tx) => {
    await lockMeetingVersions(tx, id);
    await refuseWithdrawn(tx, id, given.content);
    const [last] = await findVersions(tx, id);
    const version = (last?.version ?? 0) + 1;
    const corrects = last?.record === undefined || last.record === null ? {} : { corrects: String(last.record) };
    const record = await actOf(deps, tx, actor, { row, kind, meeting: id, version, judged, given, ...corrects });
    await addVersion(deps, tx, actor, { row, meeting: id, version, judged, given, reason, record });
    return { meeting: id, version, quorate: judged.quorate };
  });
  await said(deps, actor, 'organisation:record', id, { loop: meeting.loop, version: recorded.version });
  return recorded;
}

/** Signs the newest version: from then on it is the minutes, and its decisions are followed up. */
export async function approveMeeting(deps: Deps, actor: Actor, id: number, version: number): Promise<MeetingRow> {
  const meeting = await meetingWithin(deps, actor, id);
  if (!mayApprove(actor, meeting))
    throw new HttpProblem('not-permitted', {
      en: 'The chair signs: the head of the hospital, or of a department meeting and visit the head of that department.',
      zh: '由主持人审签：院级会议为院长，科室会议与下科室记录为科主任。',
    });
  const now = deps.clock.now();
  await within(deps, actor).db.tx(async (tx) => {
    await lockMeetingVersions(tx, id);
    const [last] = await findVersions(tx, id);
    if (last?.version !== version)
      throw new HttpProblem('conflict', {
        en: 'It has been corrected since: read the newest version.',
        zh: '记录已有更正，请阅读最新版本后再签。',
      });
    const by = loopActorOf(actor);
    const isNew = await insertApproval(tx, {
      ...{ institution: meeting.institution, meeting: id, version, at: now },
      ...{ by: by.id, name: by.name },
    });
    if (!isNew) throw new HttpProblem('conflict', { en: 'It is signed already.', zh: '该版本已审签。' });
    const stage = meeting.kind === 'visit' ? 'confirm' : 'approve';
    const done = await recordInLoop(deps, tx, meeting.loop, {
      ...{ key: `approval/${String(id)}/${String(version)}`, kind: 'act', stage, outcome: 'approved' },
      ...{ occurredAt: now, recordedAt: now, by, fields: { record: String(id) } },
    });
    const finding = done?.state.findings.find((one) => one.record === done.record && one.flaw === 'same-person');
    if (finding !== undefined)
      throw new HttpProblem('refused', {
        en: 'Somebody else must confirm it than who entered it.',
        zh: '须由登记者以外的人确认。',
      });
    await settleDecisions(deps, tx, { meeting, content: contentOf(last), by, now });
  });
  await said(deps, actor, 'organisation:approve', id, { loop: meeting.loop, version });
  return meeting;
}

export function mayApprove(actor: Actor, { kind, department }: Pick<MeetingRow, 'kind' | 'department'>): boolean {
  if (kind === 'committee' || kind === 'week') return actor.role === 'hospital-head';
  return actor.role === 'department-head' && actor.department === department;
}

/** A meeting within the reach of an actor. */
export async function meetingWithin(deps: Deps, actor: Actor, id: number): Promise<MeetingRow> {
  const meeting = await findMeeting(within(deps, actor).db, id, confinedTo(actor));
  if (meeting === null) throw noSuch();
  return meeting;
}

export function contentOf({ content }: Pick<VersionRow, 'content'>): MeetingContent {
  return JSON.parse(content.toString()) as MeetingContent;
}

function meetingKindOf({ definition }: OpenLoopRow): MeetingKind | null {
  const kind = kindOf(definition);
  return kind === null || kind === 'journal' || kind === 'indicators' ? null : kind;
}

function isBeyond(actor: Actor, department: string | null): boolean {
  const confined = confinedTo(actor);
  return confined !== null && confined !== department;
}

function periodKey({ subject }: Pick<OpenLoopRow, 'subject'>): string {
  return subject.slice(subject.lastIndexOf('|') + 1);
}

interface Judged {
  readonly heldAt: Instant;
  readonly members: number;
  readonly present: number;
  readonly quorate: boolean;
  readonly outcome: string;
  readonly fields: Readonly<Record<string, string | boolean>>;
}

/** What a record proves: whether it lies in its period, whom it names, whether there was a quorum, what is in it. */
function judge(deps: Deps, row: OpenLoopRow, kind: MeetingKind, { heldAt: text, content }: Given): Judged {
  const heldAt = timeIn(text);
  const now = deps.clock.now();
  const day = dayOf(heldAt);
  const period = DUTIES[kind].of(dayOf(row.openedMs as Instant));
  if (heldAt > now) throw unfitField('heldAt', 'it lies in the future', '时间在将来');
  if (day < period.from || day >= period.to)
    throw unfitField(
      'heldAt',
      `it lies outside ${period.key}: record it in its own period, or account for the missing one in its loop`,
      `不在本期 ${period.key} 之内：请登记到所属周期，未召开的在闭环中说明`,
    );
  checkPeople(deps, row, content);
  checkDecisions(deps, row, content, day);
  const said = (value: string | undefined): boolean => !isBlank(value);
  const fields = {
    agenda: content.agenda.length > 0,
    minutes: said(content.minutes),
    carriedOut: said(content.carriedOut),
    problems: said(content.problems),
    nextSteps: said(content.nextSteps),
  };
  if (kind === 'visit') {
    need(fields.minutes || said(content.findings), 'findings', 'say what was found', '请填写发现的问题或所见');
    return {
      ...{ heldAt, members: 0, present: content.present.length, quorate: true, outcome: 'attended' },
      fields: { findings: content.findings ?? content.minutes ?? '' },
    };
  }
  if (kind === 'week') {
    need(fields.carriedOut, 'carriedOut', 'say how tasks are carried out', '请填写制度与任务落实情况');
    need(fields.problems, 'problems', 'name problems, hazards and typical cases', '请填写问题、隐患与典型案例');
    need(fields.nextSteps, 'nextSteps', 'say what comes next', '请填写下步安排');
    return {
      heldAt,
      members: 0,
      present: content.present.length,
      quorate: true,
      outcome: 'held',
      fields: there(fields),
    };
  }
  need(fields.agenda, 'agenda', 'give the agenda', '请填写议程');
  need(fields.minutes, 'minutes', 'give the minutes', '请填写会议纪要');
  const quorum = quorumOf(deps, row, content, day);
  need(
    quorum.quorate || content.decisions.length === 0,
    'decisions',
    'a meeting without a quorum decides nothing: leave decisions out, what was said goes into the minutes',
    '未达法定人数的会议不能作出决定：请删去决定事项，讨论内容写入纪要',
  );
  return { heldAt, ...quorum, fields: there(fields) };
}

/** What is in a record: each kind is asked for its own parts, and has them by now; of others it says nothing. */
function there(parts: Readonly<Record<string, boolean>>): Readonly<Record<string, boolean>> {
  return Object.fromEntries(Object.entries(parts).filter(([, isThere]) => isThere));
}

function need(isThere: boolean, field: string, message: string, messageZh: string): void {
  if (!isThere) throw unfitField(`content.${field}`, message, messageZh);
}

/** Counts the members who were present; of a body that is not registered there is no quorum to reach. */
function quorumOf(deps: Deps, row: OpenLoopRow, content: MeetingContent, day: Day) {
  const { institution, department } = row;
  const snapshot = deps.registers.current();
  const body = bodyOf(snapshot, institution, department, day);
  const members = body === null ? [] : membersOf(snapshot, institution, body.code, day);
  if (members.length === 0)
    throw new HttpProblem('refused', {
      en: 'Its members are not registered: enter the body and its members in the registers first.',
      zh: '未登记该组织及其成员：请先在目录中登记质量管理组织与成员。',
    });
  const present = members.filter(({ practitioner }) => content.present.includes(practitioner)).length;
  const declared = loopOn(deps, row.definition, institution, dayOf(row.openedMs as Instant));
  const percent = declared?.parameters['quorum']?.value ?? 100;
  const quorate = hasQuorum(present, members.length, percent);
  return { members: members.length, present, quorate, outcome: quorate ? 'held' : 'inquorate' };
}

function checkPeople({ registers }: Deps, { institution }: OpenLoopRow, { chair, present }: MeetingContent): void {
  const known = (code: string): boolean => registers.current().practitioner(institution, code) !== null;
  if (!known(chair))
    throw unfitField('content.chair', 'nobody of this staff number works here', '本机构没有该工号的人员');
  const unknown = present.find((code) => !known(code));
  if (unknown !== undefined)
    throw unfitField(
      'content.present',
      `nobody of the staff number ${unknown} works here`,
      `本机构没有工号 ${unknown} 的人员`,
    );
}

function checkDecisions(
  { registers }: Deps,
  { institution }: OpenLoopRow,
  { decisions }: MeetingContent,
  day: Day,
): void {
  const numbers = new Set(decisions.map(({ number }) => number));
  if (numbers.size < decisions.length) throw unfitField('content.decisions', 'two have one number', '决定事项编号重复');
  for (const [index, { owner, department, dueOn: given }] of decisions.entries()) {
    const field = `content.decisions.${String(index)}`;
    const isKnown =
      department !== undefined && registers.current().nameOf(departments, `${institution}|${department}`, day) !== null;
    if (owner === 'department' && !isKnown)
      throw unfitField(`${field}.department`, 'name the department that carries it out', '请选择承办科室');
    const dueOn = bodyDay(`${field}.dueOn`, given);
    if (dueOn < day) throw unfitField(`${field}.dueOn`, 'it falls due before the meeting', '完成期限早于会议日期');
    refuseFarDay(`${field}.dueOn`, dueOn, day);
  }
}

function timeIn(text: string): Instant {
  const instant = parseInstant(text);
  if (instant.ok) return instant.value;
  throw unfitField('heldAt', 'it is no time that exists', '不是真实存在的时间');
}

interface Acting {
  readonly row: OpenLoopRow;
  readonly kind: MeetingKind;
  readonly meeting: number;
  readonly version: number;
  readonly judged: Judged;
  readonly given: Given;
  readonly corrects?: string;
}

/** Records in the loop what the record of the meeting proves; the number of that record. */
async function actOf(deps: Deps, tx: Queryable, actor: Actor, acting: Acting): Promise<string | null> {
  const { row, kind, meeting, version, judged, corrects } = acting;
  const done = await recordInLoop(deps, tx, row.id, {
    key: `meeting/${String(meeting)}/${String(version)}`,
    kind: 'act',
    stage: kind === 'visit' ? 'attend' : 'hold',
    outcome: judged.outcome,
    occurredAt: judged.heldAt,
    recordedAt: deps.clock.now(),
    by: loopActorOf(actor),
    fields: {
      record: String(meeting),
      ...(kind === 'committee' || kind === 'department' ? { quorate: judged.quorate } : {}),
      ...judged.fields,
    },
    ...(corrects === undefined ? {} : { corrects }),
  });
  const flaw = done?.state.findings.find((one) => one.record === done.record)?.flaw;
  if (flaw === 'wrong-person') throw notYours();
  return done?.record ?? null;
}

async function addVersion(
  deps: Deps,
  tx: Queryable,
  actor: Actor,
  one: Pick<Acting, 'row' | 'meeting' | 'version' | 'judged' | 'given'> & {
    readonly reason: string | null;
    readonly record: string | null;
  },
): Promise<void> {
  const { row, meeting, version, judged, given, reason, record } = one;
  const { id, name } = loopActorOf(actor);
  const { heldAt, present, members, quorate } = judged;
  await insertVersion(tx, {
    ...{ institution: row.institution, meeting, version, heldAt, present, members, quorate, reason, record },
    ...{ content: JSON.stringify(given.content), enteredBy: id, enteredName: name, enteredAt: deps.clock.now() },
  });
}

async function said(
  deps: Deps,
  actor: Actor,
  action: 'organisation:record' | 'organisation:approve',
  meeting: number,
  detail: { readonly loop: number; readonly version: number },
): Promise<void> {
  await deps.audit.record({ actor, action, subject: String(meeting), outcome: 'done', detail });
}

export function noSuch(): HttpProblem {
  return new HttpProblem('not-found', { en: 'No such record within your reach.', zh: '权限范围内没有该记录。' });
}

function notYours(): HttpProblem {
  return new HttpProblem('not-permitted', {
    en: 'Entered by the quality office, the head of the department, or its quality officer.',
    zh: '由医务部门、科主任或本科室质控员登记。',
  });
}
