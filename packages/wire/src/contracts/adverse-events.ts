/**
 * `/api/v1/adverse-events` 医疗质量安全（不良）事件: reported in a minute, named or not; followed by who reported; counted without
 * whoever reported. Source: henan-2025.mq.11, henan-2023.sa4.
 */
import { SEEN } from '@fujie/core/kernel';
import {
  EVENT_CLASSES,
  EVENT_HARMS,
  EVENT_KINDS,
  EVENT_PLACES,
  ILLNESS_STATES,
  OWN_KIND,
  SERVICE_STAGES,
} from '@fujie/core/adverse-events';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { EVENT_DIMENSIONS, EVENT_MEASURES } from './choices.ts';
import { Bilingual, Day, GivenTime, literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: SEEN });
const keysOf = <K extends string>(options: Readonly<Record<K, unknown>>) => literals(...(Object.keys(options) as K[]));

const Class = keysOf(EVENT_CLASSES);
const Kind = Type.String({
  minLength: 1,
  maxLength: 80,
  description: `One of ${Object.keys(EVENT_KINDS).join(', ')}, or ${OWN_KIND} and the code of an event that the institution watches for by itself`,
});
const Harm = keysOf(EVENT_HARMS);
const Place = keysOf(EVENT_PLACES);
const Stage = keysOf(SERVICE_STAGES);
const Illness = keysOf(ILLNESS_STATES);

const Product = (description: string) => Type.String({ maxLength: 200, description });

/** `POST /api/v1/adverse-events` */
export const AdverseEventReport = Type.Object(
  {
    key: Type.Optional(
      Type.String({
        pattern: '^[\\w-]{22,80}$',
        description: 'Drawn at random by the sender: what is sent twice is taken once, and gives the same receipt',
      }),
    ),
    what: Text(4000),
    class: Class,
    harm: Harm,
    occurredAt: GivenTime,
    discoveredAt: Type.Optional(GivenTime),
    department: Type.String({ minLength: 1, maxLength: 64, description: 'Where it happened' }),
    kind: Type.Optional(Kind),
    place: Type.Optional(Place),
    serviceStage: Type.Optional(Stage),
    illness: Type.Optional(Illness),
    patient: Type.Optional(Type.String({ maxLength: 64, description: "The patient's number at the institution" })),
    measuresTaken: Type.Optional(Type.String({ maxLength: 2000 })),
    product: Type.Optional(Product('Generic name of the drug 通用名, or name of the device')),
    approval: Type.Optional(Product('Number of approval 批准文号 or of registration 注册证号')),
    lot: Type.Optional(Product('Lot or serial number 批号')),
    udi: Type.Optional(Product('Unique device identifier 医疗器械唯一标识')),
    anonymous: Type.Boolean({ description: 'Nothing is kept of who reports; only the receipt leads back' }),
  },
  closed,
);
export type AdverseEventReport = Static<typeof AdverseEventReport>;

export const AdverseEventReceipt = Type.Object(
  {
    event: Type.Integer(),
    receipt: Type.String({
      description: 'Leads to the answer; kept nowhere, shown again only to who sends the same under the same key',
    }),
  },
  closed,
);
export type AdverseEventReceipt = Static<typeof AdverseEventReceipt>;

const Option = Type.Object({ value: Type.String(), title: Bilingual }, closed);
const Watched = Type.Object({ ...Option.properties, note: nullable(Bilingual) }, closed);

/** `GET /api/v1/adverse-events/form` */
export const AdverseEventForm = Type.Object(
  {
    departments: Type.Array(NamedCode),
    own: nullable(Type.String({ description: 'Department of the caller' })),
    classes: Type.Array(Option),
    kinds: Type.Array(Watched),
    harms: Type.Array(Option),
    places: Type.Array(Option),
    serviceStages: Type.Array(Option),
    illnesses: Type.Array(Option),
  },
  closed,
);
export type AdverseEventForm = Static<typeof AdverseEventForm>;

/** What who reported is told: how far it is, and the answer. */
export const OwnAdverseEvent = Type.Object(
  {
    event: Type.Integer(),
    reportedAt: Timestamp,
    occurredAt: Timestamp,
    class: Bilingual,
    department: NamedCode,
    status: literals('open', 'closed', 'waived', 'void'),
    stages: Type.Array(Type.Object({ title: Bilingual, status: Type.String(), doneAt: nullable(Timestamp) }, closed)),
    answer: nullable(Type.String()),
    lesson: nullable(Type.String()),
    unsealedAt: nullable(Type.String({ description: 'When who reported was made known to somebody' })),
  },
  closed,
);
export type OwnAdverseEvent = Static<typeof OwnAdverseEvent>;

