/** From the operations of a message to what is written: checks, names, persons, facts. Nothing is written here. */
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { resolveJurisdiction } from '@fujie/packs';
import type {
  DiagnosticReport,
  ImagingStudy,
  Lookup,
  Observation,
  Patient,
  Reference,
  ServiceRequest,
} from '@fujie/wire/fhir';
import {
  examinationFacts,
  imagingFacts,
  isExaminationReport,
  keptText,
  observationFacts,
  startOf,
  withMember,
} from '@fujie/wire/fhir';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import type { CriticalSuspect, OrderPlaced } from '../platform/events/events.ts';
import { readBeside } from './beside.ts';
import type { DayControls } from './day-control.ts';
import { WITHOUT_CONTROL } from './day-control.ts';
import { bornLater, checkAll, danglingReferences, inventedIds, unmatchedVersions } from './checks.ts';
import { digestOf, storedId } from './ids.ts';
import { staffOfLine, UNAUTHORISED_STAFF, withStaffRemark } from './line-staff.ts';
import { withLotRemarks } from './line-lots.ts';
import { stoppedLines } from './line-stops.ts';
import type { Matcher } from './match.ts';
import type { Operation, Read } from './message.ts';
import { ID_PATTERN, refuse } from './message.ts';
import type { Named } from './naming.ts';
import { identifiersOf, nameAll, reportNameOf } from './naming.ts';
import { orderOf } from './orders.ts';
import type { LinkedPerson, Persons } from './persons.ts';
import type {
  Placed,
  Prepared,
  PreparedReport,
  PreparedResource,
  PreparedResult,
  PreparedSubject,
  Voided,
} from './prepared.ts';
import { voidOf } from './prepared.ts';
import { endOf, identifierTokens, OUT_OF_CONTROL, resultOf, searchableOf } from './rows.ts';
import type { Subject } from './subjects.ts';
import { subjectOf, subjectReferenceOf } from './subjects.ts';
import { suspectOf, withoutChecked, withSignatureRemark } from './suspects.ts';
import { refusedLines, warningsOf } from './warnings.ts';

export interface PlanDeps extends Pick<Deps, 'config' | 'db' | 'seal' | 'registers' | 'clock'> {
  readonly controls: DayControls;
  readonly persons: Persons;
  readonly match: Matcher;
}

export interface Sender {
  readonly actor: Actor;
  readonly institution: string;
  readonly channel: string;
}

