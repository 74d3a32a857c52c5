/** Patients' results as control 患者数据实时质控: limits learnt, proposed and put in force, what is followed by them, alarms. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { PageNumber } from './result-reviews.ts';
import { literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 60 });
const Institution = { institution: Type.Optional(Code) };
const Statistic = literals('mean', 'median', 'ewma', 'bull');
const Limits = Type.Object({ low: Type.Number(), high: Type.Number() }, closed);
const FalseAlarms = Type.String({
  pattern: '^0\\.\\d{1,4}$',
  description: 'Share of alarms without cause, 0.001 by default',
});
const Detection = Type.Array(
  Type.Object(
    {
      biasPercent: Type.Number(),
      found: Type.Integer(),
      starts: Type.Integer(),
      average: nullable(Type.Number({ description: 'Results of patients until it is found' })),
    },
    closed,
  ),
);

/** `GET …/patients`: an item of an institution, by what it reported itself: what would be learnt, and what it would have said of the last days. */
export const IqcPatientsQuery = Type.Object(
  {
    ...{ ...Institution, item: Code },
    instrument: Type.Optional(
      Type.String({ maxLength: 60, description: 'Code; empty or absent: results that name no instrument on record' }),
    ),
    ...{ statistic: Type.Optional(Statistic), falseAlarms: Type.Optional(FalseAlarms) },
  },
  closed,
);
export type IqcPatientsQuery = Static<typeof IqcPatientsQuery>;

export const IqcPatientsResponse = Type.Object(
  {
    institution: NamedCode,
    item: NamedCode,
    unit: nullable(Type.String()),
    instrument: Type.String(),
    instruments: Type.Array(Type.Object({ code: Type.String(), results: Type.Integer() }, closed), {
      description: 'What the results of the time name, the most frequent first',
    }),
    statistic: Statistic,
    window: Type.Integer(),
    learnt: Type.Integer({ description: 'Results of the time that limits are learnt from' }),
    learntFrom: nullable(Type.String({ description: 'Day' })),
    learntUntil: nullable(Type.String({ description: 'Day' })),
    truncation: nullable(Limits),
    limits: nullable(Limits),
    falseAlarmRate: nullable(
      Type.Number({
        description: 'Share of statistics beyond the limits in a later part of the time that was not learnt from',
      }),
    ),
    detection: Detection,
    points: Type.Array(Type.Object({ at: Timestamp, value: Type.Number(), isAlarm: Type.Boolean() }, closed), {
      description: 'The statistic over the last days, the earliest first',
    }),
  },
  closed,
);
export type IqcPatientsResponse = Static<typeof IqcPatientsResponse>;

const Setting = Type.Object(
  {
    id: Type.Integer(),
    item: NamedCode,
    unit: nullable(Type.String()),
    instrument: Type.String(),
    statistic: Statistic,
    truncation: Type.Object({ low: nullable(Type.Number()), high: nullable(Type.Number()) }, closed),
    limits: Limits,
    wantedAlarms: Type.Number(),
    falseAlarmRate: nullable(Type.Number()),
    detection: Detection,
    learntFrom: Timestamp,
    learntTo: Timestamp,
    learnt: Type.Integer(),
    proposedAt: Timestamp,
    proposedBy: Type.String(),
    state: literals('proposed', 'in-force', 'declined', 'stopped', 'replaced'),
    since: nullable(Timestamp),
    until: nullable(Timestamp),
    decisions: Type.Array(
      Type.Object(
        {
          decision: literals('in-force', 'declined', 'stopped'),
          reason: Type.String(),
          by: Type.String(),
          at: Timestamp,
        },
        closed,
      ),
    ),
    followed: Type.Integer({ description: 'Steps taken by it: results that came, were corrected or withdrawn' }),
    alarms: Type.Integer(),
    openLoop: nullable(Type.Integer()),
  },
  closed,
);
export type IqcPatientSetting = Static<typeof Setting>;

const Alarm = Type.Object(
  {
    id: Type.Integer(),
    setting: Type.Integer(),
    item: NamedCode,
    unit: nullable(Type.String()),
    instrument: Type.String(),
    side: literals('low', 'high'),
    statistic: Type.Number(),
    bound: Type.Number(),
    results: Type.Integer({ description: 'Since the statistic was last on the other side of the middle' }),
    changed: Type.Integer({ description: 'Of them corrected or withdrawn since' }),
    ...{ first: Timestamp, last: Timestamp, at: Timestamp },
    loop: nullable(Type.Object({ id: Type.Integer(), status: Type.String(), cause: nullable(Type.String()) }, closed)),
  },
  closed,
);
export type IqcPatientAlarm = Static<typeof Alarm>;

/** `GET …/patients/settings`: of an item, or without one what is in force or waits of the whole institution. */
export const IqcPatientSettingsQuery = Type.Object({ ...Institution, item: Type.Optional(Code) }, closed);
export type IqcPatientSettingsQuery = Static<typeof IqcPatientSettingsQuery>;
export const IqcPatientSettingsResponse = Type.Object(
  {
    institution: NamedCode,
    settings: Type.Array(Setting, { description: 'By item and instrument, the latest first' }),
    alarms: Type.Array(Alarm, { description: 'The latest first' }),
    charts: Type.Array(
      Type.Object(
        {
          setting: Type.Integer(),
          points: Type.Array(Type.Object({ at: Timestamp, value: Type.Number(), isAlarm: Type.Boolean() }, closed)),
        },
        closed,
      ),
      { description: 'Of an item: the last statistics by what is in force' },
    ),
  },
  closed,
);
export type IqcPatientSettingsResponse = Static<typeof IqcPatientSettingsResponse>;

/** `POST …/patients/settings`: learns limits as the question shows them and proposes them. */
export const IqcPatientProposal = IqcPatientsQuery;
export type IqcPatientProposal = IqcPatientsQuery;
export const IqcPatientProposed = Type.Object({ id: Type.Integer() }, closed);
export type IqcPatientProposed = Static<typeof IqcPatientProposed>;

/** `POST …/patients/settings/:id/decisions`: puts them in force, declines them, or stops following by them. */
export const IqcPatientDecision = Type.Object(
  {
    decision: literals('in-force', 'declined', 'stopped'),
    reason: Type.String({ minLength: 1, maxLength: 500, pattern: SEEN }),
  },
  closed,
);
export type IqcPatientDecision = Static<typeof IqcPatientDecision>;

/** `GET …/patients/alarms/:id/results`: the results behind an alarm, page by page. */
export const IqcPatientAlarmQuery = Type.Object({ page: Type.Optional(PageNumber) }, closed);
export type IqcPatientAlarmQuery = Static<typeof IqcPatientAlarmQuery>;
export const IqcPatientAlarmResponse = Type.Object(
  {
    alarm: Alarm,
    ...{ page: Type.Integer(), pageSize: Type.Integer() },
    results: Type.Array(
      Type.Object(
        {
          report: nullable(Type.String()),
          value: Type.Number({ description: 'As it came' }),
          reportedAt: nullable(Timestamp),
          standing: literals('standing', 'corrected', 'withdrawn'),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type IqcPatientAlarmResponse = Static<typeof IqcPatientAlarmResponse>;
