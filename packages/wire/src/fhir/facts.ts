/** What the decision needs of an Observation, a DiagnosticReport or an ImagingStudy, read out of their FHIR form. */
import type { Instant } from '@fujie/core/kernel';

import { LOT_EXTENSION, MARK_EXTENSION, UCUM_SYSTEM } from './systems.ts';
import { startOf } from './times.ts';
import type {
  CodeableConcept,
  Coding,
  DiagnosticReport,
  Extension,
  Identifier,
  ImagingStudy,
  Observation,
  Period,
  Quantity,
  Reference,
  Resource,
  Specimen,
  Valued,
} from './types.ts';

export type ResultContent = 'data' | 'image' | 'conclusion';

/** One result as its issuer stated it; item, person and unit conversion are added by the server. */
export interface ResultFacts {
  readonly codings: readonly Coding[];
  readonly codes: readonly string[];
  readonly categories: readonly string[];
  readonly identifiers: readonly Identifier[];
  readonly name: string | null;
  readonly status: string;
  readonly collectedAt: Instant | null;
  /** When its specimen reached the laboratory 标本接收. */
  readonly receivedAt: Instant | null;
  readonly reportedAt: Instant | null;
  readonly valueNumber: number | null;
  readonly comparator: string | null;
  readonly valueText: string | null;
  readonly unit: string | null;
  readonly refLow: number | null;
  readonly refHigh: number | null;
  readonly refText: string | null;
  readonly flag: string | null;
  readonly method: string | null;
  readonly device: string | null;
  readonly specimen: string | null;
  readonly marks: readonly string[];
  /** Lots by which it was measured, as `product|lot`. */
  readonly lots: readonly string[];
  readonly content: ResultContent;
}

/** The resource of the same message that a reference names, if it is there. */
export type Lookup = (reference: string | undefined) => Resource | undefined;

const MARK_TAG_SYSTEM = 'urn:fujie:mark';

/** A printed label: a place, an agreement or the country, followed by HR; at the edge of the item's name. */
const PRINTED_MARK = /(?:^|[\s★*【（([])((?:\p{Script=Han}{1,12})?HR)(?=$|[\s★*】）)\]])/u;

/** Marks 互认标识 on a line: extension, tag, or the label printed beside the item's name (national-2022.art.13). */
export function marksOf(resource: Resource, printed: string | undefined): string[] {
  const marks = new Set<string>();
  for (const extension of resource.extension ?? []) addMark(marks, extension);
  for (const tag of resource.meta?.tag ?? [])
    if (tag.system === MARK_TAG_SYSTEM && tag.code !== undefined) marks.add(tag.code);
  const label = printed === undefined ? undefined : PRINTED_MARK.exec(printed)?.[1];
  if (label !== undefined) marks.add(label);
  return [...marks];
}

function addMark(marks: Set<string>, extension: Extension): void {
  if (extension.url === MARK_EXTENSION && extension.valueString !== undefined) marks.add(extension.valueString);
}

const LOT = /^[^\s|]{1,60}\|[^\s|]{1,60}$/u;

/** Lots of reagents and calibrators 批号 that a line names (national-2022.art.22#01); what is in another form names none. */
function lotsOf({ extension = NO_EXTENSIONS }: Resource): readonly string[] {
  const named = extension.flatMap(({ url, valueString = '' }) =>
    url === LOT_EXTENSION && LOT.test(valueString) ? [valueString] : [],
  );
  return named.length === 0 ? NO_LOTS : [...new Set(named)];
}

/** Words of a name, as `reagentLot`, `reagent-lot`, `LOT_NO` have one; a plot and a slot have none. */
const ABOUT_LOTS = /(?:^|[^a-zA-Z])lot|(?:^|[^a-zA-Z])LOT|Lot|[rR]eagent|REAGENT|[bB]atch|BATCH|批号|试剂/u;

