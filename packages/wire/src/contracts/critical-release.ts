/**
 * `POST /api/v1/critical-values/release` 危急值发出前核对: what the system of a laboratory asks before it releases a report, and whether it may.
 * Source: core-systems.14#02.
 */
import { RELEASE_GAPS } from '@fujie/core/critical';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, GivenTime, literals, Measured, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 64 });

const Value = Type.Object(
  {
    item: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Item code of the region, or with `system` a code of that system',
    }),
    system: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'Code system of `item`, as in an Observation' }),
    ),
    value: Type.Optional(Measured),
    comparator: Type.Optional(literals('<', '<=', '>=', '>')),
    unit: Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: 'Needed with `value`' })),
    text: Type.Optional(Type.String({ maxLength: 500, description: 'A result that is no number' })),
    found: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
        maxItems: 20,
        description: 'Codes of what was found, alone or as `system|code`',
      }),
    ),
    specimen: Type.Optional(Type.String({ maxLength: 100, description: 'Kind of specimen, as the report says it' })),
    flag: Type.Optional(literals('AA', 'HH', 'LL')),
    repeat: Type.Optional(literals('agrees', 'impossible')),
    repeatSaid: Type.Optional(
      Type.String({ maxLength: 200, description: 'Result of the repeat, or why it cannot be repeated' }),
    ),
  },
  closed,
);

export const ReleaseRequest = Type.Object(
  {
    report: Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'Number of the report, under which it is sent once it is released',
    }),
    setting: Type.Optional(literals('inpatient', 'outpatient', 'emergency')),
    urgent: Type.Optional(Type.Boolean({ description: 'Asked for as an emergency, wherever the patient is' })),
    birthDate: Type.Optional(Day),
    sex: Type.Optional(literals('male', 'female')),
    department: Type.Optional(Code),
    diagnoses: Type.Optional(Type.Array(Code, { maxItems: 50 })),
    collectedAt: Type.Optional(GivenTime),
    values: Type.Array(Value, { minItems: 1, maxItems: 200 }),
    checks: Type.Array(
      Type.Object(
        { by: Type.String({ minLength: 1, maxLength: 64, description: 'Staff number' }), at: GivenTime },
        closed,
      ),
      { maxItems: 10, description: 'Who checked the critical values of the report, and when' },
    ),
  },
  closed,
);
export type ReleaseRequest = Static<typeof ReleaseRequest>;

const Missing = Type.Object(
  { code: literals(...RELEASE_GAPS), text: Bilingual, clauses: Type.Array(Type.String()) },
  closed,
);

const Judged = Type.Object(
  {
    item: Type.String({ description: 'As it was asked' }),
    nameZh: nullable(Type.String()),
    nameEn: nullable(Type.String()),
    verdict: literals('critical', 'not-critical', 'unknown', 'unknown-item'),
    threshold: nullable(Type.String({ description: 'The limit that it reaches; null: none, or its flag says it' })),
    uncertain: Type.Array(literals('age', 'sex', 'department', 'diagnosis', 'specimen', 'value'), {
      description: 'Facts that are not known, without which it may be critical',
    }),
    text: Bilingual,
    mayRelease: Type.Boolean(),
    missing: Type.Array(Missing),
  },
  closed,
);

export const ReleaseResponse = Type.Object(
  {
    id: Type.Integer({ description: 'Under which the answer is on record' }),
    report: Type.String(),
    answeredAt: Timestamp,
    mayRelease: Type.Boolean({
      description: 'False: hold it back, until what is missing is done and it is asked again',
    }),
    values: Type.Array(Judged),
  },
  closed,
);
export type ReleaseResponse = Static<typeof ReleaseResponse>;
