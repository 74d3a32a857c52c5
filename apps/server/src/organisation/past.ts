/** Meetings of the past for a demonstration: recorded and signed as people would have, each at its own moment. */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import type { DutyKind } from '@fujie/core/organisation';
import { DUTIES, DUTY_KINDS, monthOf } from '@fujie/core/organisation';
import type { MeetingContent } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { programActor } from '../platform/auth/program-actor.ts';
import type { Deps } from '../platform/deps.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import { raiseOrganisation } from './duties.ts';
import { signHandover } from './hand-over.ts';
import { approveJournal, draftJournal, journalFor, publishJournal } from './journal.ts';
import { approveMeeting, recordMeeting } from './meetings.ts';
import { findDuties, findOpenLoops } from './meetings.query.ts';
import { kindOf } from './parts.ts';

const DAYS_BACK = 100;
const HOUR = 3_600_000;

/** A duty for which a demonstration says what became of it. */
export interface PastDuty {
  readonly kind: DutyKind;
  readonly department: string | null;
  readonly from: Day;
}

export interface PastMeeting {
  readonly heldAt: Instant;
  readonly content: MeetingContent;
  readonly isSigned: boolean;
}

/** Opens the duties of an institution until now, and records of each what the demonstration says; null: nothing was done. */
export async function holdPastMeetings(
  deps: Deps,
  { institution, head }: { readonly institution: string; readonly head: string },
  meetingOf: (duty: PastDuty) => PastMeeting | null,
): Promise<void> {
  await raiseOrganisation(deps);
  const today = dayOf(deps.clock.now());
  const rows = await findDuties(deps.worker, {
    ...{ institution, department: null, definitions: DUTY_KINDS.map((kind) => DUTIES[kind].loop) },
    ...{ from: startOfDay(addDays(today, -DAYS_BACK)), to: startOfDay(addDays(today, 1)) },
  });
  for (const { loop, definition, department, openedMs, meetings } of rows) {
    const kind = kindOf(definition);
    if (kind === null || meetings.length > 0) continue;
    const plan = meetingOf({ kind, department, from: dayOf(openedMs as Instant) });
    if (plan === null || plan.heldAt > deps.clock.now()) continue;
    const { heldAt, content, isSigned } = plan;
    const entered = await recordMeeting(at(deps, heldAt), actorOf('quality-office', institution, null, null), {
      ...{ loop, content, heldAt: formatInstant(heldAt) },
    });
    if (!isSigned) continue;
    const chair =
      kind === 'committee' || kind === 'week'
        ? actorOf('hospital-head', institution, 'YWK', head)
        : actorOf('department-head', institution, department, null);
    await approveMeeting(at(deps, heldAt), chair, entered.meeting, entered.version);
  }
}

/** Signs, as the officer who left, what was handed over on a day of the past. */
export async function handOverInPast(
  deps: Deps,
  {
    institution,
    department,
    outgoing,
  }: { readonly institution: string; readonly department: string; readonly outgoing: string },
  on: Day,
): Promise<void> {
  const left = actorOf('doctor', institution, department, outgoing);
  const then = at(deps, (startOfDay(on) + 10 * HOUR) as Instant);
  for (const { id, department: of } of await findOpenLoops(deps.worker, 'organisation/hand-over', institution)) {
    const records = (await findRecords(deps.worker, [id])).get(id) ?? [];
    // A loading that was interrupted is taken up again.
    if (of !== department || records.some(({ kind }) => kind === 'act')) continue;
    await signHandover(then, left, id, '质控台账、月会记录与在办整改已当面交接（演示）');
  }
}

/** Publishes the issue of a month of the past, as it was published on the fifth day after it. */
export async function publishPastJournal(
  deps: Deps,
  { institution, head }: { readonly institution: string; readonly head: string },
  month: string,
): Promise<void> {
  const office = actorOf('quality-office', institution, null, null);
  const then = at(deps, (startOfDay(addDays(monthOf(`${month}-01` as Day).to, 4)) + 10 * HOUR) as Instant);
  const draft = await journalFor(then, office, month);
  if (draft.version > 0) return;
  await draftJournal(then, office, month, undefined);
  const { sections } = await journalFor(then, office, month);
  const text = '本月未作专项抽查（演示）。';
  const filled = sections.map((section) => ({ ...section, text: section.text === '' ? text : section.text }));
  await draftJournal(then, office, month, filled);
  await approveJournal(then, actorOf('hospital-head', institution, 'YWK', head), month, 2);
  await publishJournal(then, office, month, 2);
}

export const at = (deps: Deps, instant: Instant): Deps => ({ ...deps, clock: { now: () => instant } });

export function actorOf(
  role: 'quality-office' | 'hospital-head' | 'department-head' | 'doctor',
  institution: string,
  department: string | null,
  practitioner: string | null,
): Actor {
  const name = { 'quality-office': '医务科', 'hospital-head': '院长', 'department-head': '科主任', doctor: '医师' }[
    role
  ];
  return { ...programActor('demonstration'), id: `demo-${role}`, name, role, institution, department, practitioner };
}
