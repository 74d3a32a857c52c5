/**
 * What a laboratory works with 实验室资源 as of a day, from the registers; and an instrument put back in date with its certificate. Source:
 * national-2022.art.22, henan-2025.lab.2#04, #05, henan-2025.lab.3#01, henan-2025.lab.6#02 to #05.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays, dayOf, keyOf, startOfDay } from '@fujie/core/kernel';
import type { PlannedInstrument } from '@fujie/core/laboratory';
import {
  instrumentPlan,
  lotsInUse,
  namedLotFaults,
  runItems,
  staffOf,
  standingByActivity,
  SUBJECTS,
} from '@fujie/core/laboratory';
import type { RegisterSnapshot, TypedRow } from '@fujie/core/registers';
import { instrumentActivities, instruments, licensedSubjects, reagentLots, testSystems } from '@fujie/core/registers';
import { resolveJurisdiction } from '@fujie/packs';
import type {
  ActivityEntry,
  ActivityRecorded,
  InstrumentsResponse,
  LicenceResponse,
  NamedCode,
  ReagentsResponse,
  ResourcesOverview,
} from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { institutionsOf } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { refuseFarYear } from '../platform/http/far-day.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { bodyDay } from '../platform/http/query-day.ts';
import { documentView, keepDocument } from './documents.ts';
import { findDocuments } from './documents.query.ts';
import { findNamedLots } from './named-lots.query.ts';
import type { Dated } from './resource-acts.ts';
import { recordResource, refuseOutOfOrder, refuseUnfitRows } from './resource-acts.ts';

type Needs = Pick<Deps, 'config' | 'registers'>;

/** Kept for a state of the registers and a day: it takes two derivations of each mark. */
function planOf({ config, registers }: Needs, institution: string, day: Day): readonly PlannedInstrument[] {
  const snapshot = registers.current();
  const { parameters } = resolveJurisdiction(config.jurisdiction, day);
  return snapshot.memo(`instrument-plan|${institution}|${day}`, () =>
    instrumentPlan(snapshot, institution, day, parameters),
  );
}

export async function instrumentsView(
  deps: Needs,
  db: Queryable,
  institution: string,
  day: Day,
): Promise<InstrumentsResponse> {
  const snapshot = deps.registers.current();
  const documents = await findDocuments(db, institution);
  const plan = planOf(deps, institution, day);
  return {
    institution: namedInstitution(snapshot, institution),
    day,
    standings: standingByActivity(plan).map(({ activity, inDate, overdue }) => ({
      ...{ activity, inDate: [...inDate], overdue: [...overdue] },
    })),
    instruments: plan.map(({ instrument, activities, marks, ...standing }) => ({
      ...{ code: instrument.code, nameZh: instrument.nameZh, nameEn: instrument.nameEn ?? null },
      ...{ model: instrument.model, items: instrument.items.length },
      ...standing,
      marks: marks.map(({ item, scope, label }) => ({ item: namedItem(snapshot, item), scope, label })),
      activities: activities.map(({ activity, doneOn, dueOn, intervalDays, certificate, nearness, daysLeft }) => ({
        ...{ activity, doneOn, dueOn, intervalDays, certificate, nearness, daysLeft },
        documents: documents
          .filter(({ subject }) => subject === `${instrument.code}|${activity}`)
          .map((row) => documentView(row)),
      })),
    })),
  };
}

export function namedItem(snapshot: RegisterSnapshot, code: string): NamedCode {
  const item = snapshot.item(code);
  return { code, nameZh: item?.nameZh ?? code, nameEn: item?.nameEn ?? null };
}

/** Records what was done: a new version of the plan and its certificate in one act; what was on record stays as it was. */
export async function recordActivity(
  deps: Deps,
  actor: Actor,
  of: { readonly institution: string; readonly code: string },
  entry: ActivityEntry,
): Promise<ActivityRecorded> {
  const { institution, code } = of;
  const { activity, document } = entry;
  const at = deps.clock.now();
  const [doneOn, dueOn] = [bodyDay('doneOn', entry.doneOn), bodyDay('dueOn', entry.dueOn)];
  refuseFarYear('doneOn', doneOn, dayOf(at));
  refuseFarYear('dueOn', dueOn, doneOn);
  const note = `${institution}|${code}|${activity}`;
  const about = { institution, subject: `${code}|${activity}`, doneOn };
  const by = { id: actor.id, name: actor.name, at };
  const id = await recordResource(deps, actor, {
    ...{ institution, register: instrumentActivities.id, note },
    rowsNow: () => activityRows(deps, of, { ...entry, doneOn, dueOn }),
    ...(document === undefined ? {} : { keep: (tx) => keepDocument(tx, about, document, by) }),
  });
  const detail = { doneOn, dueOn, document: id };
  await deps.audit.record({ actor, action: 'resource:record', subject: note, outcome: 'done', detail });
  return { document: id };
}

