/** Reports of the demonstration as the FHIR R4 transaction Bundles that a hospital posts to `/fhir`. */
import type { Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import { CATALOGUE_ITEMS, CATALOGUE_PANELS } from '@fujie/packs/catalogue';
import {
  DEPARTMENT_SYSTEM,
  HEALTH_CARD_SYSTEM,
  INSTITUTION_SYSTEM,
  ITEM_SYSTEM,
  LOINC_SYSTEM,
  LOT_EXTENSION,
  MARK_EXTENSION,
  mrnSystem,
  PRACTITIONER_SYSTEM,
  reportSystem,
  RESIDENT_ID_SYSTEM,
  UCUM_SYSTEM,
} from '@fujie/wire/fhir';

import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import { localCode, localSystem } from './region-catalogue.ts';
import type { ExaminationReport, LaboratoryReport, Registration, Report, ResultLine, Stay } from './reports.ts';
import type { InstitutionPlan } from './world.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };
type Resource = { readonly resourceType: string; readonly [key: string]: Json | undefined };

const itemByCode = new Map(CATALOGUE_ITEMS.map((item) => [item.code, item]));
const panelNames = new Map(CATALOGUE_PANELS.map((row) => [row.panel, row.panelNameZh]));

const CLASSES = {
  AMB: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB', display: '门诊' },
  EMER: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'EMER', display: '急诊' },
  IMP: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP', display: '住院' },
} as const;

function uuid(random: Random): string {
  const hex = (digits: number): string => Array.from({ length: digits }, () => random.int(0, 15).toString(16)).join('');
  return `urn:uuid:${hex(8)}-${hex(4)}-4${hex(3)}-${random.pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`;
}

const organisation = (plan: InstitutionPlan): Json => ({
  identifier: { system: INSTITUTION_SYSTEM, value: plan.code },
  display: plan.nameZh,
});

/** The code of an item as the institution writes it. */
function codeOf(plan: InstitutionPlan, code: string): Json {
  const item = itemByCode.get(code);
  if (item === undefined) {
    const text = panelNames.get(code) ?? code;
    return { coding: [{ system: ITEM_SYSTEM, code, display: text }], text };
  }
  const display = item.nameZh;
  if (plan.coding === 'loinc' && item.loinc !== null) {
    return { coding: [{ system: LOINC_SYSTEM, code: item.loinc, display: item.nameEn }], text: display };
  }
  if (plan.coding === 'regional') return { coding: [{ system: ITEM_SYSTEM, code, display }], text: display };
  return { coding: [{ system: localSystem(plan.code), code: localCode(plan, code), display }], text: display };
}

function patient(registration: Registration): Resource {
  const { institution, mrn, name, sex, birthOn, residentId, healthCard, phone } = registration;
  return {
    resourceType: 'Patient',
    identifier: [
      ...(residentId === null ? [] : [{ system: RESIDENT_ID_SYSTEM, value: residentId }]),
      ...(healthCard === null ? [] : [{ system: HEALTH_CARD_SYSTEM, value: healthCard }]),
      { system: mrnSystem(institution), value: mrn },
    ],
    name: [{ text: name }],
    gender: sex ?? 'unknown',
    ...(birthOn === null ? {} : { birthDate: birthOn }),
    ...(phone === null ? {} : { telecom: [{ system: 'phone', value: phone }] }),
  };
}

interface Entry {
  readonly fullUrl: string;
  readonly resource: Resource;
  readonly ifNoneExist?: string;
}

/** Extensions that carry the marks 互认标识 of a line. */
function marksOf(marks: readonly string[]): { readonly [key: string]: Json } {
  return marks.length === 0 ? {} : { extension: marks.map((mark) => ({ url: MARK_EXTENSION, valueString: mark })) };
}

/** Marks of a line, and the lot by which it was measured. */
function extensionsOf({ marks, lot }: ResultLine): { readonly [key: string]: Json } {
  if (lot === null) return marksOf(marks);
  const named = { url: LOT_EXTENSION, valueString: lot };
  return { extension: [...marks.map((mark) => ({ url: MARK_EXTENSION, valueString: mark })), named] };
}

/** One report as one transaction: patient, encounter, order, specimen or images, results, report. */
export function toBundle(report: Report): string {
  const random = createRandom(`${report.plan.code}/${report.number}`);
  const { registration } = report;
  const urls = { patient: uuid(random), encounter: uuid(random), order: uuid(random), report: uuid(random) };
  const entries: Entry[] = [
    {
      fullUrl: urls.patient,
      resource: patient(registration),
      ifNoneExist: `identifier=${mrnSystem(registration.institution)}|${registration.mrn}`,
    },
    {
      fullUrl: urls.encounter,
      resource: encounter(report, urls.patient),
      ifNoneExist: `identifier=urn:fujie:demo:encounter:${report.plan.code}|${report.encounter}`,
    },
    { fullUrl: urls.order, resource: order(report, urls) },
    ...(report.kind === 'laboratory' ? laboratory(report, urls, random) : examination(report, urls, random)),
  ];
  return transaction(report.reportedAt, entries);
}

