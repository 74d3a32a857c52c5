/**
 * Inputs and outputs of the recognition functions 互认判定. The inputs are those of the published worked examples
 * (`fujie pack cases`): plain values that can be stored with a decision and replayed.
 * Days are `YYYY-MM-DD`; times are ISO 8601, in China Standard Time unless they carry an offset.
 */

/** Reason codes with their Chinese text are listed in `reasons.ts`. */
export type Outcome = 'PASS' | 'FAIL' | 'ABSENT' | 'PENDING';

export interface ListVersion {
  readonly id: string;
  readonly published: string;
  readonly supersedes: readonly string[];
  readonly entries: readonly (readonly [institution: string, item: string, scope: string])[];
}

export interface EqaResult {
  readonly organiser: string;
  /** Region that the organiser serves: `CN`, an agreement code, or a region code. */
  readonly region: string;
  readonly round: string;
  readonly year: number;
  readonly closed: string;
  /** Absent while the grades are not published. */
  readonly published?: string | null;
  readonly outcome: Outcome;
}

/** IQC 室内质控 of the last complete month. */
export interface IqcFacts {
  readonly performed: boolean;
  readonly cv?: number | null;
  readonly maxCv?: number | null;
  /** The highest SD, in the unit of the item, where one is limited beside a CV or in its place. */
  readonly sd?: number | null;
  readonly maxSd?: number | null;
  /** The SD is of levels below this concentration and the CV of those from it on; neither limit is then inside. */
  readonly sdBelow?: number | null;
  /** The CV of levels whose class has its own limit, and that limit: `cv` is then of the others. */
  readonly classCv?: number | null;
  readonly classMaxCv?: number | null;
  readonly agreement?: number | null;
  readonly minAgreement?: number | null;
}

export interface InstrumentFacts {
  readonly id: string;
  /** Due day of each planned activity. */
  readonly due: Readonly<Record<string, string>>;
  /** Days [from, to) on which its results are held back after a rejected run 失控停发; absent: none. */
  readonly held?: readonly { readonly from: string; readonly to?: string | null }[];
}

export interface SuspensionFacts {
  readonly cause: string;
  readonly from: string;
  readonly to?: string | null;
}

/** A suspension with the first day on which quality was in doubt. */
export interface SuspensionRecord extends SuspensionFacts {
  readonly doubtFrom?: string | null;
}

/** What `deriveMark` looks at: one institution × item × scope on one day. */
export interface MarkInput {
  readonly institution: string;
  readonly item: string;
  readonly scope: string;
  readonly date: string;
  readonly lists: readonly ListVersion[];
  readonly eqa: readonly EqaResult[];
  readonly agreements?: Readonly<
    Record<string, { readonly from: string; readonly to?: string | null; readonly jointOrganiser?: string | null }>
  >;
  readonly iqc: IqcFacts;
  readonly instruments: readonly InstrumentFacts[];
  readonly suspensions: readonly SuspensionFacts[];
}

export interface MarkVerdict {
  /** The label, such as 晋HR, or null. */
  readonly mark: string | null;
  /** Empty when there is a mark; otherwise in the order M1 to M10. */
  readonly reasons: readonly string[];
}

/** What `classify` looks at: one order and one earlier result. Absent fields take the harmless value. */
export interface CandidateInput {
  readonly order: {
    readonly item: string;
    readonly at: string;
    readonly specimen?: string | null;
    readonly bodySite?: string | null;
  };
  readonly receiver: { readonly region: string; readonly ownership?: string; readonly level?: number };
  readonly result: {
    readonly item?: string;
    readonly specimen?: string | null;
    readonly bodySite?: string | null;
    readonly identity?: 'verified' | 'unconfirmed' | 'mismatch';
    /** A corrected report is final again. */
    readonly status?: 'final' | 'corrected' | 'preliminary' | 'withdrawn';
    /** `image` and `data` are results; `conclusion` is only a conclusion. */
    readonly content?: 'data' | 'image' | 'conclusion';
    readonly integrity?: 'ok' | 'failed';
    readonly source?: 'platform' | 'paper-confirmed' | 'paper';
    readonly printedMarks: readonly string[];
    /** Labels the issuer was entitled to on the report day; absent means whatever is printed. */
    readonly entitledAtIssue?: readonly string[];
    readonly collectedAt: string;
    readonly reportedOn: string;
    readonly method?: boolean;
    readonly referenceInterval?: boolean;
    readonly doubtWindows?: readonly { readonly from: string; readonly to: string }[];
    /** The issuer was suspended for the item on the report day. */
    readonly issuerSuspended?: boolean;
  };
  readonly registry: {
    readonly timeLimit?: { readonly days?: number; readonly hours?: number } | null;
    readonly negative?: boolean;
    readonly agreements?: Readonly<Record<string, { readonly from: string; readonly to?: string | null }>>;
    readonly consortium?: {
      readonly kind: string;
      readonly province: string;
      readonly declaredFrom: string | null;
    } | null;
  };
}

export type RecognitionClass = 'MUST' | 'MAY' | 'NOT';

export interface CandidateVerdict {
  readonly class: RecognitionClass;
  readonly basis?: 'MARK' | 'CONSORTIUM';
  readonly reasons: readonly string[];
}

export type ExceptionCode = 1 | 2 | 3 | 4 | 5 | 6;
