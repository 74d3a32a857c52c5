/** Loops 闭环 in figures: those in force here with their limits, and what is counted of those that arose in a period. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { closed, Owner, UnitCode } from './loop-parts.ts';
import type { LoopMeasure } from './loops.ts';
import { LOOP_MEASURES } from './loops.ts';
import { Bilingual, Day, literals, NamedCode, nullable } from './shared.ts';

/** Who is told at which part of a limit 逐级预警. */
const Ladder = Type.Array(
  Type.Object(
    {
      percent: Type.Number({ description: 'Of the limit; 0: as the stage begins' }),
      to: Owner,
      isConditional: Type.Boolean({ description: 'Only where the case calls for it' }),
    },
    closed,
  ),
);

/** `GET /api/v1/loops/definitions`: the loops in force here with their figures. */
export const LoopDefinitionsResponse = Type.Object(
  {
    definitions: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          title: Bilingual,
          arises: Bilingual,
          clauses: Type.Array(Type.String()),
          harm: Type.Integer(),
          hasPart: Type.Boolean({
            description: 'Whether the role of the caller has a part in it, and sees such loops',
          }),
          stages: Type.Array(
            Type.Object(
              {
                id: Type.String(),
                title: Bilingual,
                clauses: Type.Array(Type.String()),
                owner: Owner,
                limit: nullable(Type.String({ description: 'The parameter that limits it' })),
                otherLimits: Type.Array(Type.String(), {
                  description: 'Parameters that limit it in cases of their own',
                }),
                ladder: nullable(Ladder),
              },
              closed,
            ),
          ),
          ladder: Ladder,
          waivers: Type.Object({ roles: Type.Array(Type.String()), reasons: Type.Array(Bilingual) }, closed),
          reopening: Type.Array(Type.String(), { description: 'Roles that may open it again' }),
          parameters: Type.Array(
            Type.Object(
              {
                id: Type.String(),
                title: Bilingual,
                value: Type.Number({ description: 'In force for the institution of the caller' }),
                declared: Type.Number({ description: 'What the document states or proposes' }),
                unit: Type.String(),
                source: Type.String(),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type LoopDefinitionsResponse = Static<typeof LoopDefinitionsResponse>;

/** `GET /api/v1/loops/statistics`: loops that arose in a period, both days included; of all units within reach unless one is named. */
export const LoopStatisticsQuery = Type.Object(
  {
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    definition: Type.Optional(Type.String({ maxLength: 80 })),
    unit: Type.Optional(UnitCode),
    department: Type.Optional(UnitCode),
    noDepartment: Type.Optional(literals('true')),
  },
  closed,
);
export type LoopStatisticsQuery = Static<typeof LoopStatisticsQuery>;

const LoopNumbers = Type.Object(
  Object.fromEntries(LOOP_MEASURES.map((measure) => [measure, Type.Integer()])) as Record<
    LoopMeasure,
    ReturnType<typeof Type.Integer>
  >,
  closed,
);
export type LoopNumbers = Static<typeof LoopNumbers>;

const Minutes = nullable(Type.Number({ description: 'Minutes from the beginning of a stage to its end' }));

export const LoopStatisticsResponse = Type.Object(
  {
    from: Day,
    to: Day,
    definitions: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          title: Bilingual,
          hasCases: Type.Boolean({ description: 'Whether the caller sees the loops behind the numbers' }),
          total: LoopNumbers,
          units: Type.Array(
            Type.Object(
              { unit: NamedCode, unitCode: UnitCode, department: nullable(NamedCode), counts: LoopNumbers },
              closed,
            ),
          ),
          stages: Type.Array(
            Type.Object(
              {
                id: Type.String(),
                title: Bilingual,
                reached: Type.Integer(),
                done: Type.Integer(),
                late: Type.Integer(),
                median: Minutes,
                p90: Minutes,
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type LoopStatisticsResponse = Static<typeof LoopStatisticsResponse>;
