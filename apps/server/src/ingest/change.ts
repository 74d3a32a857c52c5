/** Submissions that touch what is stored already: unchanged stays, changed becomes a new version, withdrawn is withdrawn. */
import type { Presented } from '@fujie/core/person';
import { isContradiction, isNamed } from '@fujie/core/person';
import type { Patient } from '@fujie/wire/fhir';
import { presentedOf, withMember } from '@fujie/wire/fhir';

import type { Queryable } from '../platform/db/database.ts';
import type { Events } from '../platform/events/events.ts';
import type { CurrentResource, CurrentResult, ParentReport, Withdrawn } from './change.query.ts';
import {
  addWithdrawn,
  advanceKeys,
  currentPatients,
  currentResources,
  currentResults,
  findParents,
  lastVersions,
  linkToReport,
  lockKeys,
  lockTogether,
  moveResults,
  retire,
  wasCertain,
} from './change.query.ts';
import type { Stored } from './conditions.ts';
import { isBehind, knownOf, PreconditionFailed, problemsOfChange } from './conditions.ts';
import { digestOf } from './ids.ts';
import { reportNameOf } from './naming.ts';
import { orderersOf, withOrderers } from './orderers.ts';
import { adoptWaiting } from './persons.query.ts';
import type {
  Prepared,
  PreparedReport,
  PreparedResource,
  PreparedResult,
  PreparedSubject,
  Written,
} from './prepared.ts';
import { arrivedPatients, voidOf } from './prepared.ts';
import { addVersions, contentOf } from './write.query.ts';

/** Somebody stored a report of these lines after its locks were taken: the transaction is tried again. */
class ReportArrived extends Error {
  override readonly name = 'ReportArrived';
  readonly code = '40001';
}

/** A patient was linked to another person after the submission was prepared: it is prepared again. */
export class PatientMoved extends Error {
  override readonly name = 'PatientMoved';
}

/** Runs inside one transaction. */
export async function changeStored(tx: Queryable, events: Events, submission: Prepared): Promise<Written> {
  const { institution, reports, at } = submission;
  const digest = digestOf(contentOf(submission.texts));
  const parents = await lock(tx, submission);
  await confirmSubjects(tx, submission);
  const keys = await lockKeys(tx, institution, reports, digest);
  const stored = { ...(await readStored(tx, submission)), parents };
  const versions: Written['versions'] & Map<string, { version: number; isNew: boolean; at: number }> = new Map();
  for (const placed of submission.placed) {
    const known = knownOf(placed, stored);
    if (known) versions.set(placed.id, { version: known.version, isNew: false, at: known.at });
  }
  // A message that was accepted before, and something else since: it was only under way for long.
  const isLate = keys.some((key) => key.earlier.some((earlier) => earlier.equals(digest)));
  if (isLate && submission.placed.every((p) => p.ifMatch === null)) return { documentId: null, versions };

  const problems = problemsOfChange(submission, stored);
  if (problems.length > 0) throw new PreconditionFailed(problems);

  const newResources = submission.resources.flatMap((row) => {
    const known = stored.resources.get(row.id);
    const isSame =
      known?.digest?.equals(row.digest) === true &&
      (row.type !== 'Patient' || (known.person_id === row.personId && known.identity === row.identity));
    return isSame ? [] : [{ row: withRefs(row, reports, known), version: (known?.version ?? 0) + 1 }];
  });
  const texts = [...submission.texts];
  const rows = ownResults(submission, stored, texts);
  const changedIds = new Set(newResources.map((r) => r.row.id));
  const changed = rows.filter(
    (row) => !isUnchanged(row, stored, texts, changedIds) && !isLateLine(row, submission, stored, changedIds),
  );
  const newResults = await versionsOf(tx, stored, changed);
  const withdrawn = withdrawnBy(submission, stored, texts);
  for (const report of reports) await linkToReport(tx, report, looseOf(submission, report, stored, withdrawn));
  if (newResources.length + newResults.length + withdrawn.length === 0) return { documentId: null, versions };

  const superseded = newResults.flatMap(({ row }) => stored.results.get(row.id) ?? []);
  const absorbed = reports
    .flatMap((r) => r.studies.flatMap((id) => stored.results.get(id) ?? []))
    .filter((r) => r.source_type === 'ImagingStudy' && r.institution === institution && !superseded.includes(r));
  const replaced = newResources.flatMap(({ row }) => stored.resources.get(row.id) ?? []);
  await retire(tx, replaced, [...superseded, ...withdrawn.map((w) => w.before), ...new Set(absorbed)]);
  const documentId = await addVersions(tx, submission, texts, newResources, newResults);
  await addWithdrawn(tx, documentId, at, withdrawn);
  await advanceKeys(tx, institution, reports, digest);
  const arrived = await currentPatients(tx, institution, waitingFor(submission));
  const adopted = await adoptWaiting(tx, [
    ...arrivedPatients(newResources.filter((r) => r.version === 1).map((r) => r.row)),
    ...arrived,
  ]);
  for (const { row, version } of newResources) versions.set(row.id, { version, isNew: version === 1, at });
  for (const { row, version } of newResults)
    if (row.sourceType === 'Observation') versions.set(row.id, { version, isNew: version === 1, at });

  const changes = new Changes();
  for (const { row } of newResults) changes.replaced(stored.results.get(row.id), row);
  for (const { before } of withdrawn) changes.withdrawn(before);
  const moved = [...adopted];
  for (const { row } of newResources)
    for (const { id, person_id } of await moveEarlier(tx, submission, row, stored.resources.get(row.id))) {
      changes.moved(person_id, id);
      moved.push(id);
    }
  await changes.tell(tx, events, institution);
  if (moved.length > 0) await events.emit(tx, 'results-moved', { results: moved });
  await tellSuspects(tx, events, submission, {
    stored: new Set(newResults.map(({ row }) => row.id)),
    replaced: [...superseded.map(({ id }) => id), ...withdrawn.map(({ before }) => before.id)],
  });
  for (const { row } of newResources) {
    const order = submission.orders.get(row.id);
    if (order && stored.resources.get(row.id)?.status !== 'active') await events.emit(tx, 'order-placed', order);
  }
  return { documentId, versions };
}