/** The new version of a plan, and the one before it as it ends now. */
function activityRows(
  { clock, registers }: Pick<Deps, 'clock' | 'registers'>,
  { institution, code }: { readonly institution: string; readonly code: string },
  { activity, certificate, intervalDays, doneOn, dueOn }: Dated<ActivityEntry, 'doneOn' | 'dueOn'>,
): readonly TypedRow[] {
  const snapshot = registers.current();
  const today = dayOf(clock.now());
  if (snapshot.nameOf(instruments, `${institution}|${code}`, today) === null)
    throw new HttpProblem('not-found', {
      en: `No instrument ${code}: enter it in the register of instruments.`,
      zh: `没有仪器 ${code}：请先登记仪器设备目录。`,
    });
  const row = { institution, instrument: code, activity, doneOn, dueOn, certificate };
  const last = snapshot.versions(instrumentActivities, keyOf(instrumentActivities, row)).at(-1);
  refuseOutOfOrder('doneOn', doneOn, today, last?.from ?? null);
  const next = { row: { ...row, intervalDays: intervalDays ?? last?.row.intervalDays ?? null }, from: doneOn };
  const before =
    last === undefined || last.from === doneOn ? [] : [{ row: { ...last.row }, from: last.from, to: doneOn }];
  refuseUnfitRows(instrumentActivities, [next]);
  return [next, ...before];
}

/** How far back results of control are looked through for the lots that came with them. */
const NAMED_DAYS = 31;

export async function reagentsView(
  { registers }: Needs,
  db: Queryable,
  institution: string,
  day: Day,
): Promise<ReagentsResponse> {
  const snapshot = registers.current();
  return {
    ...{ institution: namedInstitution(snapshot, institution), day, days: NAMED_DAYS },
    named: await unfitNamedLots(snapshot, db, institution, day),
    uses: lotsInUse(snapshot, institution, day).map(({ use, since, lot, faults, endsOn, endsBy, daysLeft }) => {
      const item = snapshot.nameOf(testSystems, `${institution}|${use.system}`, day)?.item ?? '';
      const known = lot ?? snapshot.nameOf(reagentLots, `${institution}|${use.product}|${use.lot}`, day);
      return {
        ...{ system: use.system, item: namedItem(snapshot, item), product: use.product, lot: use.lot, since },
        ...{ nameZh: known?.nameZh ?? use.product, kind: known?.kind ?? null, openedOn: use.openedOn, daysLeft },
        ...{ endsOn, endsBy },
        ...{ receivedOn: known?.receivedOn ?? null, expiresOn: known?.expiresOn ?? null, faults: [...faults] },
      };
    }),
  };
}

/** Lots that analysers name and that do not agree with the registers, as of the last day on which each was named. */
async function unfitNamedLots(
  snapshot: RegisterSnapshot,
  db: Queryable,
  institution: string,
  day: Day,
): Promise<ReagentsResponse['named']> {
  const systems = snapshot.all(testSystems).flatMap(({ row }) => (row.institution === institution ? row.code : []));
  const span = { from: startOfDay(addDays(day, 1 - NAMED_DAYS)), to: startOfDay(addDays(day, 1)) };
  const rows = await findNamedLots(db, { institution, systems: [...new Set(systems)] }, span);
  return rows.flatMap(({ system, kind, lot, from, to, count }) => {
    const faults = namedLotFaults(snapshot, { institution, system, kind, lot }, to);
    const item = snapshot.nameOf(testSystems, `${institution}|${system}`, to)?.item ?? '';
    const what = { system, item: namedItem(snapshot, item), kind, lot, from, to, count };
    return faults.length === 0 ? [] : [{ ...what, faults: [...faults] }];
  });
}

export function licenceView({ registers }: Needs, institution: string, day: Day): LicenceResponse {
  const snapshot = registers.current();
  const run = runItems(snapshot, institution, day);
  return {
    ...{ institution: namedInstitution(snapshot, institution), day, run: run.length },
    subjects: snapshot
      .inForce(licensedSubjects, day)
      .filter((row) => row.institution === institution)
      .map(({ subject, registration, approvedOn, items }) => ({
        ...{ subject, title: titleOf(subject), registration, approvedOn, items: items?.length ?? null },
        run: run.filter((one) => one.subject === subject).length,
      }))
      .sort((a, b) => (a.subject < b.subject ? -1 : 1)),
    outside: run
      .filter(({ licence }) => licence === null)
      .map(({ item, subject, instruments: used }) => ({
        ...{ item: namedItem(snapshot, item), subject, title: titleOf(subject), instruments: [...used] },
      })),
  };
}

const titleOf = (subject: string) => ({ ...(SUBJECTS[subject] ?? { zh: subject, en: subject }) });

const BREATH_MS = 5;

/** Every laboratory within reach; others are let through every few milliseconds. */
export async function resourcesOverview(deps: Needs, actor: Actor, day: Day): Promise<ResourcesOverview> {
  const snapshot = deps.registers.current();
  const institutions: ResourcesOverview['institutions'] = [];
  let since = performance.now();
  for (const code of institutionsOf(snapshot, actor)) {
    const plan = planOf(deps, code, day);
    if (plan.length === 0) continue;
    const isNear = ({ activities }: PlannedInstrument): boolean =>
      activities.some(({ nearness }) => nearness === 'within-7' || nearness === 'within-30');
    const ended = plan.filter(({ isOverdue, isPlanned }) => isOverdue || !isPlanned).flatMap(({ marks }) => marks);
    institutions.push({
      ...{ institution: namedInstitution(snapshot, code), instruments: plan.length },
      ...{ overdue: plan.filter(({ isOverdue }) => isOverdue).length, dueSoon: plan.filter(isNear).length },
      marksEnded: new Set(ended.map(({ item, scope }) => `${item}|${scope}`)).size,
      staffEnded: staffOf(snapshot, code, day).filter(({ gap }) => gap !== null).length,
      lotFaults: lotsInUse(snapshot, code, day).filter(({ faults }) => faults.length > 0).length,
      outside: runItems(snapshot, code, day).filter(({ licence }) => licence === null).length,
    });
    if (performance.now() - since < BREATH_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
  return { day, institutions };
}
