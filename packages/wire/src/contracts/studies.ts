/** Studies of a laboratory 方法学评价 over `/api/v1/laboratory/studies`. */
import { SEEN } from '@fujie/core/kernel';
import { STUDY_KINDS } from '@fujie/core/method';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Day, literals, Measured, NamedCode, nullable, recordNumber, SentKey, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 60, pattern: SEEN });
const Text = Type.String({ minLength: 1, maxLength: 200, pattern: SEEN });
const Positive = Type.Number({ exclusiveMinimum: 0, maximum: 1e12 });

const StudyData = Type.Object(
  {
    pairs: Type.Optional(
      Type.Array(
        Type.Object(
          {
            reference: Measured,
            test: Measured,
            /** Percent, of a glucose meter. */
            haematocrit: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
          },
          closed,
        ),
        { maxItems: 500 },
      ),
    ),
    days: Type.Optional(Type.Array(Type.Array(Measured, { maxItems: 50 }), { maxItems: 100 })),
    allowedPercent: Type.Optional(Positive),
    levels: Type.Optional(Type.Array(Measured, { maxItems: 10 })),
    claims: Type.Optional(Type.Object({ repeatability: Positive, withinLaboratory: Positive }, closed)),
    assigned: Type.Optional(
      Type.Object({ value: Measured, uncertainty: Type.Number({ minimum: 0, maximum: 1e12 }) }, closed),
    ),
  },
  closed,
);

/** `POST …`: what was measured; `corrects` replaces an earlier one, with the reason. */
export const StudyEntry = Type.Object(
  {
    key: Type.Optional(SentKey),
    kind: literals(...STUDY_KINDS),
    item: Code,
    title: Text,
    unit: Type.Optional(Type.String({ maxLength: 40 })),
    reference: Text,
    tested: Text,
    measuredOn: Day,
    data: StudyData,
    corrects: Type.Optional(recordNumber()),
    reason: Type.Optional(Type.String({ minLength: 2, maxLength: 500 })),
  },
  closed,
);
export type StudyEntry = Static<typeof StudyEntry>;

const Study = {
  id: Type.Integer(),
  institution: NamedCode,
  kind: literals(...STUDY_KINDS),
  item: NamedCode,
  title: Type.String(),
  unit: nullable(Type.String()),
  reference: Type.String(),
  tested: Type.String(),
  measuredOn: Day,
  verdict: literals('acceptable', 'not acceptable'),
  enteredBy: Type.String(),
  recordedAt: Timestamp,
  /** Never altered, and kept at least until then. */
  keptUntil: Day,
  /** Nobody but who entered it has looked at it yet. */
  awaitsSignature: Type.Boolean(),
  signedBy: nullable(Type.String()),
  signedAt: nullable(Timestamp),
  corrects: nullable(Type.Integer()),
  reason: nullable(Type.String()),
  /** Number of the study that replaced it. */
  correctedBy: nullable(Type.Integer()),
};
export const StudySummary = Type.Object(Study, closed);
export type StudySummary = Static<typeof StudySummary>;

export const StudiesQuery = Type.Object({ institution: Type.Optional(Code), item: Type.Optional(Code) }, closed);
export type StudiesQuery = Static<typeof StudiesQuery>;
export const StudiesResponse = Type.Object({ institution: NamedCode, studies: Type.Array(StudySummary) }, closed);
export type StudiesResponse = Static<typeof StudiesResponse>;

const Limits = nullable(Type.Array(Type.Number()));

/** `GET …/{id}`: with what is made of it, computed anew. */
export const StudyResponse = Type.Object(
  {
    ...Study,
    isOwnEntry: Type.Boolean({ description: 'The caller entered it: a second person signs it' }),
    data: StudyData,
    checks: Type.Array(
      Type.Object(
        {
          code: literals(
            ...([
              'samples',
              'share',
              'share-low',
              'share-high',
              'bias',
              'days',
              'replicates',
              'repeatability',
              'within-laboratory',
              'trueness',
            ] as const),
          ),
          at: nullable(Type.Number()),
          value: nullable(Type.Number()),
          limit: nullable(Type.Number()),
          isMet: Type.Boolean(),
        },
        closed,
      ),
    ),
    inside: Type.Array(nullable(Type.Boolean())),
    lines: Type.Array(
      Type.Object(
        { kind: literals('deming', 'passing-bablok', 'least-squares'), slope: Type.Number(), intercept: Type.Number() },
        closed,
      ),
    ),
    differences: nullable(
      Type.Object(
        {
          n: Type.Integer(),
          mean: nullable(Type.Number()),
          sd: nullable(Type.Number()),
          meanPercent: nullable(Type.Number()),
          limits: Limits,
        },
        closed,
      ),
    ),
    precision: nullable(
      Type.Object(
        {
          days: Type.Integer(),
          mean: Type.Number(),
          repeatability: Type.Number(),
          withinLaboratory: Type.Number(),
          repeatabilityCv: nullable(Type.Number()),
          withinLaboratoryCv: nullable(Type.Number()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type StudyResponse = Static<typeof StudyResponse>;
