/**
 * Results that may be critical 疑似危急值, found in memory while a message is prepared: thresholds and comparison cost no question to
 * the database, and only what may be critical takes the longer way. Source: core-systems.14#03.
 */
import { checkedBefore, mayBeCritical, signedBy } from '@fujie/core/critical';
import type { Measured } from '@fujie/core/critical';
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type {
  CodeableConcept,
  DiagnosticReport,
  Encounter,
  Lookup,
  Observation,
  Reference,
  ServiceRequest,
  Specimen,
} from '@fujie/wire/fhir';
import { isExaminationReport, PRACTITIONER_SYSTEM } from '@fujie/wire/fhir';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { CriticalSuspect } from '../platform/events/events.ts';
import { criticalThresholdsOf } from '../platform/loops/critical-thresholds.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { findReleases } from '../platform/loops/laboratory-releases.query.ts';
import { storedId } from './ids.ts';
import { namesOthers, staffOfLine } from './line-staff.ts';
import { identifiersOf } from './naming.ts';
import type { PreparedResult } from './prepared.ts';
import { voidOf } from './prepared.ts';
import { sectionOf } from './sections.ts';

const INTERPRETATION = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';
const HOUR_MS = 3_600_000;

export interface SuspectContext {
  readonly deps: Pick<Deps, 'config' | 'registers'>;
  readonly institution: string;
  readonly now: Instant;
  readonly lookup: Lookup;
  readonly resolve: (reference: string) => string;
}

/** Whether a result was reported so short a time ago that it still raises something. */
export function isRecent(
  deps: SuspectContext['deps'],
  institution: string,
  reportedAt: Instant,
  now: Instant,
): boolean {
  const hours = freshHours(deps, institution, dayOf(reportedAt));
  return hours !== undefined && now - reportedAt <= hours * HOUR_MS;
}

/** For how many hours a result raises something after it was reported; undefined: no document declares the loop. */
export function freshHours(deps: SuspectContext['deps'], institution: string, on: Day): number | undefined {
  return loopOn(deps, 'critical-value/inpatient', institution, on)?.parameters['fresh']?.value;
}

/** A result as a suspect; null: no threshold and no issuer may call it critical, and it can be told. */
export function suspectOf(
  { deps, institution, now, lookup, resolve }: SuspectContext,
  resource: Observation | DiagnosticReport,
  report: DiagnosticReport | undefined,
  row: PreparedResult,
): CriticalSuspect | null {
  if (voidOf(row.status) !== null || row.status === 'registered') return null;
  const reportedAt = row.reportedAt === null || row.reportedAt > now ? now : row.reportedAt;
  const on = dayOf(row.collectedAt ?? reportedAt);
  const measured = measuredOf(resource, row);
  const thresholds = criticalThresholdsOf(deps.registers.current(), institution, row.item, dayOf(reportedAt));
  const kind = mayBeCritical(measured, on, thresholds);
  if (kind === 'not-critical') return null;

  const named = (resource.encounter ?? report?.encounter)?.reference;
  const order = lookup((resource.basedOn ?? report?.basedOn)?.[0]?.reference) as ServiceRequest | undefined;
  const encounter = (lookup(named) ?? null) as Encounter | null;
  const stored = encounter === null && named !== undefined ? resolve(named).split('/') : [];
  return {
    resultId: row.id,
    reportId: row.reportId,
    reportNo: row.reportNo,
    personId: row.personId,
    of: specimenNameOf(resource, report, lookup, resolve) ?? row.reportId ?? row.id,
    name: row.name,
    isExamination: isOfExamination(resource, report),
    sections: codes([...(report?.category ?? []), ...(resource.category ?? [])]),
    measured,
    shown: {
      value: row.valueText ?? `${row.comparator ?? ''}${String(row.valueNumber ?? '')}`,
      unit: row.unit,
    },
    collectedAt: row.collectedAt,
    reportedAt,
    isFresh: kind === 'critical' && isRecent(deps, institution, reportedAt, now),
    encounter,
    encounterId: stored[0] === 'Encounter' ? storedId(institution, 'Encounter', stored[1] ?? '') : null,
    requester: requesterOf(order, lookup),
    section: sectionOf(deps.registers.current(), institution, [resource, report], lookup),
    signed: signedOf(resource, report, { status: row.status, lookup }),
    diagnoses: [...codes(order?.reasonCode), ...codes(encounter?.reasonCode)],
    // Asked once it is stored: the order may be known from before.
    orderer: null,
  };
}

const RELEASED: readonly string[] = ['final', 'amended', 'corrected', 'appended'];

/** Before its release a report of a test may name one person still; an examination is read by two in its own stage of the loop. */
function signedOf(
  resource: Observation | DiagnosticReport,
  report: DiagnosticReport | undefined,
  { status, lookup }: { readonly status: string; readonly lookup: Lookup },
): CriticalSuspect['signed'] {
  if (isOfExamination(resource, report) || !RELEASED.includes(status)) return null;
  const line = resource as Observation;
  return signedBy({ ...staffOfLine(line, report, lookup), hasOthers: namesOthers(line, report, lookup) });
}

/** One person alone signed a test that is critical: two check before it is released, or one twice where that is allowed. */
export const SIGNED_BY_ONE = 'critical-signed-by-one';

/** The row with a remark where it is due. */
export function withSignatureRemark(row: PreparedResult, suspect: CriticalSuspect | null): PreparedResult {
  if (suspect?.signed !== 'one' || !suspect.isFresh) return row;
  return { ...row, warnings: [...row.warnings, SIGNED_BY_ONE] };
}

