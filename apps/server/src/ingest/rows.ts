/** Rows of results and index entries, made of checked resources. */
import { createHash } from 'node:crypto';

import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { holdOn } from '@fujie/core/laboratory';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type {
  CodeableConcept,
  DiagnosticReport,
  Encounter,
  Identifier,
  ImagingStudy,
  Resource,
  ResultFacts,
  ServiceRequest,
  Specimen,
} from '@fujie/wire/fhir';
import {
  codesOf,
  collectionOf,
  effectiveOf,
  isBloodCulture,
  needsAnticoagulant,
  specimenFaultsOf,
  startOf,
} from '@fujie/wire/fhir';

import type { Seal } from '../platform/auth/seal.ts';
import { convertToItem, itemOf } from '../platform/items/items.ts';
import type { PreparedResource, PreparedResult, Voided } from './prepared.ts';

/** Search tokens of identifiers: with their system, and by number alone; the numbers themselves are not indexed. */
export function identifierTokens(seal: Seal, identifiers: readonly Identifier[]): string[] {
  const tokens: string[] = [];
  for (const { system, value } of identifiers) {
    if (value === undefined) continue;
    tokens.push(identifierToken(seal, system ?? '', value), identifierToken(seal, null, value));
  }
  return tokens;
}

/** `system` null: a number in any system. */
export function identifierToken(seal: Seal, system: string | null, value: string): string {
  return seal
    .token(system === null ? 'fhir-any' : 'fhir', system ?? '', value)
    .toString('base64url')
    .slice(0, 22);
}

type Searchable = Pick<PreparedResource, 'status' | 'effectiveAt' | 'codes' | 'categories'>;

/** When an encounter was over, or a specimen reached the laboratory; null for all else, or not yet. */
export function endOf(resource: Resource): Instant | null {
  if (resource.resourceType === 'Specimen') return startOf((resource as Specimen).receivedTime);
  return resource.resourceType === 'Encounter' ? startOf((resource as Encounter).period?.end) : null;
}

/** The set 套 of a blood culture, named by the accession number that its bottles share; which number, nobody reads here. */
function setOf({ accessionIdentifier }: Specimen): readonly string[] {
  const number = accessionIdentifier?.value;
  if (number === undefined) return NONE;
  return [
    `set:${createHash('sha256')
      .update(`${accessionIdentifier?.system ?? ''}|${number}`)
      .digest('base64url')
      .slice(0, 22)}`,
  ];
}

/** What a resource is searched by, beside its identifiers and its patient. */
export function searchableOf(resource: Resource): Searchable {
  const status = typeof resource.status === 'string' ? resource.status : null;
  switch (resource.resourceType) {
    case 'DiagnosticReport': {
      const report = resource as DiagnosticReport;
      return {
        status,
        effectiveAt: effectiveOf(report) ?? startOf(report.issued),
        codes: codesOf([report.code]),
        categories: codesOf(report.category ?? []),
      };
    }
    case 'ServiceRequest': {
      const order = resource as ServiceRequest;
      return {
        status,
        effectiveAt: startOf(order.authoredOn),
        codes: codesOf([order.code]),
        categories: codesOf(order.category ?? []),
      };
    }
    case 'Specimen': {
      const needs = needsAnticoagulant(resource);
      const isCulture = isBloodCulture(resource);
      const categories = [
        ...(needs === null ? NONE : [needs ? 'anticoagulant' : 'no-anticoagulant']),
        ...(isCulture ? ['blood-culture', ...setOf(resource)] : NONE),
      ];
      // What is contaminated counts of blood cultures alone (CL-04).
      const codes = specimenFaultsOf(resource).filter((fault) => isCulture || fault !== 'contaminated');
      return { status, effectiveAt: collectionOf(resource), codes, categories };
    }
    case 'Encounter':
      return { status, effectiveAt: startOf((resource as Encounter).period?.start), codes: [], categories: [] };
    case 'ImagingStudy': {
      const study = resource as ImagingStudy;
      return { status, effectiveAt: startOf(study.started), codes: codesOf(study.procedureCode ?? []), categories: [] };
    }
    default:
      return { status, effectiveAt: null, codes: [], categories: [] };
  }
}

export interface ResultContext {
  readonly registers: RegisterSnapshot;
  /** Who sent the message. */
  readonly institution: string;
  readonly seal: Seal;
  readonly now: Instant;
}

type Placement = Pick<
  PreparedResult,
  'personId' | 'id' | 'ix' | 'sourceType' | 'reportId' | 'reportNo' | 'subjectRef' | 'identity'
>;

/** A result row: the facts of the issuer, with item and converted value. Written out, because copying objects costs here. */
export function resultOf(
  facts: ResultFacts,
  placement: Placement,
  context: ResultContext,
  voided: Voided | null,
): PreparedResult {
  const day: Day = dayOf(facts.collectedAt ?? facts.reportedAt ?? context.now);
  const match = itemOf(context.registers, context.institution, facts.codings, day, facts.unit);
  const converted = match === null ? NOT_CONVERTED : convertToItem(match.item, facts.valueNumber, facts.unit);
  const line = { institution: context.institution, item: match?.item.code ?? '', device: facts.device };
  const isHeld = match !== null && voided === null && holdOn(context.registers, line, dayOf(context.now)) !== null;
  return {
    personId: placement.personId,
    id: placement.id,
    ix: placement.ix,
    sourceType: placement.sourceType,
    reportId: placement.reportId,
    reportNo: placement.reportNo,
    item: match?.item.code ?? null,
    itemBy: match?.by ?? null,
    codes: facts.codes,
    categories: facts.categories,
    identifiers: facts.identifiers.length === 0 ? NONE : identifierTokens(context.seal, facts.identifiers),
    subjectRef: placement.subjectRef,
    name: facts.name,
    status: voided ?? facts.status,
    collectedAt: facts.collectedAt,
    receivedAt: facts.receivedAt,
    reportedAt: facts.reportedAt,
    valueNumber: facts.valueNumber,
    comparator: facts.comparator,
    valueText: facts.valueText,
    unit: facts.unit,
    itemValue: converted.value,
    refLow: facts.refLow,
    refHigh: facts.refHigh,
    refText: facts.refText,
    flag: facts.flag,
    method: facts.method,
    device: facts.device,
    specimen: facts.specimen,
    marks: facts.marks,
    lots: facts.lots,
    content: facts.content,
    identity: placement.identity,
    warnings: [
      ...converted.warnings,
      ...(facts.collectedAt === null ? ['collection-time-missing'] : []),
      ...(isHeld ? [OUT_OF_CONTROL] : []),
    ],
  };
}

/** The system that measured it is out of control and not settled. */
export const OUT_OF_CONTROL = 'iqc-out-of-control';
const NONE: readonly string[] = [];
const NOT_CONVERTED = { value: null, warnings: NONE };

/** Items and panels that an order names, by the codes of the region. */
export function orderedItems(
  registers: RegisterSnapshot,
  institution: string,
  order: ServiceRequest & { readonly orderDetail?: readonly CodeableConcept[] },
  day: Day,
): string[] {
  const items = new Set<string>();
  for (const concept of [order.code, ...(order.orderDetail ?? [])]) {
    const codings = concept?.coding ?? [];
    const item = itemOf(registers, institution, codings, day, undefined);
    if (item) items.add(item.item.code);
    else
      for (const { code } of codings) if (code !== undefined && registers.panel(code, day).length > 0) items.add(code);
  }
  return [...items];
}
