/** What a schema cannot say: times that cannot be, ages below zero, choices made twice, identity numbers that do not check. */
import type { Day, Instant, Problem } from '@fujie/core/kernel';
import { dayOf, parseDay } from '@fujie/core/kernel';

import { collectionOf, effectiveOf } from './facts.ts';
import { identityProblems } from './patient.ts';
import { spanOf, startOf } from './times.ts';
import type {
  DiagnosticReport,
  Encounter,
  Extension,
  ImagingStudy,
  Observation,
  Patient,
  Resource,
  ServiceRequest,
  Specimen,
} from './types.ts';

export interface CheckOptions {
  readonly now: Instant;
  /** How far a sender's clock may run ahead of ours. */
  readonly toleranceMs: number;
}

/** Ten minutes: clocks of hospital systems differ by less when they are synchronised at all. */
export const DEFAULT_TOLERANCE_MS = 600_000;

/** Codes of ages as observations: LOINC age, reported age, estimated age, gestational age. */
const AGE_CODES = new Set(['30525-0', '21612-7', '21611-9', '11884-4', '29553-5', '63900-5', '397659008', '424144002']);

/** Everything that is wrong with one resource, with paths that begin with its type. */
export function checkResource(resource: Resource, options: CheckOptions): Problem[] {
  const problems: Problem[] = [];
  const type = resource.resourceType;
  const notFuture = (field: string, text: string | undefined): void => {
    if (text === undefined) return;
    const span = spanOf(text);
    if (span === null)
      problems.push(
        problem('invalid-time', `${type}.${field}`, `\`${text}\` is not a date that exists`, `“${text}”不是存在的日期`),
      );
    else if (span.start > options.now + options.toleranceMs) {
      problems.push(
        problem('future-time', `${type}.${field}`, `\`${text}\` lies in the future`, `“${text}”晚于当前时间`),
      );
    }
  };
  const inOrder = (first: string, a: Instant | null, second: string, b: string | undefined): void => {
    const end = b === undefined ? null : spanOf(b)?.end;
    if (a === null || end === null || end === undefined || a < end + options.toleranceMs) return;
    problems.push(
      problem('time-order', `${type}.${second}`, `${second} is earlier than ${first}`, `${second} 早于 ${first}`),
    );
  };
  for (const extension of resource.extension ?? []) checkAge(extension, type, problems);
  switch (type) {
    case 'Patient': {
      const patient = resource as Patient;
      notFuture('birthDate', patient.birthDate);
      notFuture('deceasedDateTime', patient.deceasedDateTime);
      if (patient.deceasedDateTime !== undefined && patient.birthDate !== undefined) {
        inOrder('birthDate', startOf(patient.birthDate), 'deceasedDateTime', patient.deceasedDateTime);
      }
      problems.push(...identityProblems(patient));
      break;
    }
    case 'Observation': {
      const o = resource as Observation;
      oneChoice(resource, 'value', problems);
      oneChoice(resource, 'effective', problems);
      notFuture('effectiveDateTime', o.effectiveDateTime);
      notFuture('effectiveInstant', o.effectiveInstant);
      notFuture('effectivePeriod.start', o.effectivePeriod?.start);
      notFuture('issued', o.issued);
      inOrder('effective', effectiveOf(o), 'issued', o.issued);
      inOrder(
        'effectivePeriod.start',
        startOf(o.effectivePeriod?.start),
        'effectivePeriod.end',
        o.effectivePeriod?.end,
      );
      if (
        o.code.coding?.some((c) => AGE_CODES.has(c.code ?? '')) &&
        (o.valueQuantity?.value ?? o.valueInteger ?? 0) < 0
      ) {
        problems.push(problem('negative-age', 'Observation.value', 'An age is below zero', '年龄为负数'));
      }
      break;
    }
    case 'DiagnosticReport': {
      const report = resource as DiagnosticReport;
      oneChoice(resource, 'effective', problems);
      notFuture('effectiveDateTime', report.effectiveDateTime);
      notFuture('effectivePeriod.start', report.effectivePeriod?.start);
      notFuture('issued', report.issued);
      inOrder('effective', effectiveOf(report), 'issued', report.issued);
      break;
    }
    case 'Specimen': {
      const specimen = resource as Specimen;
      notFuture('collection.collectedDateTime', specimen.collection?.collectedDateTime);
      notFuture('receivedTime', specimen.receivedTime);
      inOrder('collection.collected', collectionOf(specimen), 'receivedTime', specimen.receivedTime);
      break;
    }
    case 'ImagingStudy':
      notFuture('started', (resource as ImagingStudy).started);
      break;
    case 'ServiceRequest':
      notFuture('authoredOn', (resource as ServiceRequest).authoredOn);
      break;
    case 'Encounter': {
      const period = (resource as Encounter).period;
      inOrder('period.start', startOf(period?.start), 'period.end', period?.end);
      break;
    }
    default:
      break;
  }
  return problems;
}

/** A patient examined before birth: a negative age. `birthOn` is that of the patient in the same message. */
export function checkAgeAt(resource: Resource, birthOn: Day | null): Problem | null {
  if (birthOn === null) return null;
  const at = collectedOf(resource);
  if (at === null || dayOf(at) >= birthOn) return null;
  return problem(
    'negative-age',
    `${resource.resourceType}.effective`,
    `The act is earlier than the patient's birth on ${birthOn}: the age would be negative`,
    `检查检验时间早于患者出生日期 ${birthOn}，年龄为负`,
  );
}

function collectedOf(resource: Resource): Instant | null {
  switch (resource.resourceType) {
    case 'Observation':
    case 'DiagnosticReport':
      return effectiveOf(resource as Observation);
    case 'Specimen':
      return collectionOf(resource as Specimen);
    case 'ImagingStudy':
      return startOf((resource as ImagingStudy).started);
    default:
      return null;
  }
}

function checkAge(extension: Extension, type: string, problems: Problem[]): void {
  if ((extension.valueAge?.value ?? 0) < 0)
    problems.push(problem('negative-age', `${type}.extension.valueAge`, 'An age is below zero', '年龄为负数'));
}

/** An element of a choice of types stands once. */
function oneChoice(resource: Resource, stem: string, problems: Problem[]): void {
  let found: string | null = null;
  for (const key of Object.keys(resource)) {
    if (!key.startsWith(stem) || !/^[A-Z]/.test(key.slice(stem.length))) continue;
    if (found !== null) {
      const path = `${resource.resourceType}.${stem}[x]`;
      problems.push(
        problem('choice', path, `Only one of ${found} and ${key} may be given`, `${found} 与 ${key} 只能填写其一`),
      );
    }
    found = key;
  }
}

/** The day of birth of a Patient, when it is a whole day. */
export function birthOf(patient: Patient): Day | null {
  const day = patient.birthDate === undefined ? null : parseDay(patient.birthDate);
  return day?.ok ? day.value : null;
}

function problem(code: string, path: string, message: string, messageZh: string): Problem {
  return { code, path, message, messageZh };
}
