/** What fills a database with a demonstration region. */
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { LoopActor, LoopState } from '@fujie/core/loops';
import { WEEKLY_RETURN } from '@fujie/packs';
import type {
  CheckRequest,
  CheckResponse,
  DecisionsRequest,
  PatientRef,
  WeeklyReturnRequest,
} from '@fujie/wire/contracts';

import type { CriticalValueRow } from './critical/critical.query.ts';
import { followChain } from './critical/chain.ts';
import { findRaised, insertCriticalValue } from './critical/critical.query.ts';
import { withdraw } from './critical/withdraw.ts';
import { followActs } from './duties/acts.ts';
import { findDutyLoops } from './duties/acts.query.ts';
import type { BulkOutcome } from './ingest/bulk.ts';
import { ingestMany as ingestMessages } from './ingest/bulk.ts';
import { fhirContext } from './fhir/context.ts';
import type { Actor } from './platform/auth/permissions.ts';
import { within } from './platform/auth/scope.ts';
import type { Queryable } from './platform/db/database.ts';
import type { Deps } from './platform/deps.ts';
import type { EpisodeActed } from './platform/events/events.ts';
import type { Opening } from './platform/loops/loops.ts';
import { openLoop, recordInLoop } from './platform/loops/loops.ts';
import { recordActs } from './recognition/acts.ts';
import { createChecks, episodeOf } from './recognition/check.ts';
import { identify } from './recognition/identity.ts';
import { findOverlooked } from './recognition/overlooked.ts';
import { casesFor } from './statistics/return-cases.ts';
import { handIn } from './statistics/return-hand-in.ts';
import { openReturns } from './statistics/return-jobs.ts';
import { countyOfUnit } from './statistics/return-units.ts';
import type { ReturnLoop } from './statistics/returns.query.ts';
import { findReturnLoops } from './statistics/returns.query.ts';
import { programActor } from './platform/auth/program-actor.ts';

export { reportEvent } from './adverse-events/report.ts';
export { enterPastMeeting, openPastDeviation } from './demonstration-dispatch.ts';
export type { PastDismissals } from './demonstration-alerts.ts';
export { dismissPast } from './demonstration-alerts.ts';
export { commentOnSample } from './demonstration-comments.ts';
export { openPastInspections } from './demonstration-inspections.ts';
export type { PastInspection } from './inspection/past.ts';
export type { PastBlind } from './laboratory/blind-past.ts';
export { recordPastBlind } from './laboratory/blind-past.ts';
export type { PastEqa } from './laboratory/eqa-past.ts';
export { recordPastEqa } from './laboratory/eqa-past.ts';
export type { PastControl } from './laboratory/iqc-past.ts';
export { recordPastControl } from './laboratory/iqc-past.ts';
export { followPatients } from './laboratory/iqc-patient-follow.ts';
export { controlByPatients } from './laboratory/iqc-patient-past.ts';
export type { PastCertificate } from './laboratory/staff-past.ts';
export { recordPastCertificates } from './laboratory/staff-past.ts';
export { recordPastStudies } from './laboratory/studies-past.ts';
export { importTyped } from './registers/change.ts';
export type { PastCase } from './organisation/past-cases.ts';
export { reviewPastCases } from './organisation/past-cases.ts';
export type { PastHazard } from './organisation/past-hazards.ts';
export { drillToday, findPastHazards } from './organisation/past-hazards.ts';
export type { PastDuty, PastMeeting } from './organisation/past.ts';
export { handOverInPast, holdPastMeetings, publishPastJournal } from './organisation/past.ts';

/** Takes the bundles of one institution as if its system had sent them. */
export async function ingestMany(deps: Deps, institution: string, bundles: Iterable<string>): Promise<BulkOutcome> {
  const actor = { ...programActor('demonstration'), role: 'system', institution } as const;
  const outcome = await ingestMessages(deps, actor, bundles, { ingest: fhirContext(deps).ingest });
  const detail = { written: outcome.written };
  await deps.audit.record({ actor, action: 'fhir:write', subject: 'bulk', outcome: 'done', detail });
  return outcome;
}

/** A loop of the past with what was recorded of it, as the record system of the hospital tells it. */
export interface PastLoop {
  readonly opening: Omit<Opening, 'personId' | 'by'>;
  readonly patient: PatientRef;
  /** What stands in the register of critical values. */
  readonly critical: Pick<CriticalValueRow, 'item' | 'name' | 'value' | 'unitOf' | 'side' | 'threshold'>;
  /** The institution that sent the specimen in, which is told what is reported to it. */
  readonly sentBy?: string;
  readonly acts: readonly PastAct[];
  /** When the result was taken back, and what was done about that. */
  readonly withdrawn: { readonly at: Instant; readonly acts: readonly PastAct[] } | null;
}

interface PastAct {
  readonly stage: string;
  readonly outcome: string;
  readonly occurredAt: Instant;
  readonly by: LoopActor;
  readonly fields: Readonly<Record<string, string | boolean>>;
}

