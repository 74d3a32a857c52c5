/** Deviations from the average 偏离监测: each institution of a month beside its peers, and what became of those that stand apart. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { literals, NamedCode, nullable } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Month = Type.String({ pattern: '^20\\d{2}-(0[1-9]|1[0-2])$', description: 'Calendar month in China, YYYY-MM' });

/** `GET /api/v1/statistics/deviations?month=`: without one, the last month whose statistics are settled. */
export const DeviationsQuery = Type.Object({ month: Type.Optional(Month) }, closed);
export type DeviationsQuery = Static<typeof DeviationsQuery>;

export const DeviationRow = Type.Object(
  {
    institution: NamedCode,
    measure: literals('recognition-ratio', 'recognised-items'),
    value: nullable(
      Type.Number({ description: 'A share, or how many items; null: nothing should have been recognised' }),
    ),
    opportunities: Type.Integer({ description: 'What should have been recognised in the month' }),
    peers: Type.Integer({ description: 'Others of its level and kind with enough of that' }),
    mean: nullable(Type.Number({ description: 'Of the peers; null: too few to compare' })),
    bound: nullable(Type.Number({ description: 'How far from the mean is a deviation' })),
    verdict: literals('within', 'low', 'high', 'not-compared'),
    loop: nullable(
      Type.Object(
        { id: Type.Integer(), month: Month, status: literals('open', 'overdue', 'closed', 'waived', 'void') },
        closed,
      ),
    ),
  },
  closed,
);
export type DeviationRow = Static<typeof DeviationRow>;

export const DeviationsResponse = Type.Object(
  {
    month: Month,
    settled: Type.Boolean({ description: 'Whether its statistics are settled, so that loops were opened from it' }),
    last: Type.String({ description: 'The last month whose statistics are settled' }),
    limits: Type.Object(
      {
        sigmas: Type.Number(),
        ratio: Type.Number({ description: 'Share of recognition, at least so far from the mean' }),
        share: Type.Number({ description: 'Number of items, at least this share of the mean away from it' }),
        peers: Type.Integer(),
        opportunities: Type.Integer(),
      },
      closed,
    ),
    rows: Type.Array(DeviationRow),
  },
  closed,
);
export type DeviationsResponse = Static<typeof DeviationsResponse>;