/** What may be critical, and what was replaced that may have been 危急值: only of results that this document changed. */
async function tellSuspects(
  tx: Queryable,
  events: Events,
  { institution, sender, suspects }: Prepared,
  { stored, replaced }: { readonly stored: ReadonlySet<string>; readonly replaced: readonly string[] },
): Promise<void> {
  const own = suspects.filter(({ resultId }) => stored.has(resultId));
  if (own.length + replaced.length === 0) return;
  const named = await withOrderers(tx, institution, own);
  await events.emit(tx, 'results-suspected', { institution, sender, suspects: named, replaced });
}

/** Waits for whoever changes the same reports, lines and patients; answers the reports of lines that came without one. */
async function lock(tx: Queryable, submission: Prepared): Promise<ReadonlyMap<string, ParentReport>> {
  const { institution, reports } = submission;
  const alone = submission.results.filter((r) => isAlone(r)).map((r) => r.id);
  const before = await findParents(tx, institution, alone);
  await lockTogether(tx, [
    ...alone,
    ...[...before.values()].map((p) => p.report_id),
    ...reports.flatMap((r) => [r.id, ...(r.listed ?? []), ...r.studies]),
    ...submission.resources.filter((r) => r.type === 'Patient').map((r) => r.id),
    ...waitingFor(submission),
    ...submission.subjects.map((s) => s.id),
  ]);
  const parents = await findParents(tx, institution, alone);
  for (const [id, { report_id }] of parents) if (before.get(id)?.report_id !== report_id) throw new ReportArrived();
  return parents;
}

/** Patients that the submission brings itself are compared when they are stored. */
async function confirmSubjects(tx: Queryable, { institution, subjects, placed }: Prepared): Promise<void> {
  const own = new Set(placed.filter((p) => p.type === 'Patient' && !p.exists).map((p) => p.id));
  const others = subjects.filter((s) => !own.has(s.id));
  const ids = others.map((s) => s.id);
  const current = new Map((await currentPatients(tx, institution, ids)).map((p) => [p.id, p]));
  const isSame = ({ id, personId, identity }: PreparedSubject): boolean => {
    const known = current.get(id);
    return known?.personId === personId && known.identity === identity;
  };
  if (!others.every(isSame)) throw new PatientMoved();
}

/** A line, or images, without the report that they belong to. */
const isAlone = (row: PreparedResult): boolean => row.reportId === null;