/** Opens a loop unless it is there already, and records what was done in it. */
export async function openPastLoop(
  deps: Deps,
  { opening, patient, critical, sentBy, acts, withdrawn }: PastLoop,
): Promise<void> {
  const actor = { ...programActor('demonstration'), role: 'system', institution: opening.unit } as const;
  const { personId } = await identify(deps, actor, patient);
  await within(deps, actor).db.tx(async (tx) => {
    const by = { id: actor.id, name: actor.name, role: 'system' };
    const row = await openLoop(deps, tx, { ...opening, personId, by });
    if (row === null) return;
    await insertCriticalValue(tx, {
      ...{ loopId: row.id, unit: row.unit, department: row.department, personId },
      ...{ setting: 'inpatient', kind: 'laboratory', ...critical },
      ...{ resultId: opening.subject, reportId: null, uncertain: [], appearedAt: opening.occurredAt },
      ...{ sentBy: sentBy ?? null, testedBy: null, toldFrom: null },
    });
    const state = await actInPast(deps, tx, row.id, acts);
    const { id: loop, definition, subject } = row;
    if (sentBy !== undefined && state !== null) await followChain(deps, tx, { loop, definition, subject, state });
    if (withdrawn === null) return;
    const [raised] = await findRaised(tx, [opening.subject]);
    const then = { ...deps, clock: { now: () => withdrawn.at } };
    const taken = raised === undefined ? null : await withdraw(then, tx, raised, actor.id);
    if (taken !== null) await actInPast(deps, tx, taken.id, withdrawn.acts);
  });
}

/** Where the loop stands after them; null: nothing was done. */
async function actInPast(deps: Deps, tx: Queryable, loop: number, acts: readonly PastAct[]): Promise<LoopState | null> {
  let state: LoopState | null = null;
  for (const { stage, outcome, occurredAt, by, fields } of acts) {
    const done = await recordInLoop(deps, tx, loop, {
      ...{ key: `${stage}:${outcome}`, kind: 'act', stage, outcome, fields },
      ...{ occurredAt, recordedAt: occurredAt, by },
    });
    state = done?.state ?? state;
  }
  return state;
}

/** What is known of an order of the past beside the question and its answer. */
export interface PastOrder {
  readonly institution: string;
  readonly at: Instant;
  readonly request: CheckRequest;
  readonly respond: (check: CheckResponse) => DecisionsRequest['acts'];
  /** So recent that what it leaves to be done is followed; `writtenAt`: when the record system wrote what was accepted. */
  readonly recent: { readonly writtenAt: Instant | null } | null;
}

/** An order of one institution at a moment of the past: asked as its system asks, answered as its physician does. */
export async function orderOnce(deps: Deps, { institution, at, request, respond, recent }: PastOrder): Promise<void> {
  const then: Deps = { ...deps, clock: { now: () => at } };
  const actor = { ...programActor('demonstration'), role: 'system', institution } as const;
  const check = await createChecks(then).check(actor, request);
  const acts = respond(check);
  const { practitioner = null, department = null, encounter } = request;
  if (acts.length > 0)
    await recordActs(then, actor, {
      decision: check.decision,
      ...(practitioner === null ? {} : { practitioner }),
      acts,
    });
  if (recent === null) return;
  const { personId } = await identify(then, actor, request.patient);
  if (personId === null) return;
  const { db } = within(deps, actor, [personId]);
  await db.tx(async (tx) => {
    if (acts.length === 0)
      await findOverlooked(then, tx, {
        ...{ personId, institution, department, practitioner, encounter: encounter?.id ?? null },
        ...{ orderRef: `demonstration-${check.decision}`, items: request.items.map(({ item }) => item) },
        ...{ emergency: encounter?.class === 'emergency', placedAt: at, authoredAt: at },
      });
    const episode = episodeOf(institution, encounter?.id ?? null, dayOf(at));
    await followActs(then, tx, { personId, institution, episode });
    const { writtenAt } = recent;
    if (writtenAt !== null) await writeIntoChart(then, tx, { personId, institution, episode }, writtenAt);
  });
}

/** The record system says that what was accepted stands in its chart. */
async function writeIntoChart(deps: Deps, tx: Queryable, episode: EpisodeActed, at: Instant): Promise<void> {
  for (const { id, definition, status } of await findDutyLoops(tx, episode))
    if (definition === 'recognition/chart-entry' && status === 'open')
      await recordInLoop(deps, tx, id, {
        ...{ key: 'written', kind: 'act', stage: 'write', outcome: 'confirmed', occurredAt: at, recordedAt: at },
        by: { id: `${episode.institution}/emr`, name: '电子病历系统', role: 'doctor' },
        fields: { document: `EMR-${String(id)}` },
      });
}

/** Opens the weekly returns of the last weeks. */
export async function openPastReturns(deps: Deps): Promise<readonly ReturnLoop[]> {
  await openReturns(deps);
  return findReturnLoops(deps.worker, [WEEKLY_RETURN.institution, WEEKLY_RETURN.county], WEEKLY_RETURN.first as Day);
}

/** A weekly return of the past, handed in by its unit; what was learned is told of a case of its city, if one was released by then. */
export async function handInPast(
  deps: Deps,
  loop: ReturnLoop,
  at: Instant,
  { lesson, ...said }: Omit<WeeklyReturnRequest, 'typical'> & { readonly lesson?: string },
): Promise<void> {
  const then: Deps = { ...deps, clock: { now: () => at } };
  const county = countyOfUnit(loop.unit);
  const program = programActor('demonstration');
  const actor: Actor =
    county === null
      ? { ...program, role: 'quality-office', name: '医务科', institution: loop.unit }
      : { ...program, role: 'commission', name: '卫生健康局', region: county };
  const { month, cases } = lesson === undefined ? { month: '', cases: [] } : await casesFor(then, actor);
  const row = cases.find(({ choice }) => choice === 'ACCEPT')?.row;
  const isTold = lesson !== undefined && row !== undefined;
  await handIn(then, actor, loop, { ...said, ...(isTold ? { typical: { month, row, text: lesson } } : {}) });
}