/** Whether a line names a lot 批号 in a form that is not read: other than `product|lot`, or in an extension of its own. */
export function isLotUnread({ extension = NO_EXTENSIONS }: Resource): boolean {
  return extension.some(({ url, valueString = '' }) =>
    url === LOT_EXTENSION
      ? !LOT.test(valueString)
      : ABOUT_LOTS.test(url.slice(Math.max(url.lastIndexOf('/'), url.lastIndexOf(':')) + 1)),
  );
}
const NO_EXTENSIONS: readonly Extension[] = [];
const NO_LOTS: readonly string[] = [];

export function textOf(concept: CodeableConcept | undefined): string | null {
  return concept === undefined
    ? null
    : (concept.text ??
        concept.coding?.find((c) => c.display !== undefined)?.display ??
        concept.coding?.[0]?.code ??
        null);
}

/** `system|code` of every coding, as searches name it. */
export function codesOf(concepts: readonly (CodeableConcept | undefined)[]): string[] {
  const codes: string[] = [];
  for (const concept of concepts) {
    for (const coding of concept?.coding ?? [])
      if (coding.code !== undefined) codes.push(`${coding.system ?? ''}|${coding.code}`);
  }
  return codes;
}

interface Timed {
  readonly effectiveDateTime?: string;
  readonly effectiveInstant?: string;
  readonly effectivePeriod?: Period;
}

/** When the act was: the beginning of the effective time, never the time of the report. */
export function effectiveOf(resource: Timed): Instant | null {
  return startOf(
    resource.effectiveDateTime ??
      resource.effectiveInstant ??
      resource.effectivePeriod?.start ??
      resource.effectivePeriod?.end,
  );
}

export function collectionOf(specimen: Specimen | undefined): Instant | null {
  return startOf(specimen?.collection?.collectedDateTime ?? specimen?.collection?.collectedPeriod?.start);
}

/** The resource that a reference means: inside its holder (`#id`), or beside it. */
function resourceOf(
  reference: Reference | undefined,
  holder: Resource | undefined,
  lookup: Lookup,
): Resource | undefined {
  const name = reference?.reference;
  return name?.startsWith('#') === true ? holder?.contained?.find((c) => c.id === name.slice(1)) : lookup(name);
}

function specimenOf(
  observation: Observation,
  report: DiagnosticReport | undefined,
  lookup: Lookup,
): Specimen | undefined {
  const found = observation.specimen
    ? resourceOf(observation.specimen, observation, lookup)
    : resourceOf(report?.specimen?.[0], report, lookup);
  return found?.resourceType === 'Specimen' ? found : undefined;
}

/** Facts of one line of a report. `report` is the DiagnosticReport that lists it, if it came along. */
export function observationFacts(
  observation: Observation,
  report: DiagnosticReport | undefined,
  lookup: Lookup,
): ResultFacts {
  const specimen = specimenOf(observation, report, lookup);
  const range = observation.referenceRange?.find((r) => isNormalRange(r.type)) ?? null;
  const device = resourceOf(observation.device, observation, lookup);
  const ownMarks = marksOf(observation, observation.code.text);
  const interpretation = observation.interpretation?.[0];
  const value = valueOf(observation);
  return {
    codings: observation.code.coding ?? [],
    codes: codesOf([observation.code]),
    categories: codesOf(observation.category ?? []),
    identifiers: observation.identifier ?? [],
    name: textOf(observation.code),
    status: observation.status,
    // Many laboratories put the time of analysis into `effective`: the specimen knows better when it was taken.
    collectedAt: collectionOf(specimen) ?? effectiveOf(observation) ?? (report ? effectiveOf(report) : null),
    receivedAt: startOf(specimen?.receivedTime),
    reportedAt: startOf(observation.issued ?? report?.issued),
    valueNumber: value.valueNumber,
    comparator: value.comparator,
    valueText: value.valueText,
    unit: value.unit,
    refLow: range?.low?.value ?? null,
    refHigh: range?.high?.value ?? null,
    refText: range?.text ?? null,
    flag: interpretation?.coding?.[0]?.code ?? interpretation?.text ?? null,
    method: textOf(observation.method),
    device:
      observation.device?.display ?? observation.device?.identifier?.value ?? (device ? deviceName(device) : null),
    // Which of several specimens of a report a line was measured in, only the line itself tells.
    specimen:
      observation.specimen === undefined && (report?.specimen?.length ?? 0) > 1
        ? null
        : (textOf(specimen?.type) ?? observation.specimen?.display ?? null),
    marks: ownMarks.length > 0 || !report ? ownMarks : marksOf(report, undefined),
    lots: lotsOf(observation),
    // Without a value there is neither image nor data (national-2022.art.2), as in the head of a panel.
    content: value.valueNumber === null && value.valueText === null ? 'conclusion' : 'data',
  };
}

