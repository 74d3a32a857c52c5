/** The decision at ordering as plain JSON: the four calls that hospitals know, and what explains them. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { ResultView } from './persons.ts';
import {
  Bilingual,
  Finding,
  GivenTime,
  literals,
  Money,
  NamedCode,
  nullable,
  PersonHandle,
  Reason,
  Timestamp,
} from './shared.ts';

/** How a caller names a patient: by handle, or by an identifier. */
export const PatientRef = Type.Object(
  {
    person: Type.Optional(PersonHandle),
    identifier: Type.Optional(
      Type.Object(
        {
          system: Type.String({ description: 'Identifier system, such as that of the resident id' }),
          value: Type.String({ minLength: 1, maxLength: 64 }),
        },
        { additionalProperties: false },
      ),
    ),
    name: Type.Optional(Type.String({ maxLength: 100 })),
    birthDate: Type.Optional(Type.String()),
    sex: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type PatientRef = Static<typeof PatientRef>;

/** Facts of the encounter that make Article 19 cases visible. */
export const EncounterFacts = Type.Object(
  {
    id: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: 'Visit number of the hospital: the first identifier of its FHIR Encounter, without one its id',
      }),
    ),
    class: Type.Optional(literals('outpatient', 'inpatient', 'emergency')),
    rescue: Type.Optional(Type.Boolean()),
    purpose: Type.Optional(literals('ordinary', 'forensic', 'disability', 'sick-retirement')),
    plannedMeasures: Type.Optional(
      Type.Array(Type.Object({ kind: Type.String(), at: GivenTime }, { additionalProperties: false }), {
        maxItems: 20,
      }),
    ),
    changeEvents: Type.Optional(
      Type.Array(Type.Object({ kind: Type.String(), at: GivenTime }, { additionalProperties: false }), {
        maxItems: 50,
      }),
    ),
  },
  { additionalProperties: false },
);
export type EncounterFacts = Static<typeof EncounterFacts>;

/** `POST /api/v1/recognition/check` */
export const CheckRequest = Type.Object(
  {
    patient: PatientRef,
    items: Type.Array(
      Type.Object(
        {
          item: Type.String({
            minLength: 1,
            maxLength: 64,
            description: 'Item or panel code of the region, or with `system` a code of that system',
          }),
          system: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 200,
              description: 'Code system of `item`: LOINC, or one of the hospital whose mapping is approved',
            }),
          ),
          orderRef: Type.Optional(Type.String({ maxLength: 100 })),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 50 },
    ),
    encounter: Type.Optional(EncounterFacts),
    department: Type.Optional(Type.String({ maxLength: 64 })),
    practitioner: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
);
export type CheckRequest = Static<typeof CheckRequest>;

export const RecognitionClass = literals('MUST', 'MAY', 'NOT');

/** One earlier result, judged for one ordered item. */
export const Candidate = Type.Object(
  {
    result: ResultView,
    /** A result of the ordering institution itself: shown and not to be repeated, but nothing is mutually recognised. */
    own: Type.Boolean(),
    class: RecognitionClass,
    /** The class was given when the order form was opened and holds for that form alone. */
    heldSince: nullable(Timestamp),
    basis: nullable(literals('MARK', 'CONSORTIUM')),
    reasons: Type.Array(Reason),
    ageHours: Type.Number(),
    /** Age in days of the calendar, as a limit in days counts it. */
    ageDays: Type.Integer(),
    limit: nullable(
      Type.Object({ days: Type.Optional(Type.Number()), hours: Type.Optional(Type.Number()), source: Type.String() }),
    ),
    /** Article 19 cases that the data suggest; never ticked in advance. */
    suggestions: Type.Array(
      Type.Object({
        code: Type.Integer({ minimum: 1, maximum: 6 }),
        strength: literals('suggested', 'detected'),
        because: Bilingual,
      }),
    ),
  },
  { additionalProperties: false },
);
export type Candidate = Static<typeof Candidate>;

/** Why the own laboratory may not run an item 暂停开展, and since when. */
const Stopped = Type.Object(
  {
    ...Reason.properties,
    since: nullable(Type.String({ description: 'First day on which it was stopped, YYYY-MM-DD' })),
  },
  { additionalProperties: false },
);
export type Stopped = Static<typeof Stopped>;

