/**
 * Loops 闭环: an obligation that arises from a record. Who must do what, by when, on what evidence; a state is a function of
 * what was recorded and of a moment, so that it can be told for any of them. Source: henan-2025.mq.23#11 (监测—预警—改进—反馈).
 */
import type { Instant } from '../kernel/day.ts';
import type { Bilingual } from '../kernel/register.ts';

/** Units of limits 时限: hours and minutes run on; days are calendar days and workdays official ones, both ending at 24:00. */
export const LIMIT_UNITS = ['minute', 'hour', 'day', 'workday'] as const;
export type LimitUnit = (typeof LIMIT_UNITS)[number];

/** A figure of a loop 参数; `source` is the clause that states it, or `local`: no document does, a proposal that the owner sets. */
export interface LoopParameter {
  readonly zh: string;
  readonly en: string;
  readonly value: number;
  readonly unit: LimitUnit | 'percent' | 'count';
  readonly source: string;
}

/** Asked of the facts with which a loop was opened, or of the outcome of an earlier stage and what it says. */
export type Condition =
  | { readonly fact: string; readonly in: readonly string[] }
  | { readonly stage: string; readonly outcome: readonly string[] }
  /** Any end but these, a waiver among them. */
  | { readonly stage: string; readonly not: readonly string[] }
  /** A field of the act that ended it. */
  | { readonly stage: string; readonly field: string; readonly in: readonly string[] };

/** Documents of a record system that prove an act 佐证: orders, and notes of the course (FHIR R4). */
export const PROOF_KINDS = ['ServiceRequest', 'MedicationRequest', 'DocumentReference', 'Composition'] as const;
export type ProofKind = (typeof PROOF_KINDS)[number];

/** The document that a record system names as proof of an act, and the system that named it. */
export interface Proof {
  readonly resource: ProofKind;
  /** Whose numbers they are: the namespace of `value`. */
  readonly system: string;
  readonly value: string;
  readonly from: string;
}

/** What an act at a stage says became of it. */
export interface OutcomeDefinition {
  readonly zh: string;
  readonly en: string;
  /** `done`: the stage is over. `attempt`: tried, and the clock runs on. `void`: there was nothing to do, the loop ends with this. */
  readonly effect: 'done' | 'attempt' | 'void';
  /** What it says, where its title alone does not tell it from the others. */
  readonly means?: Bilingual;
  /** Fields of the act without which it proves nothing; a boolean one must be true. */
  readonly requires: readonly string[];
  /** Fields that may be filled as well. */
  readonly asks?: readonly string[];
  /** Fields that name different persons 双人; asked as it is recorded, of nothing that was recorded before. */
  readonly differ?: readonly string[];
  /** Fields that name somebody else than who records it 双人; asked in the same way. */
  readonly byOther?: readonly string[];
  /** Fields that repeat what the fact of the same name in the opening says 复述; asked in the same way, of figures alone. */
  readonly repeats?: readonly string[];
  /** Stages that are to be done again, with all that come after them. */
  readonly again?: readonly string[];
  /** Of the roles that may do the stage those that alone may say this. */
  readonly onlyBy?: readonly string[];
  /** The page on which alone it is recorded, with facts of the opening as `{name}`, because its evidence is kept there; an act that comes otherwise is refused. */
  readonly page?: `/${string}`;
  /** What is asked beside that, each where the opening says so; of a loop that was opened before it was asked, not. */
  readonly further?: readonly Further[];
}

/** What an outcome asks where a fact of the opening is one of these. */
export interface Further {
  readonly if: Extract<Condition, { readonly fact: string }>;
  /** More fields without which the act proves nothing. */
  readonly requires?: readonly string[];
  /** So many attempts since the stage began, of so many kinds by a field of theirs 逐级联系. */
  readonly tried?: Tries;
}

/** How often, as a parameter says, and by which different ways something has to be tried before it may be given up. */
export interface Tries {
  readonly parameter: string;
  readonly field: string;
  readonly kinds: number;
}

/**
 * Where somebody is to whom something falls; `section`: the department that tests or examines 检查检验科室, wherever the patient lies; `above`:
 * the authority above that of the region 上级主管部门.
 */