function isNormalRange(type: CodeableConcept | undefined): boolean {
  return type?.coding === undefined || type.coding.some((coding) => coding.code === 'normal');
}

function deviceName(resource: Resource): string | null {
  const identifier = resource.identifier;
  return (Array.isArray(identifier) ? (identifier as readonly Identifier[])[0]?.value : null) ?? null;
}

type Value = Pick<ResultFacts, 'valueNumber' | 'comparator' | 'valueText' | 'unit'>;

const NO_VALUE: Value = { valueNumber: null, comparator: null, valueText: null, unit: null };

/** A number written as text, as many laboratory systems send it, with what stands before it. */
const WRITTEN_NUMBER = /^([<>≤≥]=?)?\s*([+-]?\d{1,300}(?:\.\d+)?)$/;
const COMPARATORS: Readonly<Record<string, string>> = { '≤': '<=', '≥': '>=' };

function valueOf(o: Observation): Value {
  const own = singleValueOf(o);
  if (own.valueNumber !== null || own.valueText !== null) return own;
  const parts = (o.component ?? []).flatMap((component) => {
    const { valueNumber, comparator, valueText, unit } = singleValueOf(component);
    const value = valueText ?? (valueNumber === null ? null : `${comparator ?? ''}${String(valueNumber)}`);
    return value === null ? [] : [`${textOf(component.code) ?? ''} ${value}${unit === null ? '' : ` ${unit}`}`.trim()];
  });
  return parts.length === 0 ? NO_VALUE : { ...NO_VALUE, valueText: parts.join('；') };
}

function singleValueOf(o: Valued): Value {
  if (o.valueQuantity) return quantity(o.valueQuantity);
  if (o.valueInteger !== undefined) return { ...NO_VALUE, valueNumber: o.valueInteger };
  if (o.valueString !== undefined) return writtenValue(o.valueString);
  if (o.valueCodeableConcept) return { ...NO_VALUE, valueText: blankToNull(textOf(o.valueCodeableConcept)) };
  if (o.valueBoolean !== undefined) return { ...NO_VALUE, valueText: o.valueBoolean ? 'true' : 'false' };
  if (o.valueRatio?.numerator?.value !== undefined)
    return { ...NO_VALUE, valueText: `${number(o.valueRatio.numerator)}:${number(o.valueRatio.denominator)}` };
  if (o.valueRange?.low?.value !== undefined || o.valueRange?.high?.value !== undefined)
    return { ...NO_VALUE, valueText: `${number(o.valueRange.low)}-${number(o.valueRange.high)}` };
  return { ...NO_VALUE, valueText: o.valueDateTime ?? o.valueTime ?? null };
}

function writtenValue(text: string): Value {
  const written = WRITTEN_NUMBER.exec(text.normalize('NFKC').trim());
  if (!written) return { ...NO_VALUE, valueText: blankToNull(text) };
  const comparator = written[1] === undefined ? null : (COMPARATORS[written[1]] ?? written[1]);
  return { ...NO_VALUE, valueNumber: Number(written[2]), comparator, valueText: text };
}

const blankToNull = (text: string | null): string | null => (text === null || text.trim() === '' ? null : text);

/** A code is one of a unit when its system is UCUM, or none is named. */
function quantity(q: Quantity): Value {
  const isUcum = q.system === undefined || q.system === UCUM_SYSTEM;
  return {
    valueNumber: q.value ?? null,
    comparator: q.comparator ?? null,
    valueText: null,
    unit: (isUcum ? q.code : undefined) ?? q.unit ?? null,
  };
}

