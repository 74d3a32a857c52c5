/** Events between contexts, handled in the transaction that causes them: either all of it happens or nothing. */
import type { EVENT_KINDS } from '@fujie/core/adverse-events';
import type { Measured } from '@fujie/core/critical';
import type { Instant, Problem } from '@fujie/core/kernel';
import type { Measurement } from '@fujie/core/laboratory';
import type { LoopState } from '@fujie/core/loops';
import type { TypedRow } from '@fujie/core/registers';
import type { Encounter } from '@fujie/wire/fhir';

import type { Queryable } from '../db/database.ts';

/**
 * Results of one person that one document corrected or withdrew, beside what it added. A document that only adds a report
 * nobody knew is not announced: nobody can have accepted it, and it is written in one statement.
 */
export interface ResultsRecorded {
  readonly personId: number;
  readonly institution: string;
  /** Ids of results that replaced an earlier version, with what became of them; `moved`: they are of another person. */
  readonly changed: readonly { readonly id: string; readonly change: 'corrected' | 'withdrawn' | 'moved' }[];
  /** Who ordered those of them that had been issued, as far as their orders name anybody. */
  readonly ordered?: readonly OrderedResult[];
}

/** Who ordered a result 开单: what its order says of that, null where it says nothing. */
export interface OrderedResult {
  readonly result: string;
  /** Another one than that which issued the result. */
  readonly institution: string | null;
  readonly department: string | null;
  /** Staff number. */
  readonly practitioner: string | null;
}

/** An order that was placed, as the hospital's system reports it (active ServiceRequest). */
export interface OrderPlaced {
  readonly personId: number;
  readonly institution: string;
  readonly department: string | null;
  readonly practitioner: string | null;
  readonly encounter: string | null;
  readonly orderRef: string;
  readonly items: readonly string[];
  /** An emergency encounter, or an order to be carried out at once: nobody waits for a prompt. */
  readonly emergency: boolean;
  /** When it reached the platform. */
  readonly placedAt: number;
  /** When the hospital says it was written; null when it does not say. */
  readonly authoredAt: number | null;
}

/** Something was answered in one encounter, or an order passed over what was offered there: what is owed because of it changes. */
export interface EpisodeActed {
  readonly personId: number;
  readonly institution: string;
  readonly episode: string;
}

/** A result that may be critical by a threshold of its item, or by its issuer: with what the message says of it. */
export interface CriticalSuspect {
  readonly resultId: string;
  readonly reportId: string | null;
  /** As its laboratory numbers it; null: it has none, or it is judged later. */
  readonly reportNo: string | null;
  readonly personId: number;
  /** What was measured 检测对象: a specimen, or the report where none is named. A repeat on it is the same critical value. */
  readonly of: string;
  readonly name: string | null;
  /** By the report an examination 检查, should the register not know its item. */
  readonly isExamination: boolean;
  /** Codes of the section that its report is of, should the register not know its item. */
  readonly sections: readonly string[];
  readonly measured: Measured;
  /** As reported. */
  readonly shown: { readonly value: string; readonly unit: string | null };
  readonly collectedAt: Instant | null;
  readonly reportedAt: Instant;
  /** Younger than the loop's figure: what is older raises nothing new, as does what cannot be compared. */
  readonly isFresh: boolean;
  readonly encounter: Encounter | null;
  /** Stored id of an encounter that the message names and does not bring. */
  readonly encounterId: string | null;
  /** Staff number of who ordered it. */
  readonly requester: string | null;
  /** The department that tested or examined 检查检验科室; null: its report does not say. */
  readonly section: string | null;
  /** By how many different persons the report of a test is signed 签名; null: nobody can be told, or its status is none of a release. */
  readonly signed: 'one' | 'two' | 'unclear' | null;
  readonly diagnoses: readonly string[];
  /** Who ordered it, also where that is another institution; null: its order says nothing of that. */
  readonly orderer: OrderedResult | null;
}

/** What one document brought or replaced, as far as critical values 危急值 are concerned. */
export interface ResultsSuspected {
  readonly institution: string;
  readonly sender: string;
  readonly suspects: readonly CriticalSuspect[];
  /** Ids of results that have a new version: a critical value that is none any more is withdrawn. */
  readonly replaced: readonly string[];
}

/** Results that are now another person's than before, or have a person for the first time. */
export interface ResultsMoved {
  readonly results: readonly string[];
}

