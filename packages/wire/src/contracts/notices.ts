/** Notices 通知, and explanations 解释说明 that are still owed to patients. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, GivenTime, literals, nullable, PersonHandle, Timestamp } from './shared.ts';

/** `GET /api/v1/notices`: what an institution or physician must be told. */
export const NoticesResponse = Type.Object(
  {
    notices: Type.Array(
      Type.Object({
        id: Type.Integer(),
        at: Timestamp,
        kind: Type.String(),
        text: Bilingual,
        person: nullable(PersonHandle),
        personName: nullable(Type.String({ description: 'For the physician alone' })),
        decision: nullable(Type.String()),
        read: Type.Boolean(),
      }),
    ),
  },
  { additionalProperties: false },
);
export type NoticesResponse = Static<typeof NoticesResponse>;

/** `GET /api/v1/recognition/notices?since=`: what became of results that were accepted in the caller's institution. */
export const SystemNoticesQuery = Type.Object({ since: Type.Optional(GivenTime) }, { additionalProperties: false });
export type SystemNoticesQuery = Static<typeof SystemNoticesQuery>;

export const SystemNotice = Type.Object(
  {
    id: Type.Integer({ description: 'The same notice has the same id in every answer' }),
    at: Timestamp,
    kind: literals('result-corrected', 'result-withdrawn'),
    text: Bilingual,
    person: nullable(PersonHandle),
    practitioner: nullable(Type.String({ description: 'Who accepted the result' })),
    encounter: nullable(Type.String()),
    decision: Type.String({ description: 'Decision on which it was accepted' }),
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