const number = (q: Quantity | undefined): string => (q?.value === undefined ? '' : String(q.value));

const EXAMINATION_CATEGORIES = new Set([
  'RAD',
  'RUS',
  'CT',
  'NMR',
  'NMS',
  'CUS',
  'RX',
  'XRC',
  'CG',
  'EC',
  'EN',
  'IMG',
  'NRS',
  'VUS',
  'OUS',
  'PAT',
  'SP',
  'CP',
  'imaging',
  'LP29684-5',
  '363679005',
  '394914008',
]);

/** Electrocardiography, imaging, pathology: what these conclude is a result also where they list what they measured. */
const WITH_LINES = new Set(['EC', 'CG', 'RAD', 'RUS', 'CUS', 'VUS', 'OUS', 'CT', 'NMR', 'PAT', 'SP', 'CP']);

/** Whether a report is one of an examination 检查 and so a result of its own, rather than a list of laboratory results. */
export function isExaminationReport(report: DiagnosticReport): boolean {
  if ((report.imagingStudy?.length ?? 0) > 0) return true;
  const categories = (report.category ?? []).flatMap((c) => c.coding ?? []);
  // What an examination measured on the way, such as the intervals of an ECG, stands beside what it concludes.
  if ((report.result?.length ?? 0) > 0)
    return categories.some((c) => WITH_LINES.has(c.code ?? '')) && !categories.some((c) => c.code === 'LAB');
  return categories.some((c) => EXAMINATION_CATEGORIES.has(c.code ?? '')) || (report.media?.length ?? 0) > 0;
}

/** Facts of an examination report: the images are the result, a bare conclusion is none (national-2022.art.2). */
export function examinationFacts(report: DiagnosticReport, lookup: Lookup): ResultFacts {
  const study = report.imagingStudy?.map((r) => lookup(r.reference)).find((r) => r?.resourceType === 'ImagingStudy') as
    ImagingStudy | undefined;
  const hasImages = (report.imagingStudy?.length ?? 0) > 0 || (report.media?.length ?? 0) > 0;
  return {
    ...EMPTY,
    codings: report.code.coding ?? [],
    codes: codesOf([report.code]),
    categories: codesOf(report.category ?? []),
    identifiers: report.identifier ?? [],
    name: textOf(report.code),
    status: report.status,
    collectedAt: effectiveOf(report) ?? startOf(study?.started),
    reportedAt: startOf(report.issued),
    valueText: report.conclusion ?? null,
    marks: marksOf(report, report.code.text),
    content: hasImages ? 'image' : 'conclusion',
  };
}

const STUDY_STATUS: Readonly<Record<string, string>> = {
  available: 'preliminary',
  registered: 'registered',
  cancelled: 'cancelled',
  'entered-in-error': 'entered-in-error',
};

/** Facts of images without a report yet: seen, but preliminary until somebody has reported on them. */
export function imagingFacts(study: ImagingStudy): ResultFacts {
  const codings = (study.procedureCode ?? []).flatMap((c) => c.coding ?? []);
  return {
    ...EMPTY,
    codings,
    codes: codesOf(study.procedureCode ?? []),
    categories: codesOf([{ coding: study.modality ?? [] }]),
    identifiers: study.identifier ?? [],
    name: textOf(study.procedureCode?.[0]) ?? study.description ?? null,
    status: STUDY_STATUS[study.status] ?? 'unknown',
    collectedAt: startOf(study.started),
    marks: marksOf(study, undefined),
    content: 'image',
  };
}

const EMPTY: ResultFacts = {
  codings: [],
  codes: [],
  categories: [],
  identifiers: [],
  name: null,
  status: 'unknown',
  collectedAt: null,
  receivedAt: null,
  reportedAt: null,
  ...NO_VALUE,
  refLow: null,
  refHigh: null,
  refText: null,
  flag: null,
  method: null,
  device: null,
  specimen: null,
  marks: [],
  lots: NO_LOTS,
  content: 'data',
};
