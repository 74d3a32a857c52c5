/**
 * Opens what comes again after an interval 周期性事项: the search for hazards and the check of each department, the review and the drill of
 * each emergency plan, the inspection of the green channel, the self-inspection of what is sent out. A new version of a plan in its register ends what asked for it; a department or plan that is no more owes nothing.
 * Source: henan-2023.sa4.0#01, #02, t20.3#01, henan-2025.mq.5#08, lab.13#02.
 */
import type { Day } from '@fujie/core/kernel';
import type { LoopRecord } from '@fujie/core/loops';
import { dayOf, startOfDay } from '@fujie/core/kernel';
import { departmentsWithGroup, dueAgain, emergencyDepartments, heldDay } from '@fujie/core/organisation';
import type { EmergencyPlanRow, RegisterSnapshot } from '@fujie/core/registers';
import { departments, emergencyPlans } from '@fujie/core/registers';

import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import type { RecurringRow } from './recurring.query.ts';
import { findLastRecurring } from './recurring.query.ts';

export const SEARCH = 'organisation/hazard-search';
export const REVIEW = 'organisation/plan-review';
export const DRILL = 'organisation/drill';
export const CHECK = 'organisation/department-check';
export const GREEN = 'organisation/green-channel-check';
const SENT_OUT = 'organisation/sent-out-check';
const KINDS = [SEARCH, REVIEW, DRILL, CHECK, GREEN, SENT_OUT];
const GONE = '目录中已无此科室或预案 The registers hold this department or plan no more';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

/** One thing that comes again. */
interface Recurring {
  readonly definition: string;
  /** Names it without the day: its subjects are this and the day when each fell due. */
  readonly stem: string;
  readonly unit: string;
  /** Null: the institution as a whole owes it. */
  readonly department: string | null;
  /** When it was done last, as far as registers tell. */
  readonly last: Day | null;
  readonly facts: Readonly<Record<string, string>>;
}

/** Opens and closes what is to be; how many of each. */
export async function raiseRecurring(
  deps: Deps,
  institutions: readonly string[],
  today: Day,
): Promise<{ readonly opened: number; readonly closed: number }> {
  const snapshot = deps.registers.current();
  const wanted = institutions.flatMap((institution) => recurringOf(snapshot, institution, today));
  const rows = await findLastRecurring(deps.worker, KINDS);
  const nameOf = (row: RecurringRow): string => `${row.definition}|${stemOf(row)}`;
  const known = new Map((await withHeld(deps, rows)).map((row) => [nameOf(row), row]));
  let opened = 0;
  for (const one of wanted)
    if (await raise(deps, one, known.get(`${one.definition}|${one.stem}`) ?? null, today)) opened += 1;
  const open = rows.filter(({ status }) => status === 'open');
  const stems = new Set(wanted.map(({ definition, stem }) => `${definition}|${stem}`));
  const gone = open.filter((row) => !stems.has(nameOf(row)));
  for (const { id } of gone) await withdraw(deps, id, GONE);
  const improved = await closeImproved(deps, snapshot, today, open);
  return { opened, closed: gone.length + improved };
}

/** What was drilled or checked came last on the day of that, however long something was put right after it. */
async function withHeld(deps: Deps, rows: readonly RecurringRow[]): Promise<readonly RecurringRow[]> {
  const held = rows.filter(
    ({ definition, status }) => [DRILL, CHECK, GREEN, SENT_OUT].includes(definition) && status === 'closed',
  );
  const records = await findRecords(
    deps.worker,
    held.map(({ id }) => id),
  );
  return rows.map((row) => {
    const own = records.get(row.id);
    const checked = own?.findLast((record) => record.kind === 'act' && ['check', 'inspect'].includes(record.stage));
    const heldOn =
      heldIn(own)?.['heldOn'] ??
      (checked?.kind === 'act' ? heldDay(checked.fields['heldOn'], dayOf(checked.occurredAt)) : undefined);
    return typeof heldOn === 'string' ? { ...row, closedOn: heldOn as Day } : row;
  });
}

/** What was recorded of a drill as it stands. */
export function heldIn(records: readonly LoopRecord[] | undefined): Readonly<Record<string, unknown>> | null {
  const held = records?.findLast((record) => record.kind === 'act' && record.stage === 'hold');
  return held?.kind === 'act' ? held.fields : null;
}

/** The day when what a subject names falls due. */
export const dueOf = ({ subject }: Pick<RecurringRow, 'subject'>): Day =>
  subject.slice(subject.lastIndexOf('|') + 1) as Day;

export const stemOf = ({ subject }: Pick<RecurringRow, 'subject'>): string =>
  subject.slice(0, subject.lastIndexOf('|'));

export const planStem = ({ institution, code }: Pick<EmergencyPlanRow, 'institution' | 'code'>): string =>
  `${institution}|${code}`;