/** `GET /api/v1/adverse-events/own` */
export const OwnAdverseEventsResponse = Type.Object({ events: Type.Array(OwnAdverseEvent) }, closed);
export type OwnAdverseEventsResponse = Static<typeof OwnAdverseEventsResponse>;

/** `GET /api/v1/adverse-events/lessons`: what events of the hospital taught, for all of its staff; of no place, person or minute. */
export const AdverseEventLessons = Type.Object(
  { lessons: Type.Array(Type.Object({ sharedOn: Day, lesson: Type.String() }, closed)) },
  closed,
);
export type AdverseEventLessons = Static<typeof AdverseEventLessons>;

/** `POST /api/v1/adverse-events/receipt` */
export const AdverseEventReceiptQuery = Type.Object({ receipt: Type.String({ minLength: 8, maxLength: 40 }) }, closed);
export type AdverseEventReceiptQuery = Static<typeof AdverseEventReceiptQuery>;

/** `GET /api/v1/adverse-events/awards`: what the own hospital gives for reports of the last year. */
export const AdverseEventAwards = Type.Object(
  {
    awards: Type.Array(
      Type.Object(
        {
          department: NamedCode,
          month: Type.String(),
          rule: Type.String(),
          ruleEn: nullable(Type.String()),
          awards: Type.Integer({ description: 'How many are given' }),
          amount: nullable(Type.String({ description: 'In yuan' })),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type AdverseEventAwards = Static<typeof AdverseEventAwards>;

const WORTH = {
  rule: Type.String(),
  ruleEn: nullable(Type.String()),
  amount: nullable(Type.String({ description: 'In yuan' })),
};
const Voucher = Type.String({ minLength: 8, maxLength: 40 });

/** `POST /api/v1/adverse-events/awards/claim`: a voucher for each award, shown once; anybody may bring it. */
export const AdverseEventVouchers = Type.Object(
  { vouchers: Type.Array(Type.Object({ voucher: Voucher, ...WORTH }, closed)) },
  closed,
);
export type AdverseEventVouchers = Static<typeof AdverseEventVouchers>;

/** `POST /api/v1/adverse-events/awards/redeem`: what a voucher is worth, and nothing of the report. */
export const AdverseEventVoucherQuery = Type.Object({ voucher: Voucher }, closed);
export type AdverseEventVoucherQuery = Static<typeof AdverseEventVoucherQuery>;
export const AdverseEventWorth = Type.Object(WORTH, closed);
export type AdverseEventWorth = Static<typeof AdverseEventWorth>;

const PERIOD = { from: Day, to: Day, institution: Type.Optional(Type.String({ maxLength: 64 })) };

/** `GET /api/v1/adverse-events`: newest first; with `by` and `key` those behind a number of the statistics. */
export const AdverseEventsQuery = Type.Object(
  {
    ...PERIOD,
    by: Type.Optional(literals(...EVENT_DIMENSIONS)),
    key: Type.Optional(Type.String({ maxLength: 160 })),
    counted: Type.Optional(literals(...EVENT_MEASURES)),
    status: Type.Optional(literals('open', 'closed')),
    before: Type.Optional(Type.String({ pattern: '^\\d{1,15}$', description: 'Number of the last one seen' })),
  },
  closed,
);
export type AdverseEventsQuery = Static<typeof AdverseEventsQuery>;

export const AdverseEventView = Type.Object(
  {
    event: Type.Integer(),
    loop: Type.Integer(),
    institution: NamedCode,
    department: NamedCode,
    occurredAt: Timestamp,
    reportedAt: Timestamp,
    class: Bilingual,
    kind: nullable(Bilingual),
    harm: Bilingual,
    grade: nullable(Bilingual),
    status: literals('open', 'closed', 'waived', 'void'),
    waiting: Type.Array(Bilingual),
    dueAt: nullable(Timestamp),
    late: Type.Boolean(),
  },
  closed,
);
export type AdverseEventView = Static<typeof AdverseEventView>;

export const AdverseEventsResponse = Type.Object(
  { events: Type.Array(AdverseEventView), more: Type.Boolean() },
  closed,
);
export type AdverseEventsResponse = Static<typeof AdverseEventsResponse>;

/** `GET /api/v1/adverse-events/statistics` */
export const AdverseEventStatisticsQuery = Type.Object(
  { ...PERIOD, by: Type.Optional(literals(...EVENT_DIMENSIONS)) },
  closed,
);
export type AdverseEventStatisticsQuery = Static<typeof AdverseEventStatisticsQuery>;

export const AdverseEventCount = Type.Object(
  {
    key: Type.String(),
    name: Bilingual,
    events: Type.Integer(),
    nearMisses: Type.Integer({ description: 'Grades III and IV' }),
    graded: Type.Integer(),
    closed: Type.Integer(),
    closedInTime: Type.Integer(),
    systemic: Type.Integer({ description: 'With measures that were carried out' }),
    discharges: nullable(Type.Integer()),
    per100: nullable(Type.Number({ description: 'Reports per 100 discharges' })),
  },
  closed,
);
export type AdverseEventCount = Static<typeof AdverseEventCount>;

const Detection = Type.Object(
  {
    loop: Type.Integer(),
    institution: NamedCode,
    department: nullable(NamedCode),
    kind: Bilingual,
    occurredAt: Timestamp,
    isReported: Type.Boolean(),
  },
  closed,
);
export type AdverseEventDetection = Static<typeof Detection>;

export const AdverseEventStatistics = Type.Object(
  {
    from: Day,
    to: Day,
    by: literals(...EVENT_DIMENSIONS),
    total: AdverseEventCount,
    rows: Type.Array(AdverseEventCount),
    target: nullable(Type.Object({ over: Type.Number(), clause: Type.String() }, closed)),
    detected: Type.Integer({ description: 'Events that data showed' }),
    detectedReported: Type.Integer({ description: 'Of these, how many were reported' }),
    detections: nullable(
      Type.Array(Detection, { description: 'The newest of these; null: the caller reads counts alone' }),
    ),
  },
  closed,
);
export type AdverseEventStatistics = Static<typeof AdverseEventStatistics>;

/** `POST /api/v1/adverse-events/detected`: what a connected system found in its data. */
export const DetectedEvents = Type.Object(
  {
    events: Type.Array(
      Type.Object(
        {
          key: Type.String({
            pattern: '^(?!platform/)[\\w.:/-]{1,80}$',
            description: 'What is sent twice is taken once; keys that begin with `platform/` are the platform’s own',
          }),
          kind: Kind,
          department: Type.String({ minLength: 1, maxLength: 64 }),
          occurredAt: GivenTime,
          patient: Type.Optional(
            Type.String({ maxLength: 64, description: "The patient's number at the institution" }),
          ),
        },
        closed,
      ),
      { minItems: 1, maxItems: 500 },
    ),
  },
  closed,
);
export type DetectedEvents = Static<typeof DetectedEvents>;

export const DetectedResponse = Type.Object(
  { taken: Type.Integer(), reported: Type.Integer({ description: 'Of these, already reported' }) },
  closed,
);
export type DetectedResponse = Static<typeof DetectedResponse>;

/** `POST /api/v1/adverse-events/{id}/unsealing`: asked by one person, decided by another. */
export const UnsealingRequest = Type.Object({ ground: Text(500) }, closed);
export type UnsealingRequest = Static<typeof UnsealingRequest>;

export const UnsealingView = Type.Object(
  {
    id: Type.Integer(),
    event: Type.Integer(),
    ground: Type.String(),
    askedAt: Timestamp,
    askedBy: Type.String(),
    verdict: nullable(literals('agreed', 'refused')),
    decidedAt: nullable(Timestamp),
    decidedBy: nullable(Type.String()),
  },
  closed,
);
export type UnsealingView = Static<typeof UnsealingView>;

/** `GET /api/v1/adverse-events/unsealings` */
export const UnsealingsResponse = Type.Object({ unsealings: Type.Array(UnsealingView) }, closed);
export type UnsealingsResponse = Static<typeof UnsealingsResponse>;

/** `POST /api/v1/adverse-events/unsealings/{id}/decision` */
export const UnsealingDecision = Type.Object({ verdict: literals('agreed', 'refused') }, closed);
export type UnsealingDecision = Static<typeof UnsealingDecision>;

/** `POST /api/v1/adverse-events/unsealings/{id}/open` */
export const UnsealedReporter = Type.Object({ account: Type.String(), name: Type.String() }, closed);
export type UnsealedReporter = Static<typeof UnsealedReporter>;
