/**
 * Opens what hospitals owe by the calendar 组织例行事项, and what is missing in their organisation, on every new day and whenever these
 * registers change; closes what the registers show as put right. Source: henan-2025.mq.1, mq.2, mq.5#07, #11; henan-2023.t3.1#02, sa4.0.
 */
import type { Day } from '@fujie/core/kernel';
import { dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import {
  bearsOrganisation,
  committeeFaults,
  departmentsWithoutOfficer,
  DUTIES,
  DUTY_KINDS,
  dutiesUntil,
  handoversOf,
  lacksRescuePlan,
  officerRulesMissing,
  tenuresOf,
} from '@fujie/core/organisation';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { departments, institutions, OFFICER_RULE_SUBJECTS } from '@fujie/core/registers';

import { programActor } from '../platform/auth/program-actor.ts';
import type { Deps } from '../platform/deps.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { followRegisters, onceADay, startJob } from '../platform/jobs/job.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findSubjects } from '../platform/loops/loops.query.ts';
import type { OpenLoopRow } from './meetings.query.ts';
import { findOpenLoops } from './meetings.query.ts';
import type { Gap, Raised } from './gap.ts';
import { raiseDepartmentIndicators } from './department-indicators.ts';
import { CYCLE, cycleGapsOf, UNASSIGNED, unassignedGapOf } from './indicator-gaps.ts';
import { raiseTasks } from './milestones.ts';
import { raiseRecurring } from './recurring.ts';
import { targetGapsOf, yearOf } from './target-gaps.ts';

const LOOK_MS = 600_000;
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;
const GAPS = [
  'organisation/committee-fault',
  'organisation/officer-missing',
  'organisation/early-change',
  'organisation/officer-rule-missing',
  'organisation/targets-missing',
  'organisation/department-without-target',
  'organisation/staff-without-target',
  'organisation/target-without-project',
  CYCLE,
  'organisation/rescue-plan-missing',
  UNASSIGNED,
] as const;
const OF_REGISTERS: readonly string[] = [
  ...[
    'institution',
    'department',
    'institution-head',
    'quality-body',
    'quality-body-member',
    'quality-officer',
    'officer-rule',
    'own-rule',
    'quality-target',
    'department-target',
    'emergency-plan',
    'staff-target',
    'indicator-month',
    'indicator-duty',
    'department-indicator-month',
    'practitioner',
    'quality-task',
    'task-milestone',
    'authority-task',
    'authority-milestone',
    'qc-organisation',
  ],
];

/** Opens and closes what is to be; how many of each. */
export async function raiseOrganisation(deps: Deps): Promise<{ readonly opened: number; readonly closed: number }> {
  const today = dayOf(deps.clock.now());
  const snapshot = deps.registers.current();
  const open = await openGaps(deps);
  const years = new Set([Number(today.slice(0, 4)), ...open.flatMap(yearOf)]);
  const gaps = institutionsBound(snapshot, today).flatMap((institution) => [
    ...gapsOf(snapshot, institution, today),
    ...[...years].flatMap((year) => targetGapsOf(snapshot, institution, year, today)),
    ...unassignedGapOf(snapshot, institution, today),
    ...cycleGapsOf(deps, snapshot, institution, { open, today }),
  ]);
  const owed = [...calendarOf(snapshot, today), ...freshGaps(open, gaps, today)];
  const known = await findSubjects(
    deps.worker,
    [...DUTY_KINDS.map((kind) => DUTIES[kind].loop), 'organisation/hand-over', ...GAPS],
    owed.map(({ subject }) => subject),
  );
  let opened = 0;
  for (const one of owed) if (!known.has(one.subject) && isDeclared(deps, one) && (await raise(deps, one))) opened += 1;
  const again = await raiseRecurring(deps, institutionsBound(snapshot, today), today);
  const given = await raiseDepartmentIndicators(deps, institutionsBound(snapshot, today), today);
  const tasks = await raiseTasks(deps, today);
  opened += again.opened + tasks.opened + given.opened;
  const closed = (await closeMended(deps, open, gaps)) + again.closed + tasks.closed + given.closed;
  if (opened + closed > 0)
    await deps.audit.record({
      actor: programActor('organisation'),
      action: 'loop:open',
      outcome: 'done',
      detail: { opened, closed },
    });
  return { opened, closed };
}

function institutionsBound(snapshot: RegisterSnapshot, today: Day): readonly string[] {
  return snapshot
    .inForce(institutions, today)
    .map(({ code }) => code)
    .filter((code) => bearsOrganisation(snapshot, code, today));
}

function calendarOf(snapshot: RegisterSnapshot, today: Day): readonly Raised[] {
  return dutiesUntil(snapshot, today).map(({ kind, loop, subject, institution, department, period, facts }) => ({
    definition: loop,
    subject: `${kind}|${subject}`,
    unit: institution,
    department,
    occurredAt: startOfDay(period.from),
    facts,
  }));
}