/** What the check says of one ordered item. */
export const ItemCheck = Type.Object(
  {
    item: Type.String(),
    /** False: the item register has no such code, so nothing was looked up; this is not “no earlier result”. */
    known: Type.Boolean(),
    nameZh: Type.String(),
    nameEn: Type.String(),
    orderRef: nullable(Type.String()),
    /** The panel that was ordered and of which this is a component. */
    panel: nullable(Type.String()),
    class: nullable(RecognitionClass),
    price: nullable(Type.String()),
    /** What the same physician already answered on the best candidate in this encounter: not prompted again. */
    answered: nullable(literals('ACCEPT', 'REPEAT')),
    /** An answer is needed before the order is signed; never in an emergency. */
    needsAnswer: Type.Boolean(),
    /** Why the own laboratory may not run it now (henan-2025.lab.6#05, lab.8#02); absent: nothing stops it. */
    stops: Type.Optional(Type.Array(Stopped)),
    refused: Type.Optional(
      Type.Boolean({
        description: 'True: not to be ordered from the own laboratory, whatever reason is given; `stops` says why',
      }),
    ),
    elsewhere: Type.Optional(
      Type.Array(NamedCode, { description: 'Institutions that may measure it meanwhile, the nearest first' }),
    ),
    candidates: Type.Array(Candidate),
  },
  { additionalProperties: false },
);
export type ItemCheck = Static<typeof ItemCheck>;

/** What the check says of one ordered panel: which components need not be ordered again. */
export const PanelCheck = Type.Object(
  {
    panel: Type.String(),
    nameZh: Type.String(),
    nameEn: Type.String(),
    orderRef: nullable(Type.String()),
    /** Components whose earlier result the physician already accepted in this encounter. */
    accepted: Type.Array(Type.String()),
    /** Components that a MUST result covers and that are not answered yet. */
    covered: Type.Array(Type.String()),
    /** Components with a MAY result that are not answered yet. */
    offered: Type.Array(Type.String()),
    /** Components to order singly when the covered ones are accepted, with those to be repeated for a reason. */
    remaining: Type.Array(Type.String()),
    price: nullable(Type.String()),
    /** Highest charge if the panel is ordered although the covered components are accepted (Article 18). */
    maxCharge: nullable(Type.String()),
  },
  { additionalProperties: false },
);
export type PanelCheck = Static<typeof PanelCheck>;

export const CheckResponse = Type.Object(
  {
    decision: Type.String({
      format: 'uuid',
      description: 'Id of the stored decision; acts and explanation refer to it',
    }),
    asOf: Timestamp,
    jurisdiction: Type.String(),
    person: nullable(PersonHandle),
    /** The patient was not found, or not linked with certainty: nothing is offered. */
    identity: literals('certain', 'unknown', 'unconfirmed'),
    /** The look-up took longer than its budget: nothing is offered and the order goes on. */
    timedOut: Type.Boolean(),
    /** Emergency encounter or rescue: nothing may hold the order up. */
    emergency: Type.Boolean(),
    items: Type.Array(ItemCheck),
    panels: Type.Array(PanelCheck),
    /** Sum of list prices of the items that a MUST result covers, yuan. */
    savable: nullable(Type.String()),
  },
  { additionalProperties: false },
);
export type CheckResponse = Static<typeof CheckResponse>;

/** `GET /api/v1/recognition/reasons` */
export const ReasonsResponse = Type.Object(
  {
    exceptions: Type.Array(
      Type.Object({
        code: Type.String(),
        article19: nullable(Type.Integer()),
        text: Bilingual,
        needsNote: Type.Boolean(),
        clauses: Type.Array(Type.String()),
      }),
    ),
    explanationFields: Type.Array(Type.Object({ field: Type.String(), text: Bilingual })),
    reasons: Type.Array(Reason),
  },
  { additionalProperties: false },
);
export type ReasonsResponse = Static<typeof ReasonsResponse>;

export const Explanation = Type.Object(
  {
    purpose: Type.Optional(Type.String({ maxLength: 1000 })),
    necessity: Type.Optional(Type.String({ maxLength: 1000 })),
    possibleEffects: Type.Optional(Type.String({ maxLength: 1000 })),
    toldTo: Type.Optional(literals('patient', 'family')),
    at: Type.Optional(GivenTime),
  },
  { additionalProperties: false },
);
export type Explanation = Static<typeof Explanation>;

/** `POST /api/v1/recognition/decisions`: what the physician did with what was offered. */
export const DecisionsRequest = Type.Object(
  {
    decision: Type.String({ format: 'uuid' }),
    practitioner: Type.Optional(Type.String({ maxLength: 64 })),
    acts: Type.Array(
      Type.Object(
        {
          item: Type.String(),
          result: nullable(Type.String({ description: 'Id of the earlier result' })),
          choice: literals('ACCEPT', 'REPEAT', 'OPENED'),
          code: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: 6 }))),
          otherCodes: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 6 }), { maxItems: 5 })),
          localCode: Type.Optional(Type.String({ maxLength: 64 })),
          note: Type.Optional(Type.String({ maxLength: 2000 })),
          explanation: Type.Optional(Explanation),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 50 },
    ),
  },
  { additionalProperties: false },
);
export type DecisionsRequest = Static<typeof DecisionsRequest>;