/** A loop 闭环 of which somebody is about to record something: what hangs together with it is held before it is. */
export interface LoopRecording {
  readonly loop: number;
  readonly definition: string;
}

/** A loop 闭环 of which somebody recorded something, as it stands then. */
export interface LoopRecorded {
  readonly loop: number;
  readonly definition: string;
  readonly subject: string;
  readonly state: LoopState;
}

/** What the platform's own records show and may be an adverse event 平台检出: somebody has to report it, or to say that it is none. */
export interface AdverseEventSuspected {
  /** Names the fact: the same one is taken once. */
  readonly key: string;
  readonly kind: keyof typeof EVENT_KINDS;
  readonly institution: string;
  readonly department: string | null;
  readonly personId: number | null;
  readonly occurredAt: Instant;
}

/** What a register must hold because of what a context established: written by the registers in the same transaction. */
export interface EntriesDue {
  readonly register: string;
  readonly rows: readonly TypedRow[];
  readonly program: string;
  readonly note: string;
}

/** A measurement of control material as a message says it, its item, instrument and unit mapped. */
export interface ControlMeasured extends Measurement {
  /** Names it in what is said of it. */
  readonly at: string;
  readonly run: string | null;
  readonly operator: string | null;
  readonly reagentLot: string | null;
  readonly calibratorLot: string | null;
}

export type ControlsOutcome =
  | { readonly ok: true; readonly taken: number; readonly known: number; readonly held: number }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Measurements of control material 质控结果 in one message of an institution: all of them are taken, or none. */
export interface ControlsMeasured {
  readonly institution: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly measurements: readonly ControlMeasured[];
  /** What became of them, once the transaction is committed. */
  readonly settle: (outcome: ControlsOutcome) => void;
}

/** A message that a context refused, to be kept as it came until somebody corrects or dismisses it. */
export interface MessageRefused {
  readonly institution: string;
  readonly sender: string;
  readonly channel: string;
  readonly contentType: string;
  readonly raw: Buffer;
  readonly problems: readonly Problem[];
  /** Under which number it is kept. */
  readonly settle: (id: number) => void;
}

/** A sheet of control results 质控结果表格 sent again out of quarantine: all of it is taken, or nothing. */
export interface ControlSheetSent {
  readonly institution: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly file: Buffer;
  readonly settle: (outcome: ControlsOutcome) => void;
}

/** A month of control 质控月 of an institution, such as 2026-05. */
export interface MonthOfControl {
  readonly institution: string;
  readonly month: string;
}

/** Results of patients of months that are over became known, or were corrected: what was computed of these months is so anew. */
export interface PastMonthsReported {
  readonly months: readonly MonthOfControl[];
}

export interface EventMap {
  'adverse-event-suspected': AdverseEventSuspected;
  'control-sheet-sent': ControlSheetSent;
  'message-refused': MessageRefused;
  'controls-measured': ControlsMeasured;
  'entries-due': EntriesDue;
  'loop-recorded': LoopRecorded;
  'loop-recording': LoopRecording;
  'results-moved': ResultsMoved;
  'results-suspected': ResultsSuspected;
  'results-recorded': ResultsRecorded;
  'order-placed': OrderPlaced;
  'past-months-reported': PastMonthsReported;
  'episode-acted': EpisodeActed;
}

export type Handler<E> = (tx: Queryable, event: E) => Promise<void>;

export interface Events {
  on<K extends keyof EventMap>(name: K, handler: Handler<EventMap[K]>): void;
  emit<K extends keyof EventMap>(tx: Queryable, name: K, event: EventMap[K]): Promise<void>;
}

export function createEvents(): Events {
  const handlers: { [K in keyof EventMap]: Handler<EventMap[K]>[] } = {
    'adverse-event-suspected': [],
    'control-sheet-sent': [],
    'controls-measured': [],
    'message-refused': [],
    'entries-due': [],
    'loop-recorded': [],
    'loop-recording': [],
    'results-moved': [],
    'results-recorded': [],
    'results-suspected': [],
    'order-placed': [],
    'past-months-reported': [],
    'episode-acted': [],
  };
  return {
    on: (name, handler) => {
      handlers[name].push(handler);
    },
    emit: async (tx, name, event) => {
      for (const handler of handlers[name]) await handler(tx, event);
    },
  };
}
