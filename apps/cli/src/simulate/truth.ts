/** What is true in a demonstration region and was not told to the platform, so that what it finds can be scored. */
import type { RecognitionClass } from '@fujie/core/recognition';

import type { ControlPlant } from './control-plants.ts';
import type { MarkPlant } from './plants.ts';
import type { PlantedQuirk } from './people.ts';

/** A result and the order for which it was planted, with the verdict that the rules give. */
export interface TruthCase {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly person: string;
  readonly personName: string;
  readonly residentId: string;
  /** Institution at which the order is placed. */
  readonly receiver: string;
  readonly item: string;
  readonly issuer: string;
  readonly report: string;
  /** Null: the result is stored but cannot be offered, because its code is not mapped. */
  readonly expect: {
    readonly class: RecognitionClass;
    readonly basis?: 'MARK' | 'CONSORTIUM';
    readonly reasons: readonly string[];
  } | null;
  /** Article 19 cases that the data show for an order today. */
  readonly detects?: readonly { readonly code: 2 | 3; readonly when: string }[];
}

export type AnomalyKind =
  | 'corrected'
  | 'withdrawn'
  | 'preliminary'
  | 'method-missing'
  | 'interval-missing'
  | 'mark-not-printed'
  | 'mark-not-entitled'
  | 'conclusion-only';

/** Something planted in an ordinary report. */
export interface Anomaly {
  readonly kind: AnomalyKind;
  readonly institution: string;
  readonly report: string;
  /** Lines concerned; empty: the whole report. */
  readonly items: readonly string[];
}

export interface TruthPerson {
  readonly key: string;
  readonly name: string;
  readonly sex: string;
  readonly birthOn: string;
  readonly residentId: string;
  /** Hospital numbers that belong to this one person, with the reports sent under each. */
  readonly registrations: readonly {
    readonly institution: string;
    readonly mrn: string;
    readonly reports: readonly string[];
  }[];
}

export interface Truth {
  readonly seed: number;
  readonly jurisdiction: string;
  readonly today: string;
  readonly persons: readonly TruthPerson[];
  readonly quirks: readonly PlantedQuirk[];
  readonly cases: readonly TruthCase[];
  readonly anomalies: readonly Anomaly[];
  readonly marks: readonly (MarkPlant & { readonly institution: string })[];
  /** What is planted in control series, and where. */
  readonly controls: readonly (ControlPlant & { readonly institution: string })[];
  /** Laboratories of which the second returns in EQA what the first measured. */
  readonly copiers: readonly string[];
  readonly counts: { readonly reports: number; readonly results: number; readonly changedAfterUse: number };
}