/** An admission as one transaction: patient and encounter, still open. */
export function toAdmission({ plan, registration, since }: Stay): string {
  const { institution, mrn } = registration;
  const random = createRandom(`${plan.code}/${mrn}/admission`);
  const [patientUrl, encounterUrl] = [uuid(random), uuid(random)];
  const system = `urn:fujie:demo:encounter:${plan.code}`;
  return transaction(since, [
    {
      fullUrl: patientUrl,
      resource: patient(registration),
      ifNoneExist: `identifier=${mrnSystem(institution)}|${mrn}`,
    },
    {
      fullUrl: encounterUrl,
      resource: {
        resourceType: 'Encounter',
        identifier: [{ system, value: `A-${mrn}` }],
        status: 'in-progress',
        class: CLASSES.IMP,
        subject: { reference: patientUrl },
        period: { start: formatInstant(since) },
        serviceProvider: organisation(plan),
      },
      ifNoneExist: `identifier=${system}|A-${mrn}`,
    },
  ]);
}

function transaction(at: Instant, entries: readonly Entry[]): string {
  return JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    timestamp: formatInstant(at),
    entry: entries.map(({ fullUrl, resource, ifNoneExist }) => ({
      fullUrl,
      resource,
      request: { method: 'POST', url: resource.resourceType, ...(ifNoneExist === undefined ? {} : { ifNoneExist }) },
    })),
  });
}

interface Urls {
  readonly patient: string;
  readonly encounter: string;
  readonly order: string;
  readonly report: string;
}

function encounter(report: Report, patientUrl: string): Resource {
  return {
    resourceType: 'Encounter',
    identifier: [{ system: `urn:fujie:demo:encounter:${report.plan.code}`, value: report.encounter }],
    status: 'finished',
    class: CLASSES[report.encounterClass],
    subject: { reference: patientUrl },
    period: { start: formatInstant(report.orderedAt), end: formatInstant(report.reportedAt) },
    serviceProvider: organisation(report.plan),
  };
}

function order(report: Report, urls: Urls): Resource {
  const ordered = report.kind === 'laboratory' ? report.ordered : [report.item];
  return {
    resourceType: 'ServiceRequest',
    status: 'completed',
    intent: 'order',
    code: ordered.length === 1 ? codeOf(report.plan, ordered[0] ?? '') : { text: report.title },
    ...(ordered.length === 1 ? {} : { orderDetail: ordered.map((code) => codeOf(report.plan, code)) }),
    subject: { reference: urls.patient },
    encounter: { reference: urls.encounter },
    authoredOn: formatInstant(report.orderedAt),
    ...(report.physician === null
      ? {}
      : { requester: { identifier: { system: PRACTITIONER_SYSTEM, value: report.physician } } }),
  };
}

function reportResource(
  report: Report,
  urls: Urls,
  category: string,
  extra: { readonly [key: string]: Json | undefined },
): Resource {
  return {
    resourceType: 'DiagnosticReport',
    identifier: [{ system: reportSystem(report.plan.code), value: report.number }],
    basedOn: [{ reference: urls.order }],
    status: report.status,
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: category }] }],
    subject: { reference: urls.patient },
    encounter: { reference: urls.encounter },
    effectiveDateTime: formatInstant(report.collectedAt),
    issued: formatInstant(report.reportedAt),
    performer: [
      organisation(report.plan),
      { identifier: { system: DEPARTMENT_SYSTEM, value: category === 'LAB' ? 'JYK' : 'YXK' } },
    ],
    ...extra,
  };
}

function laboratory(report: LaboratoryReport, urls: Urls, random: Random): Entry[] {
  const specimen = uuid(random);
  const observations = report.lines.map((line) => ({
    fullUrl: uuid(random),
    resource: observation(report, line, urls, specimen),
  }));
  return [
    { fullUrl: specimen, resource: specimenOf(report, urls, {}) },
    ...(isRecollected(report) ? [{ fullUrl: beside(specimen), resource: rejectedOf(report, urls) }] : []),
    ...observations,
    {
      fullUrl: urls.report,
      resource: reportResource(report, urls, 'LAB', {
        code: { text: report.title },
        specimen: [{ reference: specimen }],
        result: observations.map(({ fullUrl }) => ({ reference: fullUrl })),
      }),
    },
  ];
}

const HL7 = 'http://terminology.hl7.org/CodeSystem/v2-';
const RECEIVED_AFTER_MS = 18 * 60_000;

/** What a tube for a specimen holds, by HL7 table 0371: serum has to clot, the rest of blood must not. */
const ADDITIVES: readonly (readonly [specimen: string, additive: string])[] = [
  ['血清', 'SST'],
  ['枸橼酸', 'C32'],
  ['动脉血', 'HEPL'],
  ['血浆', 'HEPL'],
  ['全血', 'EDTK'],
];