/** Patients that are still to come, as far as was known when the submission was prepared. */
export function waitingFor({ results, resources }: Prepared): string[] {
  const rows = [...results.filter((r) => r.personId === 0), ...resources.filter((r) => r.personId === null)];
  return [...new Set(rows.flatMap((r) => r.subjectRef ?? []))];
}

async function readStored(tx: Queryable, submission: Prepared): Promise<Omit<Stored, 'parents'>> {
  const { institution, reports, placed } = submission;
  const resources = await currentResources(
    tx,
    placed.filter((p) => p.type !== 'Observation'),
  );
  const results = await currentResults(tx, institution, {
    ids: [...submission.results.map((r) => r.id), ...placed.filter((p) => p.type === 'Observation').map((p) => p.id)],
    named: reports.flatMap((r) => [...r.studies, ...(r.listed ?? [])]),
    reports: reports.map((r) => r.id),
  });
  return { resources, results };
}

/** A report that says nothing of its lines keeps those that it named before. */
function withRefs(
  row: PreparedResource,
  reports: readonly PreparedReport[],
  known: CurrentResource | undefined,
): PreparedResource {
  const report = row.type === 'DiagnosticReport' ? reports.find((r) => r.id === row.id) : undefined;
  if (report?.listed !== null || known?.refs === undefined) return row;
  return { ...row, refs: [...new Set([...(known.refs ?? []), ...(row.refs ?? [])])] };
}

/** The results of a submission as they stand among what is stored: lines that came alone are under their report. */
function ownResults(submission: Prepared, stored: Stored, texts: string[]): PreparedResult[] {
  return submission.results.flatMap((row) => {
    const parent = stored.parents.get(row.id);
    if (!parent) return [row];
    const voided = voidOf(parent.status);
    // Images that have been reported on are no result of their own any more.
    if (row.sourceType === 'ImagingStudy') return voided === null ? [] : [row];
    const reportNo = reportNameOf(JSON.parse(parent.content) as Patient, submission.institution)?.number ?? null;
    const status = voided ?? row.status;
    if (status !== row.status) texts[row.ix] = withMember(texts[row.ix] ?? '{}', 'status', `"${status}"`);
    return [{ ...row, reportId: parent.report_id, reportNo, status }];
  });
}

/** The row of an examination follows its report; that of an Observation its own text, its patient and the state of its report. */
function isUnchanged(
  row: PreparedResult,
  { results }: Stored,
  texts: readonly string[],
  changedIds: ReadonlySet<string>,
): boolean {
  const known = results.get(row.id);
  return (
    known !== undefined &&
    known.person_id === row.personId &&
    known.identity === row.identity &&
    known.status === row.status &&
    (row.sourceType === 'Observation' ? known.content === texts[row.ix] : !changedIds.has(row.id))
  );
}

/** A line that went on by itself is not set back by the report that it once came with. */
function isLateLine(
  row: PreparedResult,
  { placed, reports }: Prepared,
  { results }: Stored,
  changedIds: ReadonlySet<string>,
): boolean {
  const known = results.get(row.id);
  const own = placed.find((p) => p.id === row.id);
  if (!known || !own || own.ifMatch !== null || !reports.some((r) => r.id === row.reportId)) return false;
  return !changedIds.has(row.reportId ?? '') && isBehind(own, known);
}

async function versionsOf(
  tx: Queryable,
  { results }: Stored,
  rows: readonly PreparedResult[],
): Promise<{ row: PreparedResult; version: number }[]> {
  // Images that a report took in, and has let go again, are stored though not current.
  const images = rows.filter((r) => r.sourceType === 'ImagingStudy' && !results.has(r.id));
  const last = await lastVersions(tx, images);
  return rows.map((row) => ({ row, version: (results.get(row.id)?.version ?? last.get(row.id) ?? 0) + 1 }));
}

/** Whether a stored result stands under a report, or came before the report that now lists it. */
const belongsTo = (result: CurrentResult, report: PreparedReport): boolean =>
  result.report_id === report.id || (result.report_id === null && report.listed?.includes(result.id) === true);

