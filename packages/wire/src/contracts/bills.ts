/** A bill checked against what was done (Articles 18 and 28): what was accepted and repeated the platform knows itself. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { literals, Money, nullable, Reason } from './shared.ts';

/** `POST /api/v1/recognition/bills`: the bill of one visit, or of the orders of one decision. */
export const BillRequest = Type.Object(
  {
    encounter: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'Visit number, as in the check' }),
    ),
    decision: Type.Optional(Type.String({ format: 'uuid' })),
    setting: literals('outpatient', 'emergency', 'inpatient'),
    departmentRecords: Type.Optional(
      Type.Array(Type.String({ maxLength: 64 }), {
        maxItems: 200,
        description: 'Accepted items for which a record says that the examination or laboratory department took part',
      }),
    ),
    lines: Type.Array(
      Type.Object(
        {
          kind: Type.String({
            minLength: 1,
            maxLength: 64,
            description: 'item, panel, consultation, in-house-consultation, reading, transmission, storage, …',
          }),
          item: Type.Optional(Type.String({ maxLength: 64, description: 'Item or panel that is charged' })),
          amount: Money,
        },
        { additionalProperties: false },
      ),
      { maxItems: 500 },
    ),
  },
  { additionalProperties: false },
);
export type BillRequest = Static<typeof BillRequest>;

export const BillResponse = Type.Object(
  {
    /** What the physician did in the visit, and the case of Article 28 that governs it. */
    items: Type.Array(
      Type.Object({
        item: Type.String(),
        nameZh: Type.String(),
        nameEn: Type.String(),
        choice: literals('ACCEPT', 'REPEAT'),
        case: literals('28.1', '28.2', '28.3', 'ordinary'),
      }),
    ),
    /** Panels on the bill with the most that may be charged for each; null: the register has no price for it. */
    panels: Type.Array(Type.Object({ panel: Type.String(), charged: Money, maxCharge: nullable(Money) })),
    violations: Type.Array(
      Type.Object({
        /** Item or panel concerned; null: a line that stands for no item. */
        item: nullable(Type.String()),
        reason: Reason,
      }),
    ),
  },
  { additionalProperties: false },
);
export type BillResponse = Static<typeof BillResponse>;