const specimenType = (report: LaboratoryReport): string =>
  itemByCode.get(report.lines[0]?.item ?? '')?.specimen ?? '血清';
const additiveOf = (report: LaboratoryReport): string | null =>
  ADDITIVES.find(([specimen]) => specimenType(report).includes(specimen))?.[1] ?? null;

function specimenOf(report: LaboratoryReport, urls: Urls, extra: { readonly [key: string]: Json }): Resource {
  const { collectedAt, reportedAt } = report;
  const received = Math.min(collectedAt + RECEIVED_AFTER_MS, reportedAt) as Instant;
  const code = additiveOf(report);
  const container = [{ additiveCodeableConcept: { coding: [{ system: `${HL7}0371`, code }] } }];
  return {
    ...{ resourceType: 'Specimen', status: 'available', subject: { reference: urls.patient } },
    ...{ type: { text: specimenType(report) }, receivedTime: formatInstant(received) },
    collection: { collectedDateTime: formatInstant(collectedAt) },
    ...(code === null ? {} : { container }),
    ...extra,
  };
}

/** A few specimens are taken again, since the first was too little or clotted. */
const isRecollected = ({ number }: LaboratoryReport): boolean => Number(number.replaceAll(/\D/g, '')) % 211 === 7;
/** An address of its own, by no further chance. */
const beside = (address: string): string => `${address.slice(0, -1)}${address.endsWith('0') ? '1' : '0'}`;

function rejectedOf(report: LaboratoryReport, urls: Urls): Resource {
  const canClot = !['SST', null].includes(additiveOf(report));
  const code = canClot && Number(report.number.slice(-1)) % 2 === 0 ? 'RC' : 'QS';
  return specimenOf(report, urls, {
    ...{ status: 'unsatisfactory', condition: [{ coding: [{ system: `${HL7}0490`, code }] }] },
  });
}

function observation(report: LaboratoryReport, line: ResultLine, urls: Urls, specimen: string): Resource {
  const { value, unit, low, high } = line;
  const bound = (number: number | null): Json | undefined =>
    number === null || unit === null
      ? undefined
      : { value: number, unit: unit.printed, system: UCUM_SYSTEM, code: unit.code };
  const flag =
    typeof value !== 'number' ? null : low !== null && value < low ? 'L' : high !== null && value > high ? 'H' : null;
  const hasRange = low !== null || high !== null || line.referenceText !== null;
  return {
    resourceType: 'Observation',
    ...extensionsOf(line),
    identifier: [{ system: reportSystem(report.plan.code), value: `${report.number}/${line.item}` }],
    status: report.status,
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
    ],
    code: codeOf(report.plan, line.item),
    subject: { reference: urls.patient },
    encounter: { reference: urls.encounter },
    effectiveDateTime: formatInstant(report.collectedAt),
    issued: formatInstant(report.reportedAt),
    performer: [organisation(report.plan)],
    ...(typeof value === 'number'
      ? { valueQuantity: { value, unit: unit?.printed, system: UCUM_SYSTEM, code: unit?.code } }
      : { valueString: value }),
    ...(flag === null
      ? {}
      : {
          interpretation: [
            { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code: flag }] },
          ],
        }),
    ...(line.method === null ? {} : { method: { text: line.method } }),
    specimen: { reference: specimen },
    device: {
      identifier: { system: `urn:fujie:demo:device:${report.plan.code}`, value: line.device },
      display: line.device,
    },
    ...(hasRange
      ? {
          referenceRange: [
            {
              low: bound(low),
              high: bound(high),
              ...(line.referenceText === null ? {} : { text: line.referenceText }),
            },
          ],
        }
      : {}),
  };
}

function examination(report: ExaminationReport, urls: Urls, random: Random): Entry[] {
  const study = uuid(random);
  const uid = `2.25.${String(random.int(1, 2_000_000_000))}${String(random.int(0, 999_999_999)).padStart(9, '0')}`;
  const images: Entry[] = report.hasImages
    ? [
        {
          fullUrl: study,
          resource: {
            resourceType: 'ImagingStudy',
            identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uid}` }],
            status: 'available',
            modality: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: report.modality }],
            subject: { reference: urls.patient },
            started: formatInstant(report.collectedAt),
            numberOfSeries: 1,
            numberOfInstances: random.int(1, 240),
            description: report.title,
          },
        },
      ]
    : [];
  return [
    ...images,
    {
      fullUrl: urls.report,
      resource: reportResource(report, urls, report.modality === 'ECG' ? 'EC' : 'RAD', {
        ...marksOf(report.marks),
        code: codeOf(report.plan, report.item),
        ...(report.hasImages ? { imagingStudy: [{ reference: study }] } : {}),
        conclusion: report.hasImages ? `${report.finding} ${report.conclusion}` : report.conclusion,
      }),
    },
  ];
}
