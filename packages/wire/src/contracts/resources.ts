/** What a laboratory works with 实验室资源: instruments and their certificates, staff, lots of reagents, licensed items, all of a region. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 60 });
const Text = Type.String({ minLength: 1, maxLength: 200, pattern: SEEN });
const Nearness = literals('overdue', 'within-7', 'within-30', 'later');
const Activity = literals('verification', 'testing', 'calibration', 'stability', 'maintenance');

/** `GET …/instruments`, `…/staff`, `…/reagents`, `…/licence`: of one institution, as of a day. */
export const ResourcesQuery = Type.Object({ institution: Type.Optional(Code), on: Type.Optional(Day) }, closed);
export type ResourcesQuery = Static<typeof ResourcesQuery>;

const ofInstitution = { institution: NamedCode, day: Day };

export const LaboratoryDocument = Type.Object(
  {
    id: Type.Integer(),
    name: Type.String(),
    media: Type.String(),
    size: Type.Integer(),
    digest: Type.String({ description: 'SHA-256 of the file, hexadecimal' }),
    doneOn: Day,
    by: Type.String(),
    recordedAt: Timestamp,
    keptUntil: Day,
  },
  closed,
);
export type LaboratoryDocument = Static<typeof LaboratoryDocument>;

const InstrumentActivity = Type.Object(
  {
    activity: Activity,
    doneOn: nullable(Day),
    dueOn: Day,
    intervalDays: nullable(Type.Integer()),
    certificate: nullable(Type.String()),
    nearness: Nearness,
    daysLeft: Type.Integer(),
    documents: Type.Array(LaboratoryDocument),
  },
  closed,
);

export const Instrument = Type.Object(
  {
    code: Type.String(),
    nameZh: Type.String(),
    nameEn: nullable(Type.String()),
    model: nullable(Type.String()),
    items: Type.Integer({ description: 'Items measured on it' }),
    isOverdue: Type.Boolean(),
    isPlanned: Type.Boolean({ description: 'Without a plan an instrument carries no mark' }),
    endsOn: nullable(Day),
    marks: Type.Array(Type.Object({ item: NamedCode, scope: Type.String(), label: Type.String() }, closed), {
      description: 'Marks that it ended, when it is overdue or without a plan; else those that would end on `endsOn`',
    }),
    activities: Type.Array(InstrumentActivity),
  },
  closed,
);
export type Instrument = Static<typeof Instrument>;

const ActivityStanding = Type.Object(
  {
    activity: Activity,
    inDate: Type.Array(Type.String(), { description: 'Codes of instruments that owe it and are in date' }),
    overdue: Type.Array(Type.String()),
  },
  closed,
);

export const InstrumentsResponse = Type.Object(
  { ...ofInstitution, instruments: Type.Array(Instrument), standings: Type.Array(ActivityStanding) },
  closed,
);
export type InstrumentsResponse = Static<typeof InstrumentsResponse>;

export const InstrumentParams = Type.Object({ code: Code }, closed);
export type InstrumentParams = Static<typeof InstrumentParams>;

const DocumentFile = Type.Object(
  {
    name: Text,
    content: Type.String({
      maxLength: 7_000_000,
      pattern: '^[A-Za-z0-9+/]+={0,2}$',
      description: 'The file in base64: PDF, PNG or JPEG, 5 MB at most',
    }),
  },
  closed,
);

/** `POST …/instruments/:code/activities`: what was done, its certificate and the next due day, in one act. */
export const ActivityEntry = Type.Object(
  {
    activity: Activity,
    doneOn: Day,
    dueOn: Day,
    intervalDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
    certificate: Text,
    document: Type.Optional(DocumentFile),
  },
  closed,
);
export type ActivityEntry = Static<typeof ActivityEntry>;

export const ActivityRecorded = Type.Object({ document: nullable(Type.Integer()) }, closed);
export type ActivityRecorded = Static<typeof ActivityRecorded>;

export const DocumentParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,12}$' }) }, closed);
export type DocumentParams = Static<typeof DocumentParams>;

const StaffPart = literals('qualification', 'training', 'authorisation');

/** `POST …/staff/:code/certificates`: a certificate of a person and until when it holds, of one group of items or of all. */
export const StaffCertificateEntry = Type.Object(
  { part: StaffPart, group: Type.Optional(Code), doneOn: Day, until: Day, document: DocumentFile },
  closed,
);
export type StaffCertificateEntry = Static<typeof StaffCertificateEntry>;

const Gap = literals(
  'not-authorised',
  'another-task',
  'not-yet',
  'qualification-expired',
  'training-expired',
  'authorisation-expired',
);