export const OWNER_PLACES = ['person', 'department', 'section', 'institution', 'region', 'above'] as const;

/** Who owes a stage, or is told of it: a role, and where. */
export interface Owner {
  readonly role: string;
  readonly at: (typeof OWNER_PLACES)[number];
}

/** Registers whose codes stand in the facts of loops. */
export type CodedRegister =
  'department' | 'institution' | 'item' | 'instrument' | 'practitioner' | 'qc-organisation' | 'watched-event';

/** A field of an act, as a form asks for it. */
export interface FieldDefinition {
  readonly zh: string;
  readonly en: string;
  /** `counts`: what is counted and how often, one a line: see counts.ts. */
  readonly kind: 'text' | 'long-text' | 'boolean' | 'number' | 'instant' | 'day' | 'choice' | 'counts';
  /** Of a number: the least that it may be; where it is left out, nothing, as of counts; null where it may lie below nothing. */
  readonly least?: number | null;
  /** Of a choice: what may be chosen; of a fact that names several, each of them, with commas between. */
  readonly options?: Readonly<Record<string, Bilingual>>;
  /** The register whose code it is, or whose codes, with commas between: they are shown by their names, beside those of `options`. */
  readonly codesOf?: CodedRegister;
  /** Proposed to whoever records it as the fact of this name in the opening has it. */
  readonly fromOpening?: true;
}

/** The limit that holds in a case. */
export interface LimitCase {
  readonly if: Condition;
  readonly parameter: string;
}

/** A limit that is a figure: a parameter, or another one in the first case that holds. */
export interface FigureLimit {
  readonly parameter: string;
  readonly cases?: readonly LimitCase[];
}

export interface StageDefinition {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly clauses: readonly string[];
  /** Stages that must be over before it begins; none: it begins as the loop opens. */
  readonly after: readonly string[];
  /** Needed only if all of these hold. */
  readonly when?: readonly Condition[];
  /**
   * Its limit: a parameter, or another one in the first case that holds; or the fact that holds the instant or day (ISO 8601) until
   * when, which with `of` is a field of the act that ended that stage; null: none of its own.
   */
  readonly limit: FigureLimit | { readonly fact: string; readonly of?: string } | null;
  /** From when the limit counts, if not from its beginning: from the opening, or the instant that a fact of it holds. */
  readonly from?: 'opening' | { readonly fact: string };
  /** Begun again before it was done, it keeps the limit that it had if that was shorter. */
  readonly keepsShorter?: true;
  /** Its own ladder in place of the loop's. */
  readonly escalation?: readonly EscalationStep[];
  readonly owner: Owner;
  /** Roles that may do it beside the owner's. */
  readonly alsoBy?: readonly string[];
  /** Documents of the record system that may be named as proof of it; absent: none. */
  readonly provenBy?: readonly ProofKind[];
  /** Roles that read it though it is none of theirs, where the whole is kept for others. */
  readonly shownTo?: readonly string[];
  /** Stages whose doer must be somebody else 双人, and whoever took part in them. */
  readonly notBy?: readonly string[];
  readonly outcomes: Readonly<Record<string, OutcomeDefinition>>;
}

/**
 * A step of the ladder 逐级预警: at this part of the limit (percent, or the parameter that holds it; 0: at once, beside whoever owes it), this
 * one is told.
 */
export interface EscalationStep {
  readonly percent: number | { readonly parameter: string };
  /** Only where this holds. */
  readonly if?: Condition;
  readonly to: Owner;
}

export interface LoopDefinition {
  /** Such as `critical-value/inpatient`. */
  readonly id: string;
  readonly title: Bilingual;
  readonly clauses: readonly string[];
  /** The record from which it arises, for the reader. */
  readonly arises: Bilingual;
  /** The page that shows what it is about, with facts of the opening, `{unit}` and `{loop}` in their places. */
  readonly about?: `/${string}`;
  /** How bad it is if it is not done: 1 life, 2 health, 3 rights or trust, 4 order. */
  readonly harm: 1 | 2 | 3 | 4;
  readonly parameters: Readonly<Record<string, LoopParameter>>;
  readonly fields: Readonly<Record<string, FieldDefinition>>;
  readonly stages: readonly StageDefinition[];
  readonly escalation: readonly EscalationStep[];
  /** Who may release from a stage or from the whole, and for which reasons. */
  readonly waivers: { readonly roles: readonly string[]; readonly reasons: Readonly<Record<string, Bilingual>> };
  /** Roles for which the whole is kept; every other sees the stages of its own, once they begin. Absent: for all who have a part. */
  readonly guarded?: readonly string[];
  /** Who opened it is sealed, and the minute would tell: for whom the whole is not kept, it began on a day. */
  readonly isSealed?: true;
  /** Who may open it again after it was closed. */
  readonly reopening: readonly string[];
}