function recurringOf(snapshot: RegisterSnapshot, institution: string, today: Day): readonly Recurring[] {
  const searches = snapshot
    .inForce(departments, today)
    .filter((row) => row.institution === institution)
    .map(({ code, nameZh, nameEn }): Recurring => ({
      ...{ definition: SEARCH, stem: `${institution}|${code}`, unit: institution, department: code, last: null },
      facts: { titleZh: `${nameZh}：全员隐患排查`, titleEn: `${nameEn ?? nameZh}: search for hazards` },
    }));
  const checks = departmentsWithGroup(snapshot, institution, today).map((code): Recurring => {
    const known = snapshot.nameOf(departments, `${institution}|${code}`, today);
    const of = { stem: `${institution}|${code}`, unit: institution, department: code, last: null };
    const nameZh = known?.nameZh ?? code;
    return { ...of, definition: CHECK, facts: checkTitles({ nameZh, nameEn: known?.nameEn ?? null }) };
  });
  const channels = emergencyDepartments(snapshot, institution, today).map((row): Recurring => ({
    ...{ definition: GREEN, stem: `${institution}|${row.code}`, unit: institution, department: row.code, last: null },
    facts: {
      titleZh: `${row.nameZh}：绿色通道检查`,
      titleEn: `${row.nameEn ?? row.nameZh}: inspection of the green channel`,
    },
  }));
  return [
    ...searches,
    ...checks,
    ...channels,
    {
      ...{ definition: SENT_OUT, stem: institution, unit: institution, department: null, last: null },
      facts: { titleZh: '外送检测：组织七类部门自查自评', titleEn: 'What is sent out to be tested: a self-inspection' },
    },
    ...plansOf(snapshot, institution, today).flatMap((row) => {
      const of = { stem: planStem(row), unit: institution, department: row.department };
      const from = sinceWhen(snapshot, row);
      const { code, edition: version, nameZh } = row;
      const nameEn = row.nameEn ?? nameZh;
      const facts = { plan: code, version };
      return [
        {
          ...of,
          definition: REVIEW,
          last: from,
          facts: { ...facts, titleZh: `${nameZh} ${version}：评审`, titleEn: `${nameEn} ${version}: review` },
        },
        {
          ...of,
          definition: DRILL,
          last: null,
          facts: { ...facts, titleZh: `${nameZh}：演练`, titleEn: `${nameEn}: drill` },
        },
      ];
    }),
  ];
}

export const checkTitles = ({ nameZh, nameEn }: { readonly nameZh: string; readonly nameEn: string | null }) => ({
  titleZh: `${nameZh}：质量管理检查`,
  titleEn: `${nameEn ?? nameZh}: check of how it manages quality`,
});

/** The emergency plans of an institution on a day. */
export function plansOf(snapshot: RegisterSnapshot, institution: string, day: Day): readonly EmergencyPlanRow[] {
  return snapshot.inForce(emergencyPlans, day).filter((row) => row.institution === institution);
}

/** Since when a plan has its version: an entry that changes something else is none. */
export function sinceWhen(snapshot: RegisterSnapshot, plan: EmergencyPlanRow): Day | null {
  return (
    snapshot.versions(emergencyPlans, planStem(plan)).find(({ row }) => row.edition === plan.edition)?.from ?? null
  );
}

async function raise(deps: Deps, one: Recurring, before: RecurringRow | null, today: Day): Promise<boolean> {
  const { definition, stem, unit, department, last, facts } = one;
  if (before?.status === 'open') return false;
  const declared = loopOn(deps, definition, unit, today);
  const { interval, notice } = declared?.parameters ?? {};
  if (interval === undefined || notice === undefined) return false;
  const days = [last, before?.closedOn ?? null].filter((day) => day !== null).sort();
  const due = dueAgain(days.at(-1) ?? null, { interval: interval.value, notice: notice.value }, today);
  if (due === null) return false;
  const row = await deps.worker.tx((tx) =>
    openLoop(deps, tx, {
      ...{ definition, subject: `${stem}|${due}`, unit, department, personId: null, by: PLATFORM },
      ...{ occurredAt: startOfDay(today), facts: { ...facts, dueAt: `${due}T23:59:59+08:00` } },
    }),
  );
  return row !== null;
}

/** Takes back what is asked of somebody who owes it no more. */
export async function withdraw(deps: Deps, id: number, note: string): Promise<void> {
  await deps.worker.tx(async (tx) => {
    const openings = (await findRecords(tx, [id])).get(id)?.filter(({ kind }) => kind === 'opened') ?? [];
    const opened = openings.at(-1);
    if (opened === undefined) return;
    const now = deps.clock.now();
    // What was opened again is withdrawn again.
    const key = openings.length === 1 ? 'withdrawn' : `withdrawn:${String(openings.length)}`;
    await recordInLoop(deps, tx, id, {
      ...{ key, kind: 'withdrawn', by: PLATFORM, corrects: opened.id, occurredAt: now, recordedAt: now },
      note,
    });
  });
}

/** Ends reviews, and improvements after a drill, of plans of which the register holds another version than when they were asked for. */
async function closeImproved(
  deps: Deps,
  snapshot: RegisterSnapshot,
  today: Day,
  open: readonly RecurringRow[],
): Promise<number> {
  const waiting = open.flatMap((row) => {
    const stage = row.stages.find((id) => id === 'review' || id === 'improve');
    const plan = snapshot.find(emergencyPlans, stemOf(row), today);
    return stage === undefined || plan === null ? [] : [{ ...row, stage, version: plan.edition }];
  });
  const records = await findRecords(
    deps.worker,
    waiting.map(({ id }) => id),
  );
  let closed = 0;
  for (const { id, stage, version } of waiting) {
    const own = records.get(id) ?? [];
    const held = own.findLast((record) => record.kind === 'act' && record.stage === 'hold');
    const opened = own.findLast((record) => record.kind === 'opened');
    const before =
      held?.kind === 'act' ? held.fields['version'] : opened?.kind === 'opened' ? opened.facts['version'] : null;
    if (before === version) continue;
    const now = deps.clock.now();
    await deps.worker.tx((tx) =>
      recordInLoop(deps, tx, id, {
        ...{ key: `version:${stage}:${version}`, kind: 'act', stage, outcome: 'improved', by: PLATFORM },
        ...{ occurredAt: now, recordedAt: now, fields: { version } },
      }),
    );
    closed += 1;
  }
  return closed;
}
