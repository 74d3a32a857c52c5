/**
 * Emergency plans 应急预案: what falls due for each, and drills 演练 with their after-action review. Each finding is followed up as a hazard,
 * and the plan gets a new version or is said to stand. Source: henan-2023.sa4.0#02.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import { countsSince } from '@fujie/core/organisation';
import { departments, emergencyPlans } from '@fujie/core/registers';
import type { Drill, DrillRecorded, DrillReport, EmergencyPlan, EmergencyResponse } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment } from '../platform/http/named-institution.ts';
import { bodyDay } from '../platform/http/query-day.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import { checkDepartment, hazardViews, openHazard } from './hazards.ts';
import { findHazardsOf } from './hazards.query.ts';
import { findLoopById } from './meetings.query.ts';
import { institutionOf, mayRecordFor } from './parts.ts';
import { DRILL, dueOf, heldIn, planStem, plansOf, REVIEW, sinceWhen, stemOf } from './recurring.ts';
import type { RecurringRow } from './recurring.query.ts';
import { findRecurring } from './recurring.query.ts';

/** Findings of drills are in the area of emergency response, marked by the loop of their drill. */
const FOUND = 'emergency';
const markOf = (loop: number): string => `drill.${String(loop)}.`;

/** Plans of the institution with what falls due for each, and the drills that were held. */
export async function emergencyFor(deps: Deps, actor: Actor): Promise<EmergencyResponse> {
  const institution = institutionOf(actor);
  const { db } = within(deps, actor);
  const snapshot = deps.registers.current();
  const today = dayOf(deps.clock.now());
  const rows = await findRecurring(db, [REVIEW, DRILL], institution);
  const found = await findHazardsOf(db, institution, `${FOUND}|${institution}|drill.`);
  const records = await findRecords(
    db,
    [...rows, ...found].map(({ id }) => id),
  );
  const drills = rows
    .filter(({ definition }) => definition === DRILL)
    .flatMap((row): Drill[] => {
      const held = heldIn(records.get(row.id));
      if (held === null) return [];
      const findings = found.filter(({ subject }) => subject.includes(`|${markOf(row.id)}`));
      const findingViews = hazardViews(deps, { institution, rows: findings, records });
      return [{ ...drillOf(row, held, today), findings: findingViews }];
    });
  await deps.audit.record({ actor, action: 'organisation:read', outcome: 'done' });
  const owed = (definition: string, stem: string, stages: readonly string[]): EmergencyPlan['review'] => {
    const row = rows.find(
      (one) => one.definition === definition && stemOf(one) === stem && one.stages.some((id) => stages.includes(id)),
    );
    if (row === undefined) return null;
    const dueOn = dueOf(row);
    return { loop: row.id, dueOn, isOverdue: dueOn < today };
  };
  const every = (definition: string, stem: string, since: Day | null): EmergencyPlan['reviewEvery'] => {
    const interval = loopOn(deps, definition, institution, today)?.parameters['interval']?.value;
    if (interval === undefined) return null;
    const came = rows
      .filter((one) => one.definition === definition && stemOf(one) === stem)
      .map((row) => heldIn(records.get(row.id))?.['heldOn'] ?? row.closedOn);
    const last =
      [since, ...came]
        .filter((day) => typeof day === 'string')
        .sort()
        .at(-1) ?? null;
    return { interval, last, nextOn: last === null ? null : addDays(last as Day, interval) };
  };
  return {
    plans: plansOf(snapshot, institution, today).map((plan) => ({
      ...{ code: plan.code, nameZh: plan.nameZh, nameEn: plan.nameEn, kind: plan.kind, version: plan.edition },
      department: namedDepartment(snapshot, institution, plan.department),
      since: sinceWhen(snapshot, plan) ?? today,
      review: owed(REVIEW, planStem(plan), ['review']),
      reviewEvery: every(REVIEW, planStem(plan), sinceWhen(snapshot, plan)),
      drill: owed(DRILL, planStem(plan), ['hold']),
      drillEvery: every(DRILL, planStem(plan), null),
      drilledOn: drills.find((one) => one.plan === plan.code)?.heldOn ?? null,
    })),
    drills,
    departments: snapshot
      .inForce(departments, today)
      .filter((row) => row.institution === institution)
      .map(({ code, nameZh, nameEn }) => ({ code, nameZh, nameEn })),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function drillOf(row: RecurringRow, fields: Fields, today: Day): Omit<Drill, 'findings'> {
  const said = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  const counted = (name: string): number => (typeof fields[name] === 'number' ? fields[name] : 0);
  const isOpen = row.stages.includes('improve');
  return {
    ...{ loop: row.id, plan: stemOf(row).slice(row.unit.length + 1), heldOn: said('heldOn'), version: said('version') },
    ...{ scenario: said('scenario'), review: said('review') },
    ...{ participants: counted('participants'), trained: counted('trained') },
    improved:
      counted('findings') === 0
        ? 'none'
        : !isOpen
          ? 'done'
          : row.dueOn !== null && row.dueOn < today
            ? 'overdue'
            : 'open',
  };
}

/** Records a drill in its loop and opens a hazard for each finding, all or nothing. */
export async function recordDrill(deps: Deps, actor: Actor, loop: number, body: DrillReport): Promise<DrillRecorded> {
  const { db } = within(deps, actor);
  const row = await findLoopById(db, loop);
  const institution = institutionOf(actor);
  if (row?.definition !== DRILL || row.institution !== institution || row.status !== 'open')
    throw new HttpProblem('not-found', { en: 'No such drill is owed.', zh: '没有该项待进行的演练。' });
  if (!mayRecordFor(deps, actor, row.department)) throw notYours();
  const now = deps.clock.now();
  const plan = deps.registers.current().find(emergencyPlans, stemOf(row), dayOf(now));
  if (plan === null)
    throw new HttpProblem('refused', { en: 'The register holds the plan no more.', zh: '目录中已无该预案。' });
  const interval = loopOn(deps, DRILL, institution, dayOf(now))?.parameters['interval']?.value ?? 1;
  const heldOn = heldOnIn(body.heldOn, countsSince(dueOf(row), interval), dayOf(now));
  for (const [index, { department }] of body.findings.entries())
    checkDepartment(deps, institution, department, `findings.${String(index)}.department`);
  const by = loopActorOf(actor);
  const findings = await db.tx(async (tx) => {
    const done = await recordInLoop(deps, tx, loop, {
      ...{ key: 'drill', kind: 'act', stage: 'hold', by, recordedAt: now },
      outcome: body.findings.length === 0 ? 'without-findings' : 'with-findings',
      // One that was held before it was asked for meets it as soon as it is asked for.
      occurredAt: Math.max(row.openedMs, Math.min(now, startOfDay(addDays(heldOn, 1)) - 1)) as Instant,
      fields: {
        ...{ heldOn, version: plan.edition, scenario: body.scenario.trim(), review: body.review.trim() },
        ...{ participants: body.participants, trained: body.trained, findings: body.findings.length },
      },
    });
    if (done === null || done.record === null)
      throw new HttpProblem('conflict', { en: 'This drill is recorded already.', zh: '本次演练已登记。' });
    if (done.state.findings.some(({ record, flaw }) => record === done.record && flaw === 'wrong-person'))
      throw notYours();
    const opened: number[] = [];
    for (const [index, { text, department }] of body.findings.entries()) {
      const mark = `${markOf(loop)}${String(index + 1)}`;
      const found = { institution, area: FOUND, department, place: plan.nameZh, what: text, mark } as const;
      opened.push(await openHazard(deps, tx, found, by, { drill: String(loop), foundAt: formatInstant(now) }));
    }
    return opened;
  });
  await deps.audit.record({
    actor,
    action: 'organisation:record',
    subject: String(loop),
    outcome: 'done',
    detail: { findings: findings.length },
  });
  return { loop, findings };
}

function heldOnIn(text: string, since: Day, today: Day): Day {
  const heldOn = bodyDay('heldOn', text);
  if (heldOn > today)
    throw unfitField(
      'heldOn',
      'it lies in the future: record a drill once it was held',
      '日期在将来：请在演练之后登记',
    );
  if (heldOn < since)
    throw unfitField(
      'heldOn',
      `it lies before ${since} and counts for an earlier due date: record a drill that was held since`,
      `早于 ${since}，属于上一期：请登记此后进行的演练`,
    );
  return heldOn;
}

function notYours(): HttpProblem {
  return new HttpProblem('not-permitted', {
    en: 'Recorded by the head of the department that answers for the plan, or by the quality office.',
    zh: '由预案负责科室的科主任或质量管理部门登记。',
  });
}