/** Who acted. */
export interface LoopActor {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

interface Recorded {
  readonly id: string;
  /** When it happened, as claimed. */
  readonly occurredAt: Instant;
  /** When it became known here. */
  readonly recordedAt: Instant;
  readonly by: LoopActor;
  /** The record in whose place it stands. */
  readonly corrects?: string;
}

/** What is recorded of a loop; only ever added. */
export type LoopRecord =
  | (Recorded & { readonly kind: 'opened'; readonly facts: Readonly<Record<string, unknown>> })
  | (Recorded & {
      readonly kind: 'act';
      readonly stage: string;
      readonly outcome: string;
      readonly fields: Readonly<Record<string, unknown>>;
      readonly proof?: Proof;
      /** Persons who took part in what it says, beside who says it. */
      readonly takenPart?: readonly string[];
    })
  | (Recorded & { readonly kind: 'seen'; readonly stage: string })
  | (Recorded & { readonly kind: 'assigned'; readonly to: LoopActor })
  /** `stage` null: the whole loop. */
  | (Recorded & {
      readonly kind: 'waived';
      readonly stage: string | null;
      readonly reason: string;
      readonly note: string;
    })
  | (Recorded & { readonly kind: 'reopened'; readonly stage: string; readonly note: string })
  /** What it arose from was corrected away, or the record that `corrects` names was wrong. */
  | (Recorded & { readonly kind: 'withdrawn'; readonly note: string });

export type StageStatus = 'waiting' | 'running' | 'overdue' | 'met' | 'met-late' | 'waived' | 'not-needed';

export interface StageState {
  readonly id: string;
  readonly status: StageStatus;
  readonly startedAt: Instant | null;
  /** Last instant at which it is in time. */
  readonly dueAt: Instant | null;
  readonly doneAt: Instant | null;
  readonly outcome: string | null;
  /** The record that ended it. */
  readonly by: string | null;
  readonly attempts: number;
}

/** What is wrong with how it was closed 闭环质量: seen by everyone who sees the loop, and never equal to done. */
export const FLAWS = [
  'late',
  'no-evidence',
  'too-few-attempts',
  'wrong-person',
  'same-person',
  'before-start',
  'recorded-before-act',
  'unknown-outcome',
  'waiver-refused',
  'reopening-refused',
  'back-filled',
] as const;
export type Flaw = (typeof FLAWS)[number];

export interface Finding {
  readonly flaw: Flaw;
  readonly stage: string | null;
  readonly record: string | null;
  /** Fields that are missing. */
  readonly fields?: readonly string[];
  /** What was tried, and what is asked for. */
  readonly tried?: {
    readonly attempts: number;
    readonly least: number;
    readonly kinds: number;
    readonly leastKinds: number;
    readonly field: string;
  };
}

/** Somebody is to be told 预警; the id is the same whenever it is worked out. */
export interface LoopAlert {
  readonly id: string;
  readonly stage: string;
  readonly percent: number;
  readonly at: Instant;
  readonly to: Owner;
  /** Told as the stage begins, and owes nothing of it. */
  readonly isAtOnce?: true;
}

export interface LoopState {
  readonly status: 'open' | 'closed' | 'waived' | 'void';
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  /** How often it was opened again. */
  readonly reopened: number;
  readonly stages: readonly StageState[];
  readonly findings: readonly Finding[];
  /** Everything of which somebody was to be told until this moment. */
  readonly alerts: readonly LoopAlert[];
  /** When time alone changes something next. */
  readonly nextAt: Instant | null;
  /** The next instant at which something is owed. */
  readonly dueAt: Instant | null;
  readonly assignee: LoopActor | null;
}
