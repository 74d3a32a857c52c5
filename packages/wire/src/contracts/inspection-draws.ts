/** A draw 双随机抽取 as it is published: what anybody needs in order to repeat it. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Hex = Type.String({ pattern: '^[0-9a-f]{64}$' });

export const DrawnTeams = Type.Array(
  Type.Object(
    {
      party: Type.String(),
      stratum: Type.String(),
      inspectors: Type.Array(Type.String()),
      missing: Type.Object({ specialties: Type.Array(Type.String()), places: Type.Integer() }, closed),
    },
    closed,
  ),
);

/** What was frozen before the draw. */
export const DrawLists = Type.Object(
  {
    draw: Type.String(),
    quotas: Type.Record(Type.String(), Type.Integer()),
    parties: Type.Array(
      Type.Object(
        { code: Type.String(), name: Type.String(), stratum: Type.String(), weight: Type.Integer({ minimum: 1 }) },
        closed,
      ),
    ),
    inspectors: Type.Array(
      Type.Object({ code: Type.String(), name: Type.String(), specialties: Type.Array(Type.String()) }, closed),
    ),
    conflicts: Type.Array(
      Type.Object({ inspector: Type.String(), party: Type.String() }, { ...closed, description: 'Without the reason' }),
    ),
    team: Type.Object({ size: Type.Integer(), specialties: Type.Array(Type.String()) }, closed),
  },
  closed,
);

/** `GET /api/v1/public/inspections/draws/{id}`: a whole draw, as `fujie inspection verify` reads it. */
export const PublishedDraw = Type.Object(
  {
    format: Type.Literal('fujie-draw/1'),
    lists: DrawLists,
    listsDigest: Hex,
    frozenAt: Timestamp,
    custodians: Type.Array(
      Type.Object(
        {
          place: Type.Integer({ minimum: 1, maximum: 2 }),
          name: Type.String(),
          commitment: Hex,
          committedAt: Timestamp,
          share: Hex,
          revealedAt: Timestamp,
        },
        closed,
      ),
      { minItems: 2, maxItems: 2 },
    ),
    publicSource: nullable(Type.String()),
    publicValue: Type.String(),
    seed: Hex,
    drawnAt: Timestamp,
    replacements: Type.Array(
      Type.Object(
        {
          party: Type.String(),
          inspector: nullable(Type.String()),
          reason: Type.String(),
          at: Timestamp,
        },
        closed,
      ),
    ),
    teams: DrawnTeams,
  },
  closed,
);
export type PublishedDraw = Static<typeof PublishedDraw>;
