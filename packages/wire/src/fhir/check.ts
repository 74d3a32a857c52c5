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

/** What one resource is checked with; helpers stand outside, because this runs for every result that arrives. */
interface Checking {
  readonly type: string;
  readonly latest: number;
  readonly toleranceMs: number;
  readonly problems: Problem[];
}

function notFuture(c: Checking, field: string, text: string | undefined): void {
  if (text === undefined) return;
  const span = spanOf(text);
  if (span === null)
    c.problems.push(
      problem('invalid-time', `${c.type}.${field}`, `\`${text}\` is not a date that exists`, `“${text}”不是存在的日期`),
    );
  else if (span.start > c.latest) {
    c.problems.push(
      problem('future-time', `${c.type}.${field}`, `\`${text}\` lies in the future`, `“${text}”晚于当前时间`),
    );
  }
}

function inOrder(c: Checking, first: string, a: Instant | null, second: string, b: string | undefined): void {
  const end = b === undefined ? null : spanOf(b)?.end;
  if (a === null || end === null || end === undefined || a < end + c.toleranceMs) return;
  c.problems.push(
    problem('time-order', `${c.type}.${second}`, `${second} is earlier than ${first}`, `${second} 早于 ${first}`),
  );
}

/** Everything that is wrong with one resource, with paths that begin with its type. */
export function checkResource(resource: Resource, options: CheckOptions): Problem[] {
  const problems: Problem[] = [];
  const type = resource.resourceType;
  const c: Checking = { type, latest: options.now + options.toleranceMs, toleranceMs: options.toleranceMs, problems };
  for (const extension of resource.extension ?? []) checkAge(extension, type, problems);
  switch (type) {
    case 'Patient': {
      const patient = resource as Patient;
      notFuture(c, 'birthDate', patient.birthDate);
      notFuture(c, 'deceasedDateTime', patient.deceasedDateTime);
      if (patient.birthDate !== undefined)
        inOrder(c, 'birthDate', startOf(patient.birthDate), 'deceasedDateTime', patient.deceasedDateTime);
      problems.push(...identityProblems(patient, dayOf(c.latest as Instant)));
      break;
    }
    case 'Observation': {
      const o = resource as Observation;
      checkChoices(resource, problems);
      notFuture(c, 'effectiveDateTime', o.effectiveDateTime);
      notFuture(c, 'effectiveInstant', o.effectiveInstant);
      notFuture(c, 'effectivePeriod.start', o.effectivePeriod?.start);
      notFuture(c, 'issued', o.issued);
      inOrder(c, 'effective', effectiveOf(o), 'issued', o.issued);
      inOrder(
        c,
        'effectivePeriod.start',
        startOf(o.effectivePeriod?.start),
        'effectivePeriod.end',
        o.effectivePeriod?.end,
      );
      if (
        (o.valueQuantity?.value ?? o.valueInteger ?? 0) < 0 &&
        o.code.coding?.some((coding) => AGE_CODES.has(coding.code ?? ''))
      ) {
        problems.push(problem('negative-age', 'Observation.value', 'An age is below zero', '年龄为负数'));
      }
      break;
    }
    case 'DiagnosticReport': {
      const report = resource as DiagnosticReport;
      checkChoices(resource, problems);
      notFuture(c, 'effectiveDateTime', report.effectiveDateTime);
      notFuture(c, 'effectivePeriod.start', report.effectivePeriod?.start);
      notFuture(c, 'issued', report.issued);
      inOrder(c, 'effective', effectiveOf(report), 'issued', report.issued);
      break;
    }
    case 'Specimen': {
      const specimen = resource as Specimen;
      notFuture(c, 'collection.collectedDateTime', specimen.collection?.collectedDateTime);
      notFuture(c, 'collection.collectedPeriod.start', specimen.collection?.collectedPeriod?.start);
      notFuture(c, 'receivedTime', specimen.receivedTime);
      inOrder(c, 'collection.collected', collectionOf(specimen), 'receivedTime', specimen.receivedTime);
      break;
    }
    case 'ImagingStudy':
      notFuture(c, 'started', (resource as ImagingStudy).started);
      break;
    case 'ServiceRequest':
      notFuture(c, 'authoredOn', (resource as ServiceRequest).authoredOn);
      break;
    case 'Encounter': {
      const period = (resource as Encounter).period;
      inOrder(c, 'period.start', startOf(period?.start), 'period.end', period?.end);
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
      return collectionOf(resource);
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

const CHOICES = ['value', 'effective'];

/** An element of a choice of types stands once. */
function checkChoices(resource: Resource, problems: Problem[]): void {
  const found = ['', ''];
  for (const key in resource) {
    const choice = key.startsWith('value') ? 0 : key.startsWith('effective') ? 1 : -1;
    if (choice < 0) continue;
    const other = found[choice];
    if (other !== '') {
      const path = `${resource.resourceType}.${CHOICES[choice] ?? ''}[x]`;
      problems.push(
        problem(
          'choice',
          path,
          `Only one of ${other ?? ''} and ${key} may be given`,
          `${other ?? ''} 与 ${key} 只能填写其一`,
        ),
      );
    }
    found[choice] = key;
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
