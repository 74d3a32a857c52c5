/** What a hospital of the demonstration reports, before it is written as FHIR. */
import type { Day, Instant } from '@fujie/core/kernel';

import type { InstitutionPlan } from './world.ts';

export type Sex = 'male' | 'female';

/** A patient as one institution registered him. */
export interface Registration {
  readonly institution: string;
  readonly mrn: string;
  readonly name: string;
  readonly sex: Sex | null;
  readonly birthOn: Day | null;
  /** Number presented, of 18 or 15 digits; null: none. */
  readonly residentId: string | null;
  readonly healthCard: string | null;
  readonly phone: string | null;
  /** The person really treated. */
  readonly person: string;
}

export interface ResultLine {
  readonly item: string;
  readonly value: number | string;
  /** UCUM code and printed unit of a numeric value. */
  readonly unit: { readonly code: string; readonly printed: string } | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Printed reference text of a result in words. */
  readonly referenceText: string | null;
  readonly method: string | null;
  readonly device: string;
  /** The lot of reagent as `product|lot`, where the laboratory names it. */
  readonly lot: string | null;
  readonly marks: readonly string[];
}

/** A patient who is in the care of a hospital now 在诊. */
export interface Stay {
  readonly plan: InstitutionPlan;
  readonly registration: Registration;
  readonly since: Instant;
}

export type ReportStatus = 'final' | 'preliminary' | 'corrected' | 'entered-in-error';

interface ReportBase {
  readonly number: string;
  readonly plan: InstitutionPlan;
  readonly registration: Registration;
  readonly encounterClass: 'AMB' | 'EMER' | 'IMP';
  readonly encounter: string;
  /** Who ordered; null: not named. */
  readonly physician: string | null;
  readonly orderedAt: Instant;
  /** Sampling 采样 of tests, performance 检查 of examinations. */
  readonly collectedAt: Instant;
  readonly reportedAt: Instant;
  readonly status: ReportStatus;
  readonly title: string;
}

export interface LaboratoryReport extends ReportBase {
  readonly kind: 'laboratory';
  /** Panels or single items ordered. */
  readonly ordered: readonly string[];
  readonly lines: readonly ResultLine[];
}

export interface ExaminationReport extends ReportBase {
  readonly kind: 'examination';
  readonly item: string;
  readonly modality: string;
  readonly marks: readonly string[];
  readonly device: string;
  /** Without images there is only the opinion, which is not a result 结论不是结果. */
  readonly hasImages: boolean;
  readonly finding: string;
  readonly conclusion: string;
}

export type Report = LaboratoryReport | ExaminationReport;
