/** Critical values 危急值: results that endanger life unless somebody acts at once. Source: core-systems.14, henan-2025.mq.8. */
import type { Day, Instant } from '../kernel/day.ts';
import type { CriticalThresholdRow } from '../registers/rows.ts';

/** A result as it is judged; `value` is in the unit of the item. */
export interface Measured {
  readonly item: string;
  readonly value: number | null;
  /** A value of any kind was reported, whether or not it could be converted. */
  readonly isGiven: boolean;
  readonly comparator: string | null;
  readonly text: string | null;
  /** Codes of what was found: of a coded value, of a conclusion. */
  readonly found: readonly string[];
  readonly specimen: string | null;
  /** The issuer's own interpretation (HL7 v3 ObservationInterpretation). */
  readonly flag: string | null;
}

/** Who and where; null: not known. */
export interface Circumstances {
  readonly birthOn: Day | null;
  readonly sex: 'male' | 'female' | null;
  readonly department: string | null;
  readonly diagnoses: readonly string[] | null;
  /** The day of the specimen or examination. */
  readonly on: Day;
}

/** Facts that a threshold asks for. */
export type Fact = 'age' | 'sex' | 'department' | 'diagnosis' | 'specimen' | 'value';

export type Side = 'low' | 'high' | 'finding' | 'issuer';

export type CriticalJudgement =
  /** `uncertain`: facts that would have to be known to be sure; empty: it is. Threshold null: the issuer says so. */
  | {
      readonly kind: 'critical';
      readonly side: Side;
      readonly threshold: CriticalThresholdRow | null;
      readonly uncertain: readonly Fact[];
    }
  | { readonly kind: 'not-critical'; readonly threshold: CriticalThresholdRow | null }
  /** There is a threshold, and the result cannot be compared with it. */
  | { readonly kind: 'unknown'; readonly missing: readonly Fact[] };

/** Where a patient is treated 就诊类别; the flows are apart (henan-2025.mq.8#03). */
export type Setting = 'inpatient' | 'outpatient' | 'emergency' | 'unknown';

/** Who tested verifies and reports, who sent the specimen treats. Source: core-systems.14#08. */
export type ChainPart = 'reporting' | 'treating';

/** A critical value as its indicators read it. */
export interface CriticalCase {
  readonly id: number;
  readonly setting: Setting;
  /** Of a specimen that was sent out 外送标本 each institution follows its part; absent: both are one. */
  readonly part?: ChainPart | undefined;
  /** Not confirmed, withdrawn, or another measurement of a specimen that counts already: it needs no notification (CL-14). */
  readonly isVoid: boolean;
  readonly isClosed: boolean;
  /** Closed with nothing wrong about it. */
  readonly isClean: boolean;
  /** What was told was right 报告准确: not corrected, taken back or denied later, nor misheard. Null: nobody was told, or it counts already. */
  readonly isAccurate: boolean | null;
  readonly appearedAt: Instant;
  readonly notified: Done | null;
  /** Received by the clinical department, read back. */
  readonly received: Done | null;
  readonly reached: Done | null;
  readonly acted: Done | null;
  readonly rechecked: Done | null;
  /** What nobody has to do any more 豁免: it is owed by the documents and is not known to be done. */
  readonly released: readonly Step[];
}

/** What is measured of a critical value; `whole`: all that is left of it. */
export type Step = 'notified' | 'received' | 'reached' | 'acted' | 'rechecked' | 'whole';

/** A stage that is over. */
export interface Done {
  readonly at: Instant;
  readonly outcome: string | null;
  readonly isLate: boolean;
}