/** Checks every operation and prepares what is written, or says everything that is wrong. */
export async function plan(
  deps: PlanDeps,
  sender: Sender,
  text: string,
  ops: readonly Operation[],
): Promise<Read<Prepared>> {
  const now = deps.clock.now();
  const { institution } = sender;
  const problems = checkAll(ops, institution, now);
  if (problems.length > 0) return refuse(422, ...problems);
  const invented = await inventedIds(deps.db, institution, ops);
  if (invented.length > 0) return refuse(422, ...invented);

  const byUrl = new Map<string, Operation>();
  for (const op of ops) {
    if (op.fullUrl === null) continue;
    byUrl.set(op.fullUrl, op);
    // A relative reference inside a Bundle is read against the fullUrl of its entry.
    const relative = /\/([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/.exec(op.fullUrl)?.[1];
    if (relative !== undefined && op.fullUrl.startsWith('http')) byUrl.set(relative, op);
  }
  for (const op of ops) if (op.clientId !== null) byUrl.set(`${op.type}/${op.clientId}`, op);
  const target = (reference: string): Operation | undefined => byUrl.get(reference);

  const existing = await deps.match.conditionalCreates(institution, ops);
  if (!existing.ok) return existing;
  const conditional = await deps.match.conditionalReferences(institution, ops, target);
  if (!conditional.ok) return conditional;

  const fresh = ops.filter((op) => !existing.value.has(op));
  const named = nameAll(ops, existing.value, institution, text, target);
  const resolve = (reference: string): string => {
    const op = byUrl.get(reference);
    if (op) return `${op.type}/${existing.value.get(op)?.publicId ?? named.get(op)?.publicId ?? ''}`;
    return conditional.value.get(reference) ?? reference;
  };
  const dangling = danglingReferences(fresh, resolve);
  if (dangling.length > 0) return refuse(422, ...dangling);
  const unmatched = await unmatchedVersions(deps.db, named);
  if (unmatched.length > 0) return refuse(412, ...unmatched);

  const inMessage: Lookup = (reference) => (reference === undefined ? undefined : byUrl.get(reference)?.resource);
  const beside = await readBeside(deps.db, institution, named.values(), inMessage, resolve);
  const lookup: Lookup = (reference) => inMessage(reference) ?? beside.resources.get(resolve(reference ?? ''));

  const linked = new Map<string, LinkedPerson>();
  for (const { op, id } of named.values()) {
    if (op.type === 'Patient') linked.set(id, await deps.persons.link(institution, id, op.resource as Patient));
  }
  const subjects = new Map<Operation, Subject>();
  const byReference = new Map<string, Subject>();
  for (const op of fresh) {
    const reference = subjectReferenceOf(op.resource)?.reference;
    const known = reference === undefined ? undefined : byReference.get(reference);
    const subject =
      known === undefined
        ? await subjectOf(deps, institution, op, resolve, linked)
        : ({ ok: true, value: known } as const);
    if (!subject.ok) problems.push(...subject.problems);
    else {
      subjects.set(op, subject.value);
      // What waits for its patient is said of each resource; what has one is looked up once.
      if (reference !== undefined && subject.value.person.personId !== 0) byReference.set(reference, subject.value);
    }
  }
  if (problems.length > 0) return refuse(422, ...problems);

  const texts: string[] = [];
  const resources: PreparedResource[] = [];
  const results: PreparedResult[] = [];
  const reports: PreparedReport[] = [];
  const orders = new Map<string, OrderPlaced>();
  const suspects: CriticalSuspect[] = [];
  const around = { deps, institution, now, lookup, resolve };
  const context = { registers: deps.registers.current(), institution, seal: deps.seal, now };
  const reportNames = new Map<string, { readonly number: string | null; readonly voided: Voided | null }>();
  for (const { op, id } of named.values()) {
    if (op.type !== 'DiagnosticReport') continue;
    const voided = voidOf(op.resource.status);
    reportNames.set(id, { number: reportNameOf(op.resource, institution)?.number ?? null, voided });
  }
  const reportedStudies = new Set(
    fresh
      .flatMap((op) => (op.type === 'DiagnosticReport' ? ((op.resource as DiagnosticReport).imagingStudy ?? []) : []))
      .map((r) => target(r.reference ?? '')),
  );

  const broughtIds = new Set([...named.values()].map((own) => own.id));
  fresh.forEach((op, ix) => {
    const own = named.get(op);
    const subject = subjects.get(op);
    if (!own || !subject) return;
    const { id, publicId } = own;
    const report = own.report === null ? undefined : named.get(own.report);
    const name = report === undefined ? undefined : reportNames.get(report.id);
    const sent = keptText(
      text,
      op.span,
      { type: op.type, id: publicId, meta: op.resource.meta as Record<string, unknown> | undefined },
      resolve,
    );
    // A line of a withdrawn report is not given out as final.
    const status = name?.voided ?? op.resource.status;
    const kept = status === op.resource.status ? sent : withMember(sent, 'status', `"${status ?? ''}"`);
    texts.push(kept);
    const placement = {
      personId: subject.person.personId,
      identity: subject.person.identity,
      id,
      ix,
      sourceType: op.type,
      subjectRef: subject.ref,
    };
    if (op.type === 'Observation') {
      const listedBy = (report?.op.resource ?? beside.reports.get(id)) as DiagnosticReport | undefined;
      const facts = observationFacts(op.resource as Observation, listedBy, lookup);
      const line = { ...placement, reportId: report?.id ?? null, reportNo: name?.number ?? null };
      const staff = staffOfLine(op.resource as Observation, listedBy, lookup);
      const plain = resultOf(facts, line, context, name?.voided ?? null);
      const row = withLotRemarks(withStaffRemark(plain, staff, context), op.resource as Observation, context);
      const suspect = suspectOf(around, op.resource as Observation, listedBy, row);
      results.push(withSignatureRemark(row, suspect));
      if (suspect !== null) suspects.push(suspect);
      return;
    }
    const patient = op.type === 'Patient' ? (linked.get(id) ?? null) : null;
    const reportHere =
      op.type === 'DiagnosticReport'
        ? reportOf(op.resource as DiagnosticReport, own, institution, resolve, reports)
        : null;
    resources.push({
      type: op.type,
      id,
      ix,
      digest: digestOf(kept),
      personId: patient?.personId ?? (subject.person.personId === 0 ? null : subject.person.personId),
      identity: patient?.identity ?? null,
      identifiers: identifierTokens(deps.seal, identifiersOf(op.resource)),
      subjectRef: subject.ref,
      refs: reportHere === null ? null : refsOf(reportHere, broughtIds),
      ...searchableOf(op.resource),
      endedAt: endOf(op.resource),
    });
    if (reportHere !== null) {
      const examination = op.resource as DiagnosticReport;
      reports.push(reportHere);
      if (isExaminationReport(examination)) {
        const line = { ...placement, reportId: id, reportNo: reportHere.reportNo };
        const row = resultOf(examinationFacts(examination, lookup), line, context, null);
        results.push(row);
        const suspect = suspectOf(around, examination, undefined, row);
        if (suspect !== null) suspects.push(suspect);
      }
    }
    if (op.type === 'ImagingStudy' && !reportedStudies.has(op)) {
      results.push(
        resultOf(
          imagingFacts(op.resource as ImagingStudy),
          { ...placement, reportId: null, reportNo: null },
          context,
          null,
        ),
      );
    }
    if (op.type === 'ServiceRequest') {
      const order = orderOf(deps, institution, op.resource as ServiceRequest, publicId, subject.person, lookup, now);
      if (order) orders.set(id, order);
    }
  });

  problems.push(...bornLater(fresh, subjects, results));
  const remarked = await deps.controls.remarked(
    institution,
    await withoutChecked(deps.db, institution, results, suspects),
  );
  problems.push(...refusedLines(remarked, (ix) => fresh[ix]?.entry ?? 0, refusalsOf(deps.config.jurisdiction, now)));
  problems.push(...stoppedLines(deps, institution, results, (ix) => fresh[ix]?.entry ?? 0));
  if (problems.length > 0) return refuse(422, ...problems);

  const placed = ops.map((op): Placed => {
    const match = existing.value.get(op);
    const own = named.get(op);
    const id = match?.id ?? own?.id ?? '';
    return {
      entry: op.entry,
      type: op.type,
      id,
      publicId: match?.publicId ?? own?.publicId ?? '',
      ifMatch: op.ifMatch,
      status: op.resource.status ?? null,
      issuedAt: startOf((op.resource as Partial<Observation>).issued),
      lastUpdated: startOf(op.resource.meta?.lastUpdated),
      exists: match !== undefined,
    };
  });
  const { actor, channel } = sender;
  return {
    ok: true,
    value: {
      institution,
      sender: actor.id,
      channel,
      at: now,
      texts,
      resources,
      results: remarked,
      reports,
      subjects: linkedSubjects(subjects.values()),
      orders,
      suspects,
      placed,
      warnings: warningsOf(placed, remarked),
    },
  };
}

/** The remarks for which the rules of the region refuse a line. */
function refusalsOf(jurisdiction: string, now: Instant): readonly string[] {
  const { parameters } = resolveJurisdiction(jurisdiction, dayOf(now));
  const { releaseOutOfControl, releaseWithoutControl, unauthorisedStaff } = parameters;
  return [
    ...(releaseOutOfControl === 'refuse' ? [OUT_OF_CONTROL] : []),
    ...(releaseWithoutControl === 'refuse' ? [WITHOUT_CONTROL] : []),
    ...(unauthorisedStaff === 'refuse' ? [UNAUTHORISED_STAFF] : []),
  ];
}

function linkedSubjects(subjects: Iterable<Subject>): PreparedSubject[] {
  const byId = new Map<string, PreparedSubject>();
  for (const { ref, person } of subjects)
    if (ref !== null && person.personId !== 0)
      byId.set(ref, { id: ref, personId: person.personId, identity: person.identity });
  return [...byId.values()];
}

function reportOf(
  report: DiagnosticReport,
  own: Named,
  institution: string,
  resolve: (reference: string) => string,
  others: readonly PreparedReport[],
): PreparedReport {
  const idsOf = (references: readonly Reference[], type: string): string[] =>
    references.flatMap(({ reference }) => {
      const target = reference === undefined ? '' : resolve(reference);
      if (!target.startsWith(`${type}/`)) return [];
      const id = target.slice(type.length + 1);
      return ID_PATTERN.test(id) ? [storedId(institution, type, id)] : [];
    });
  const name = reportNameOf(report, institution);
  const key = name?.key ?? `id:${own.id}`;
  return {
    // Several reports of one message may bear one number, such as that of their order.
    key: others.some((other) => other.key === key) ? `${key}#${own.id}` : key,
    reportNo: name?.number ?? null,
    id: own.id,
    voided: voidOf(report.status),
    listed: report.result === undefined ? null : idsOf(report.result, 'Observation'),
    studies: idsOf(report.imagingStudy ?? [], 'ImagingStudy'),
  };
}

function refsOf({ listed, studies }: PreparedReport, brought: ReadonlySet<string>): readonly string[] | null {
  const refs = [...(listed ?? []).filter((id) => !brought.has(id)), ...studies];
  return refs.length === 0 ? null : refs;
}