function gapsOf(snapshot: RegisterSnapshot, institution: string, today: Day): readonly Gap[] {
  const at = { unit: institution, occurredAt: startOfDay(today) };
  const faults = committeeFaults(snapshot, institution, today);
  const tenures = tenuresOf(snapshot, institution, today);
  const nameOf = (code: string) => snapshot.practitioner(institution, code)?.nameZh ?? code;
  const placeOf = (code: string) => snapshot.nameOf(departments, `${institution}|${code}`, today);
  return [
    ...(faults.length === 0
      ? []
      : [
          {
            ...at,
            definition: 'organisation/committee-fault',
            subject: `committee|${institution}|${today}`,
            department: null,
            lasts: true,
            facts: { faults: faults.join(', ') },
          },
        ]),
    ...departmentsWithoutOfficer(snapshot, institution, today).map((department) => ({
      ...at,
      definition: 'organisation/officer-missing',
      subject: `officer|${institution}|${department}|${today}`,
      department,
      lasts: true,
      facts: {
        titleZh: `${placeOf(department)?.nameZh ?? department}：没有质控员`,
        titleEn: `${placeOf(department)?.nameEn ?? department}: no quality officer`,
      },
    })),
    ...officerRulesMissing(snapshot, institution, today).map((subject) => ({
      ...at,
      definition: 'organisation/officer-rule-missing',
      subject: `officer-rule|${institution}|${subject}|${today}`,
      department: null,
      lasts: true,
      facts: {
        titleZh: `没有质控员管理制度：${OFFICER_RULE_SUBJECTS[subject].zh}`,
        titleEn: `No rules on quality officers: ${OFFICER_RULE_SUBJECTS[subject].en}`,
      },
    })),
    ...(lacksRescuePlan(snapshot, institution, today)
      ? [
          {
            ...at,
            definition: 'organisation/rescue-plan-missing',
            subject: `rescue-plan|${institution}|${today}`,
            department: null,
            lasts: true,
            facts: {},
          },
        ]
      : []),
    ...tenures
      .filter(({ isEarly, endReason }) => isEarly && endReason === null)
      .map(({ department, practitioner, from, to }) => ({
        ...at,
        definition: 'organisation/early-change',
        subject: `early|${institution}|${department}|${practitioner}|${to ?? ''}`,
        department,
        lasts: true,
        facts: {
          titleZh: `${placeOf(department)?.nameZh ?? department}：质控员任期 ${from} 至 ${to ?? ''}，不满两年`,
          titleEn: `${placeOf(department)?.nameEn ?? department}: an officer served from ${from} to ${to ?? ''}, less than two years`,
        },
      })),
    ...handoversOf(tenures, today).map(({ department, outgoing, incoming, on }) => ({
      ...at,
      occurredAt: startOfDay(on),
      definition: 'organisation/hand-over',
      subject: `hand-over|${institution}|${department}|${outgoing}|${incoming}|${on}`,
      department,
      lasts: false,
      facts: {
        titleZh: `${placeOf(department)?.nameZh ?? department}：${nameOf(outgoing)}向${nameOf(incoming)}交接`,
        titleEn: `${placeOf(department)?.nameEn ?? department}: hand-over between quality officers`,
        outgoing,
        incoming,
      },
    })),
  ];
}

/** Without what is followed up already: a gap that lasts has one open loop, whatever day it was found on. */
function freshGaps(open: readonly OpenLoopRow[], gaps: readonly Gap[], today: Day): readonly Raised[] {
  return gaps.filter(
    (gap) =>
      (!gap.lasts || !open.some((loop) => isOf(gap, loop))) && (gap.year ?? today.slice(0, 4)) === today.slice(0, 4),
  );
}

async function openGaps(deps: Deps): Promise<readonly OpenLoopRow[]> {
  return (await Promise.all(GAPS.map((definition) => findOpenLoops(deps.worker, definition, null)))).flat();
}

/** Of an officer who left early each leaving is one of its own; otherwise the place says which. */
function isOf(gap: Gap, loop: { readonly definition: string; readonly subject: string }): boolean {
  const stem = (subject: string): string => subject.slice(0, subject.lastIndexOf('|'));
  return gap.definition === loop.definition && stem(gap.subject) === stem(loop.subject);
}

async function closeMended(deps: Deps, open: readonly OpenLoopRow[], gaps: readonly Gap[]): Promise<number> {
  const now = deps.clock.now();
  const mended = open.filter((loop) => !gaps.some((gap) => isOf(gap, loop)));
  for (const { id } of mended)
    await deps.worker.tx((tx) =>
      recordInLoop(deps, tx, id, {
        key: `register/${formatInstant(now)}`,
        kind: 'act',
        stage: 'mend',
        outcome: 'mended',
        occurredAt: now,
        recordedAt: now,
        by: PLATFORM,
        fields: { record: '目录已登记 registered' },
      }),
    );
  return mended.length;
}

/** Whether some document in force on its day asks for it, or the institution itself. */
function isDeclared(deps: Deps, { definition, unit, occurredAt }: Raised): boolean {
  return loopOn(deps, definition, unit, dayOf(occurredAt)) !== null;
}

async function raise(deps: Deps, one: Raised): Promise<boolean> {
  const row = await deps.worker.tx((tx) => openLoop(deps, tx, { ...one, personId: null, by: PLATFORM }));
  return row !== null;
}

/** Does so now, on every new day and after every change of these registers. */
export function startOrganisation(deps: Deps): RunningJob {
  const failed = 'what hospitals owe by the calendar could not be opened';
  const job = startJob(
    deps,
    { failed, everyMs: LOOK_MS },
    onceADay(deps, () => raiseOrganisation(deps)),
  );
  const following = followRegisters(deps, {
    failed,
    workFor: (changed) =>
      changed.some((register) => OF_REGISTERS.includes(register)) ? () => raiseOrganisation(deps) : null,
  });
  return {
    stop: async () => {
      await Promise.all([job.stop(), following.stop()]);
    },
  };
}