/** Results that a report, corrected or withdrawn, no longer vouches for: a new version of each says so. */
function withdrawnBy(submission: Prepared, { results }: Stored, texts: string[]): Withdrawn[] {
  const sent = new Set(submission.results.map((r) => r.id));
  const withdrawn: Withdrawn[] = [];
  for (const before of results.values()) {
    const report = submission.reports.find((r) => belongsTo(before, r));
    if (!report || sent.has(before.id) || before.institution !== submission.institution) continue;
    // The row of an examination goes when its report is one no more.
    const isDropped = before.id === report.id || (report.listed !== null && !report.listed.includes(before.id));
    const status = report.voided ?? (isDropped ? 'entered-in-error' : null);
    if (status === null || voidOf(before.status) !== null) continue;
    const own = submission.resources.find((r) => r.id === before.id);
    withdrawn.push({ before, ix: own?.ix ?? texts.length, status, report });
    if (!own) texts.push(withMember(before.content, 'status', `"${status}"`));
  }
  return withdrawn;
}

function looseOf(
  submission: Prepared,
  report: PreparedReport,
  { results }: Stored,
  withdrawn: readonly Withdrawn[],
): string[] {
  const done = new Set([...submission.results.map((r) => r.id), ...withdrawn.map((w) => w.before.id)]);
  return (report.listed ?? []).filter((id) => {
    const line = results.get(id);
    return line?.report_id === null && line.institution === submission.institution && !done.has(id);
  });
}

/**
 * Earlier results of a patient whose identity was corrected. They follow to the person who is now certain while the record
 * describes the same human; when it describes another, nobody can say whose they are, and they stop being certain. A
 * mother's number that a newborn is registered under for a while moves nothing.
 */
async function moveEarlier(
  tx: Queryable,
  { institution, texts, at }: Prepared,
  row: PreparedResource,
  before: CurrentResource | undefined,
): Promise<{ id: string; person_id: number }[]> {
  if (row.type !== 'Patient' || before === undefined) return [];
  if (before.person_id === row.personId && before.identity === row.identity) return [];
  const presented = (text: string | null | undefined): Presented =>
    presentedOf(JSON.parse(text ?? '{}') as Patient, institution);
  const [earlier, now] = [presented(before.content), presented(texts[row.ix])];
  if (!isNamed(now)) return [];
  if (isContradiction(earlier, now)) {
    if (before.identity !== 'verified') return [];
    return moveResults(tx, institution, row.id, { personId: null, identity: 'unconfirmed' }, at);
  }
  if (row.identity !== 'verified' || row.personId === null) return [];
  if (!isNamed(earlier) && (await wasCertain(tx, institution, row.id))) return [];
  return moveResults(tx, institution, row.id, { personId: row.personId, identity: 'verified' }, at);
}

const ISSUED = new Set(['final', 'amended', 'corrected', 'appended', 'available']);

/** What the other contexts are told of results, by person, in the same transaction. */
class Changes {
  readonly #byPerson = new Map<number, { id: string; change: 'corrected' | 'withdrawn' | 'moved' }[]>();
  /** Those that had been issued: who ordered one that was not waits for it still. */
  readonly #issued = new Set<string>();

  withdrawn({ person_id: person, id, status }: CurrentResult): void {
    this.#note(id, status);
    this.#of(person).push({ id, change: 'withdrawn' });
  }

  moved(person: number, id: string): void {
    this.#issued.add(id);
    this.#of(person).push({ id, change: 'moved' });
  }

  replaced(before: CurrentResult | undefined, row: PreparedResult): void {
    const own = this.#of(row.personId);
    if (!before) return;
    this.#note(before.id, before.status);
    if (before.person_id !== row.personId) this.moved(before.person_id, row.id);
    else own.push({ id: row.id, change: voidOf(row.status) === null ? 'corrected' : 'withdrawn' });
  }

  #note(id: string, status: string): void {
    if (ISSUED.has(status)) this.#issued.add(id);
  }

  #of(person: number): { id: string; change: 'corrected' | 'withdrawn' | 'moved' }[] {
    const known = this.#byPerson.get(person) ?? [];
    this.#byPerson.set(person, known);
    return known;
  }

  async tell(tx: Queryable, events: Events, institution: string): Promise<void> {
    const ordered = this.#issued.size === 0 ? [] : await orderersOf(tx, institution, [...this.#issued]);
    for (const [personId, changed] of this.#byPerson) {
      const own = ordered.filter(({ result }) => changed.some(({ id }) => id === result));
      await events.emit(tx, 'results-recorded', { personId, institution, changed, ordered: own });
    }
  }
}
