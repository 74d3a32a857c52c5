/** Pieces that several contracts of `/api/v1` share. JSON Schema is the one source: types, checks and OpenAPI come from it. */
import type { Static, TSchema } from 'typebox';
import { Type } from 'typebox';

/** A text in both languages. */
export const Bilingual = Type.Object({ zh: Type.String(), en: Type.String() }, { additionalProperties: false });
export type Bilingual = Static<typeof Bilingual>;

export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'Calendar day in China, YYYY-MM-DD' });
export const Timestamp = Type.String({ description: 'ISO 8601 date-time with offset' });
/** Opaque handle of a person; cannot be enumerated. */
export const PersonHandle = Type.String({ pattern: '^p[0-9a-z]{1,11}-[\\w-]{16}$', description: 'Handle of a person' });

export function nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** One reason or finding: what was looked at, how it came out, and the clauses that demand it. */
export const Finding = Type.Object(
  {
    step: Type.String({ description: 'Condition of the decision specification, such as M5a or N7' }),
    code: Type.String(),
    state: Type.Union([Type.Literal('met'), Type.Literal('not-met'), Type.Literal('not-applicable'), Type.Literal('unknown')]),
    text: Bilingual,
    clauses: Type.Array(Type.String()),
  },
  { additionalProperties: false },
);
export type Finding = Static<typeof Finding>;

export const Reason = Type.Object({ code: Type.String(), text: Bilingual, clauses: Type.Array(Type.String()) }, { additionalProperties: false });
export type Reason = Static<typeof Reason>;

/** Who signed in. */
export const SessionActor = Type.Object(
  {
    username: Type.String(),
    name: Type.String(),
    role: Type.String(),
    institution: nullable(Type.Object({ code: Type.String(), nameZh: Type.String() })),
    department: nullable(Type.String()),
    practitioner: nullable(Type.String()),
    region: nullable(Type.String()),
    permissions: Type.Array(Type.String()),
    jurisdiction: Type.String(),
  },
  { additionalProperties: false },
);
export type SessionActor = Static<typeof SessionActor>;

export const SignIn = Type.Object(
  { username: Type.String({ minLength: 1, maxLength: 100 }), password: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);
export type SignIn = Static<typeof SignIn>;