/** The rows without that remark where its laboratory had two checks, or one twice, before it released the value. */
export async function withoutChecked(
  db: Queryable,
  institution: string,
  rows: readonly PreparedResult[],
  suspects: readonly CriticalSuspect[],
): Promise<readonly PreparedResult[]> {
  const asked = new Map(rows.flatMap((row) => (row.warnings.includes(SIGNED_BY_ONE) ? [[row.id, row] as const] : [])));
  const said = suspects.filter(({ resultId }) => asked.has(resultId));
  const answers = await findReleases(
    db,
    institution,
    said.map(({ reportNo }) => reportNo),
  );
  const checked = said.filter(
    ({ reportNo, measured, reportedAt }) => checkedBefore(answers.get(reportNo) ?? [], measured, reportedAt) !== null,
  );
  if (checked.length === 0) return rows;
  const spared = new Set(checked.map(({ resultId }) => resultId));
  return rows.map((row) =>
    spared.has(row.id) ? { ...row, warnings: row.warnings.filter((one) => one !== SIGNED_BY_ONE) } : row,
  );
}

function isOfExamination(resource: Observation | DiagnosticReport, report: DiagnosticReport | undefined): boolean {
  return resource.resourceType === 'DiagnosticReport' || (report !== undefined && isExaminationReport(report));
}

/** What a stored result says, as far as it is judged. */
type Judged = Pick<
  PreparedResult,
  'item' | 'itemValue' | 'valueNumber' | 'valueText' | 'comparator' | 'specimen' | 'flag'
>;

export function measuredOf(resource: Observation | DiagnosticReport, row: Judged): Measured {
  const observation = resource as Partial<Observation>;
  const concluded = (resource as Partial<DiagnosticReport>).conclusionCode ?? [];
  // A report has no interpretation of its own: its issuer says among the conclusions that it is critical.
  const said = concluded.flatMap(({ coding = [] }) => coding.filter(({ system }) => system === INTERPRETATION));
  const flags = [...(observation.interpretation ?? []).flatMap(({ coding = [] }) => coding), ...said].map(
    ({ code }) => code,
  );
  return {
    item: row.item ?? '',
    value: row.itemValue,
    isGiven: row.valueNumber !== null || row.valueText !== null,
    comparator: row.comparator,
    text: row.valueNumber === null ? row.valueText : null,
    found: codes([
      ...concluded,
      ...(observation.valueCodeableConcept === undefined ? [] : [observation.valueCodeableConcept]),
    ]),
    specimen: row.specimen,
    flag: ['AA', 'HH', 'LL'].find((flag) => flags.includes(flag)) ?? row.flag,
  };
}

/** A result as it is stored. */
export interface StoredResult {
  readonly person_id: number;
  readonly id: string;
  readonly institution: string;
  readonly unit: string | null;
  readonly value_num: number | null;
  readonly collected_ms: number | null;
  readonly reported_ms: number | null;
  readonly report_id: string | null;
  readonly name: string | null;
  readonly status: string;
  readonly comparator: string | null;
  readonly value_text: string | null;
  readonly specimen: string | null;
  readonly flag: string | null;
}

/** A stored result as a suspect, when it is judged later; where the patient is, is asked of the encounters. Null: it says nothing. */
export function storedSuspect(
  row: StoredResult,
  measured: Measured,
  reportedAt: Instant,
  section: string | null,
): CriticalSuspect | null {
  if (voidOf(row.status) !== null || row.status === 'registered') return null;
  return {
    resultId: row.id,
    reportId: row.report_id,
    reportNo: null,
    personId: row.person_id,
    of: row.report_id ?? row.id,
    name: row.name,
    isExamination: false,
    sections: [],
    measured,
    shown: { value: row.value_text ?? `${row.comparator ?? ''}${String(row.value_num ?? '')}`, unit: row.unit },
    collectedAt: row.collected_ms as Instant | null,
    reportedAt,
    isFresh: true,
    encounter: null,
    encounterId: null,
    requester: null,
    section,
    signed: null,
    diagnoses: [],
    orderer: null,
  };
}

/** Codes, alone and with their system. */
function codes(concepts: readonly CodeableConcept[] | undefined): readonly string[] {
  return (concepts ?? []).flatMap(({ coding = [] }) =>
    coding.flatMap(({ system, code }) => (code === undefined ? [] : [code, `${system ?? ''}|${code}`])),
  );
}

/** The number on the tube, or the resource that stands for it. */
function specimenNameOf(
  resource: Observation | DiagnosticReport,
  report: DiagnosticReport | undefined,
  lookup: Lookup,
  resolve: (reference: string) => string,
): string | null {
  const own: readonly Reference[] = Array.isArray(resource.specimen)
    ? (resource.specimen as readonly Reference[])
    : [(resource as Observation).specimen ?? []].flat();
  const reference = [...own, ...(report?.specimen ?? [])].find((one) => one.reference !== undefined)?.reference;
  if (reference === undefined || reference.startsWith('#')) return null;
  const specimen: Specimen | undefined = lookup(reference);
  const number = specimen?.accessionIdentifier?.value ?? (specimen ? identifiersOf(specimen)[0]?.value : undefined);
  return number ?? resolve(reference);
}

function requesterOf(order: ServiceRequest | undefined, lookup: Lookup): string | null {
  const named = order?.requester?.identifier;
  if (named?.system === PRACTITIONER_SYSTEM) return named.value ?? null;
  const requester = lookup(order?.requester?.reference);
  if (requester === undefined) return null;
  return identifiersOf(requester).find(({ system }) => system === PRACTITIONER_SYSTEM)?.value ?? null;
}
