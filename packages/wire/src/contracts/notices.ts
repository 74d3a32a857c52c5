/** Reports that changed after somebody relied on them 报告变更, and explanations 解释说明 that are still owed to patients. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, GivenTime, literals, NamedCode, nullable, PersonHandle, Timestamp } from './shared.ts';

export const RELIED_CHANGES = ['corrected', 'withdrawn', 'moved'] as const;
export const RELIED_BASES = ['accepted', 'decided', 'ordered', 'printed'] as const;
const Change = literals(...RELIED_CHANGES);
const Basis = literals(...RELIED_BASES);
/** Why the head of the department, or the quality office, stands in for who ordered it. */
const StandIn = literals('not-named', 'no-account');
const LoopStatus = literals('open', 'closed', 'waived', 'void');

/** `GET /api/v1/report-changes`: results on which somebody of the institution relied and that have changed since. */
export const ReportChangesQuery = Type.Object(
  {
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    loop: Type.Optional(Type.String({ pattern: '^\\d{1,15}$' })),
  },
  { additionalProperties: false },
);
export type ReportChangesQuery = Static<typeof ReportChangesQuery>;

export const ReportChange = Type.Object(
  {
    id: Type.Integer(),
    at: Timestamp,
    change: Change,
    basis: Basis,
    loop: nullable(Type.Integer({ description: 'Null: noticed before there were loops' })),
    status: nullable(LoopStatus),
    overdue: Type.Boolean(),
    item: nullable(NamedCode),
    issuer: nullable(NamedCode),
    report: nullable(Type.String()),
    department: nullable(NamedCode),
    practitioner: nullable(Type.String({ description: 'Name of the physician who relied on it, or ordered it' })),
    standIn: nullable(StandIn),
    person: nullable(PersonHandle),
    personName: nullable(Type.String({ description: 'For the physician alone' })),
    decision: nullable(Type.String()),
  },
  { additionalProperties: false },
);
export type ReportChange = Static<typeof ReportChange>;
export const ReportChangesResponse = Type.Object(
  { changes: Type.Array(ReportChange) },
  { additionalProperties: false },
);
export type ReportChangesResponse = Static<typeof ReportChangesResponse>;

/** `GET /api/v1/report-changes/issued`: own reports that changed after others relied on them, and whether all of them confirmed. */
export const IssuedChangesQuery = Type.Object(
  { from: Type.Optional(Day), to: Type.Optional(Day) },
  { additionalProperties: false },
);
export type IssuedChangesQuery = Static<typeof IssuedChangesQuery>;

const Told = {
  told: Type.Integer({ description: 'Physicians, or offices, that were told' }),
  confirmed: Type.Integer({ description: 'Of them those that said what it meant for the patient' }),
  overdue: Type.Integer(),
  released: Type.Integer({ description: 'Waived, or the acceptance was taken back' }),
};
export const IssuedChange = Type.Object(
  {
    report: Type.String({ description: 'Id of the report, or of a result that came without one' }),
    change: Change,
    at: Timestamp,
    ...Told,
    institutions: Type.Array(Type.Object({ institution: NamedCode, ...Told }, { additionalProperties: false })),
  },
  { additionalProperties: false },
);
export type IssuedChange = Static<typeof IssuedChange>;
export const IssuedChangesResponse = Type.Object(
  {
    found: Type.Integer({ description: 'Reports that changed in the period' }),
    total: Type.Object(Told, { additionalProperties: false, description: 'Of all of them' }),
    reports: Type.Array(IssuedChange, { description: 'The 500 that changed last' }),
    corrections: Type.Object(
      {
        corrected: Type.Integer({ description: 'Corrections of own reports that became known in the period' }),
        explained: Type.Integer({ description: 'Of them those whose reason is on record (henan-2025.lab.9#07)' }),
        retested: Type.Integer({ description: 'Of these those with the data of a retest' }),
        overdue: Type.Integer(),
        causes: Type.Array(
          Type.Object(
            { cause: Type.String(), title: Bilingual, count: Type.Integer() },
            { additionalProperties: false },
          ),
        ),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type IssuedChangesResponse = Static<typeof IssuedChangesResponse>;

/** `GET /api/v1/recognition/notices?since=`: what became of results that were relied on in the caller's institution. */
export const SystemNoticesQuery = Type.Object({ since: Type.Optional(GivenTime) }, { additionalProperties: false });
export type SystemNoticesQuery = Static<typeof SystemNoticesQuery>;

export const SystemNotice = Type.Object(
  {
    id: Type.Integer({ description: 'The same notice has the same id in every answer' }),
    at: Timestamp,
    kind: literals('result-corrected', 'result-withdrawn', 'result-moved'),
    basis: Basis,
    loop: nullable(Type.Integer({ description: 'Loop in which it is confirmed: `POST /api/v1/loops/{id}/acts`' })),
    text: Bilingual,
    person: nullable(PersonHandle),
    practitioner: nullable(Type.String({ description: 'Who relied on the result' })),
    encounter: nullable(Type.String()),
    decision: nullable(Type.String({ description: 'Decision on which it was used; null: it was printed' })),
    item: Type.String(),
    result: Type.String({ description: 'Id of the result; its current version is read as `Observation/{id}`' }),
    issuer: nullable(Type.String()),
  },
  { additionalProperties: false },
);
export type SystemNotice = Static<typeof SystemNotice>;

export const SystemNoticesResponse = Type.Object(
  {
    notices: Type.Array(SystemNotice, { description: 'After `since`, oldest first' }),
    more: Type.Boolean({ description: 'There are more: ask at once for those since `next`' }),
    next: Type.String({
      description:
        'What to give as `since` next time. The last minutes are answered again, so that none is lost; `id` tells.',
    }),
  },
  { additionalProperties: false },
);
export type SystemNoticesResponse = Static<typeof SystemNoticesResponse>;

/** One repeat whose explanation to the patient is still owed (national-2022.art.21). */
export const OwedExplanation = Type.Object(
  {
    decision: Type.String(),
    item: Type.String(),
    itemName: Bilingual,
    result: nullable(Type.String()),
    code: nullable(Type.Integer({ description: 'Case of Article 19; null for a result that may be recognised' })),
    orderedAt: Timestamp,
    dueAt: Timestamp,
    overdue: Type.Boolean(),
    person: nullable(PersonHandle),
    personName: nullable(Type.String({ description: 'For the physician alone' })),
    department: nullable(Type.String()),
    practitioner: Type.String(),
    practitionerName: nullable(Type.String()),
    encounter: nullable(Type.String()),
  },
  { additionalProperties: false },
);
export type OwedExplanation = Static<typeof OwedExplanation>;

/** `GET /api/v1/recognition/explanations`: a physician's own, or those of the quality office's institution; earliest first. */
export const OwedExplanationsResponse = Type.Object(
  { explanations: Type.Array(OwedExplanation), total: Type.Integer(), overdue: Type.Integer() },
  { additionalProperties: false },
);
export type OwedExplanationsResponse = Static<typeof OwedExplanationsResponse>;
