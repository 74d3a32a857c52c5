/**
 * What a laboratory works with 实验室资源 as of a day, from the registers; and an instrument put back in date with its certificate. Source:
 * national-2022.art.22, henan-2025.lab.2#04, #05, henan-2025.lab.3#01, henan-2025.lab.6#02 to #05.
 */
import type { Day } from '@fujie/core/kernel';
import { dayOf, keyOf } from '@fujie/core/kernel';
import type { PlannedInstrument } from '@fujie/core/laboratory';
import { instrumentPlan, lotsInUse, runItems, staffOf, SUBJECTS } from '@fujie/core/laboratory';
import type { RegisterSnapshot, TypedRow } from '@fujie/core/registers';
import {
  checkRows,
  instrumentActivities,
  instruments,
  licensedSubjects,
  reagentLots,
  testSystems,
} from '@fujie/core/registers';
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
import { institutionsOf, within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { documentView, keepDocument } from './documents.ts';
import { findDocuments, lockResources } from './documents.query.ts';

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
  return {
    institution: namedInstitution(snapshot, institution),
    day,
    instruments: planOf(deps, institution, day).map(({ instrument, activities, marks, ...standing }) => ({
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
  const [doneOn, dueOn] = [entry.doneOn as Day, entry.dueOn as Day];
  const at = deps.clock.now();
  const id = await within(deps, actor).db.tx(async (tx) => {
    // Two acts of one instrument that come at the same time are two changes, one upon the other.
    await lockResources(tx, institution);
    await deps.registers.refresh();
    await deps.events.emit(tx, 'entries-due', {
      ...{ register: instrumentActivities.id, rows: activityRows(deps, of, entry) },
      ...{ program: 'laboratory', note: `${institution}|${code}|${activity}` },
    });
    if (document === undefined) return null;
    const about = { institution, subject: `${code}|${activity}`, doneOn };
    return keepDocument(tx, about, document, { id: actor.id, name: actor.name, at });
  });
  await deps.registers.refresh();
  await deps.audit.record({
    ...{ actor, action: 'resource:record', subject: `${institution}|${code}|${activity}`, outcome: 'done' },
    detail: { doneOn, dueOn, document: id },
  });
  return { document: id };
}

/** The new version of a plan, and the one before it as it ends now. */
function activityRows(
  { clock, registers }: Pick<Deps, 'clock' | 'registers'>,
  { institution, code }: { readonly institution: string; readonly code: string },
  { activity, certificate, intervalDays, ...entry }: ActivityEntry,
): readonly TypedRow[] {
  const snapshot = registers.current();
  const today = dayOf(clock.now());
  const [doneOn, dueOn] = [entry.doneOn as Day, entry.dueOn as Day];
  if (snapshot.nameOf(instruments, `${institution}|${code}`, today) === null)
    throw new HttpProblem('not-found', {
      en: `No instrument ${code}: enter it in the register of instruments.`,
      zh: `没有仪器 ${code}：请先登记仪器设备目录。`,
    });
  const row = { institution, instrument: code, activity, doneOn, dueOn, certificate };
  const last = snapshot.versions(instrumentActivities, keyOf(instrumentActivities, row)).at(-1);
  if (doneOn > today || (last !== undefined && doneOn < last.from)) throw outOfOrder(doneOn, last?.from ?? null);
  const next = { row: { ...row, intervalDays: intervalDays ?? last?.row.intervalDays ?? null }, from: doneOn };
  const before =
    last === undefined || last.from === doneOn ? [] : [{ row: { ...last.row }, from: last.from, to: doneOn }];
  const { problems } = checkRows(instrumentActivities, [next]);
  if (problems.length > 0)
    throw new HttpProblem(
      'refused',
      { en: 'Nothing was recorded: see `errors`.', zh: '未记录：原因见 errors。' },
      problems,
    );
  return [next, ...before];
}

export function outOfOrder(doneOn: Day, last: Day | null): HttpProblem {
  return new HttpProblem('refused', {
    en: `\`doneOn\` ${doneOn} is in the future${last === null ? '' : `, or before ${last}, since when the present entry holds`}: write the day on which it was done.`,
    zh: `完成日 ${doneOn} 晚于今天${last === null ? '' : `，或早于现行记录的生效日 ${last}`}：请填写实际完成日。`,
  });
}

export function reagentsView({ registers }: Needs, institution: string, day: Day): ReagentsResponse {
  const snapshot = registers.current();
  return {
    ...{ institution: namedInstitution(snapshot, institution), day },
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