export const ActOutcome = literals(
  'ACCEPTED',
  'ACCEPT_INCOMPLETE',
  'ORDER_ALLOWED',
  'ORDER_BLOCKED',
  'REFUSED',
  'NOTED',
);

export const DecisionsResponse = Type.Object(
  {
    acts: Type.Array(
      Type.Object({
        item: Type.String(),
        outcome: ActOutcome,
        /** What is missing, by code or field, with its text. */
        missing: Type.Array(Type.Object({ code: Type.String(), text: Bilingual })),
        flags: Type.Array(Type.String()),
        explanationDueAt: nullable(Timestamp),
        chartText: nullable(Type.String()),
        act: nullable(Type.Integer()),
      }),
    ),
  },
  { additionalProperties: false },
);
export type DecisionsResponse = Static<typeof DecisionsResponse>;

/** `GET /api/v1/recognition/explain/{decision}?item=&result=`: why, clause by clause. */
export const ExplainResponse = Type.Object(
  {
    decision: Type.String(),
    askedAt: Timestamp,
    asOf: Timestamp,
    jurisdiction: Type.String(),
    packs: Type.Array(Type.Object({ id: Type.String(), version: Type.String() })),
    revision: Type.Integer({ description: 'Registers as known at this revision' }),
    /** Nothing was judged: the look-up took longer than its budget. */
    timedOut: Type.Boolean(),
    identity: literals('certain', 'unknown', 'unconfirmed'),
    /** Entries of registers that the verdict rests on: lists, time limit, agreements, each with its own first day. */
    registers: Type.Array(
      Type.Object({
        register: literals('recognition-list', 'time-limit', 'agreement'),
        code: Type.String(),
        title: Type.String(),
        from: Type.String(),
      }),
    ),
    item: Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() }),
    candidates: Type.Array(
      Type.Object({
        candidate: Candidate,
        findings: Type.Array(Finding),
        /** Why the issuer was, or was not, entitled to each mark on the report day. */
        marks: Type.Array(
          Type.Object({
            scope: Type.String(),
            label: Type.String(),
            day: Type.String(),
            entitled: Type.Boolean(),
            findings: Type.Array(Finding),
          }),
        ),
        missing: Type.Array(Type.String()),
      }),
    ),
    acts: Type.Array(
      Type.Object({
        at: Timestamp,
        choice: Type.String(),
        outcome: Type.String(),
        practitioner: Type.String(),
        code: nullable(Type.Integer()),
        chartText: nullable(Type.String()),
      }),
    ),
    clauses: Type.Array(Type.Object({ id: Type.String(), pack: Type.String(), title: Bilingual, summary: Bilingual })),
  },
  { additionalProperties: false },
);
export type ExplainResponse = Static<typeof ExplainResponse>;

/** `POST /api/v1/recognition/fees`: whether a bill agrees with what was done (Articles 18 and 28). */
export const FeesRequest = Type.Object(
  {
    setting: literals('outpatient', 'emergency', 'inpatient'),
    class: RecognitionClass,
    choice: literals('ACCEPT', 'REPEAT'),
    code: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: 6 }))),
    departmentRecord: Type.Boolean({
      description: 'The examination or laboratory department took part, and a record says so',
    }),
    lines: Type.Array(
      Type.Object(
        { kind: Type.String({ minLength: 1, maxLength: 64 }), amount: Money },
        { additionalProperties: false },
      ),
      { maxItems: 200 },
    ),
  },
  { additionalProperties: false },
);
export type FeesRequest = Static<typeof FeesRequest>;

export const FeesResponse = Type.Object(
  { case: Type.String(), violations: Type.Array(Reason) },
  { additionalProperties: false },
);
export type FeesResponse = Static<typeof FeesResponse>;

/** `POST /api/v1/recognition/panels`: the highest charge of a panel of which components were accepted (Article 18). */
export const PanelsRequest = Type.Object(
  {
    panel: Type.Optional(
      Type.String({ maxLength: 64, description: 'Panel of the register; gives price and components' }),
    ),
    panelPrice: Type.Optional(Money),
    charged: Money,
    accepted: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 200 })),
    components: Type.Optional(
      Type.Array(
        Type.Object(
          { item: Type.String({ maxLength: 64 }), price: nullable(Money), accepted: Type.Boolean() },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: 200 },
      ),
    ),
  },
  { additionalProperties: false },
);
export type PanelsRequest = Static<typeof PanelsRequest>;

export const PanelsResponse = Type.Object(
  { maxCharge: Money, violation: nullable(Type.String()), remaining: Type.Array(Type.String()) },
  { additionalProperties: false },
);
export type PanelsResponse = Static<typeof PanelsResponse>;