export const StaffResponse = Type.Object(
  {
    ...ofInstitution,
    staff: Type.Array(
      Type.Object(
        {
          practitioner: NamedCode,
          group: Type.String(),
          work: literals('test', 'review', 'both'),
          qualification: Type.String(),
          qualifiedUntil: nullable(Day),
          trainedOn: Day,
          trainingUntil: nullable(Day),
          authorisedOn: Day,
          authorisedUntil: nullable(Day),
          authorisedBy: Type.String(),
          gap: nullable(Gap),
          endsOn: nullable(Day),
          nearness: nullable(Nearness),
          daysLeft: nullable(Type.Integer()),
          certificates: Type.Array(Type.Object({ part: StaffPart, documents: Type.Array(LaboratoryDocument) }, closed)),
        },
        closed,
      ),
    ),
    findings: Type.Array(
      Type.Object(
        {
          ...{ practitioner: NamedCode, item: NamedCode, system: Type.String(), gap: Gap },
          ...{ from: Day, to: Day, days: Type.Integer(), count: Type.Integer() },
        },
        closed,
      ),
      { description: 'Control measurements of the last days by who was not authorised on that day' },
    ),
    days: Type.Integer(),
  },
  closed,
);
export type StaffResponse = Static<typeof StaffResponse>;

const FAULTS = [
  'recalled',
  'expired',
  'open-too-long',
  'not-accepted',
  'not-registered',
  'used-before-receipt',
] as const;
const LotFault = literals(...FAULTS);

/** What is wrong with a lot that an analyser names. */
export const NamedLotFault = literals(...FAULTS, 'not-on-record', 'not-in-use');

export const ReagentsResponse = Type.Object(
  {
    ...ofInstitution,
    uses: Type.Array(
      Type.Object(
        {
          system: Type.String(),
          item: NamedCode,
          product: Type.String(),
          nameZh: Type.String(),
          kind: nullable(literals('reagent', 'calibrator', 'consumable')),
          lot: Type.String(),
          since: Day,
          openedOn: nullable(Day),
          receivedOn: nullable(Day),
          expiresOn: nullable(Day),
          /** The last day on which it may be used, and by what. */
          endsOn: nullable(Day),
          endsBy: literals('expiry', 'opening'),
          daysLeft: nullable(Type.Integer()),
          faults: Type.Array(LotFault),
        },
        closed,
      ),
    ),
    named: Type.Array(
      Type.Object(
        {
          ...{ system: Type.String(), item: NamedCode, kind: literals('reagent', 'calibrator'), lot: Type.String() },
          ...{ from: Day, to: Day, count: Type.Integer() },
          faults: Type.Array(NamedLotFault),
        },
        closed,
      ),
      { description: 'Lots that came with results of control of the last days, and do not agree with the registers' },
    ),
    days: Type.Integer({ description: 'How far back these results are looked through' }),
  },
  closed,
);
export type ReagentsResponse = Static<typeof ReagentsResponse>;

export const LotQuery = Type.Object({ institution: Type.Optional(Code), product: Code, lot: Code }, closed);
export type LotQuery = Static<typeof LotQuery>;

/** `GET …/reagents/affected`: results that a recalled lot may have affected, the latest first. */
export const AffectedResults = Type.Object(
  {
    ...{ institution: NamedCode, product: Type.String(), lot: Type.String() },
    named: Type.Integer({ description: 'Results that name the lot' }),
    inUse: Type.Integer({ description: 'Results that name no lot of the product, of systems that used it then' }),
    results: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          report: nullable(Type.String()),
          item: NamedCode,
          reportedAt: nullable(Timestamp),
          status: Type.String(),
          isNamed: Type.Boolean(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type AffectedResults = Static<typeof AffectedResults>;

export const LicenceResponse = Type.Object(
  {
    ...ofInstitution,
    subjects: Type.Array(
      Type.Object(
        {
          subject: Type.String(),
          title: Bilingual,
          registration: Type.String(),
          approvedOn: Day,
          items: nullable(Type.Integer({ description: 'Items that the licence names; null: all of the subject' })),
          run: Type.Integer({ description: 'Items of the subject that are run' }),
        },
        closed,
      ),
    ),
    outside: Type.Array(
      Type.Object(
        { item: NamedCode, subject: Type.String(), title: Bilingual, instruments: Type.Array(Type.String()) },
        closed,
      ),
    ),
    run: Type.Integer(),
  },
  closed,
);
export type LicenceResponse = Static<typeof LicenceResponse>;

/** `GET …/overview`: every laboratory within reach, what is wrong today. */
export const ResourcesOverview = Type.Object(
  {
    day: Day,
    institutions: Type.Array(
      Type.Object(
        {
          institution: NamedCode,
          instruments: Type.Integer(),
          overdue: Type.Integer(),
          dueSoon: Type.Integer({ description: 'Instruments with something due within 30 days' }),
          marksEnded: Type.Integer({ description: 'Marks that an instrument ended' }),
          staffEnded: Type.Integer({ description: 'Authorisations that do not hold' }),
          lotFaults: Type.Integer({ description: 'Lots in use with which something is wrong' }),
          outside: Type.Integer({ description: 'Items run outside the licence' }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ResourcesOverview = Static<typeof ResourcesOverview>;
