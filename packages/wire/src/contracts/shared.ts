/** Pieces that several contracts of `/api/v1` share. JSON Schema is the one source: types, checks and OpenAPI come from it. */
import type { Static, TSchema } from 'typebox';
import { Type } from 'typebox';

/** A text in both languages. */
export const Bilingual = Type.Object({ zh: Type.String(), en: Type.String() }, { additionalProperties: false });
export type Bilingual = Static<typeof Bilingual>;

/** The number of a record, as a body names it: one beyond all numbers is refused by its field. */
export const recordNumber = (description?: string) =>
  Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, ...(description === undefined ? {} : { description }) });

export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'Calendar day in China, YYYY-MM-DD' });
export const Timestamp = Type.String({ description: 'ISO 8601 date-time with offset' });
/** A measured value 测得值 in the unit of its item; what is larger is a slip of the keys, and no arithmetic holds. */
export const Measured = Type.Number({ minimum: -1e12, maximum: 1e12 });
/** A date and time that a caller gives. */
export const GivenTime = Type.String({
  pattern:
    '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})?$',
  description: 'Date and time such as 2024-05-20T09:00+08:00; without an offset, time of China',
});
/** What a sender calls an entry of his own, so that a second click, or a second try after a lost answer, is the same entry. */
export const SentKey = Type.String({
  pattern: '^[\\w.:/-]{1,80}$',
  description: 'Its name where it comes from: what is sent twice is recorded once',
});
/** Yuan, as text with two decimals at most. */
export const Money = Type.String({ pattern: '^\\d{1,9}(\\.\\d{1,2})?$' });
/** Opaque handle of a person; cannot be enumerated. */
export const PersonHandle = Type.String({ pattern: '^p[0-9a-z]{1,11}-[\\w-]{16}$', description: 'Handle of a person' });

/** Id of a report or result, as FHIR writes ids. */
export const ResourceId = Type.String({ minLength: 1, maxLength: 64 });

/** A value or null. Where the schema has one type, null is a second one: serialisers are fast on types and slow on unions. */
export function nullable<T extends TSchema>(schema: T) {
  const type: unknown = 'type' in schema ? schema.type : undefined;
  const allowed: unknown = 'enum' in schema ? schema.enum : undefined;
  return typeof type === 'string'
    ? Type.Unsafe<Static<T> | null>({
        ...schema,
        type: [type, 'null'],
        ...(Array.isArray(allowed) ? { enum: [...(allowed as unknown[]), null] } : {}),
      })
    : Type.Unsafe<Static<T> | null>({ anyOf: [schema, { type: 'null' }] });
}

/** One of some fixed texts. */
export function literals<const T extends readonly string[]>(...values: T) {
  return Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });
}

/** How much a method may scatter 不精密度要求; null: nothing is asked of it. */
export const ImprecisionLimits = Type.Object(
  {
    maxCv: nullable(Type.Number({ description: 'Percent' })),
    maxSd: nullable(Type.Number({ description: 'In the unit of the item' })),
    sdBelow: nullable(
      Type.Number({
        description: 'Below this concentration the SD counts, from it on the CV, and neither limit is inside',
      }),
    ),
    byClass: nullable(
      Type.Object(
        { classes: Type.Array(Type.String()), maxCv: Type.Number({ description: 'Percent' }) },
        { additionalProperties: false, description: 'Levels of these classes have a CV of their own' },
      ),
    ),
  },
  { additionalProperties: false },
);
export type ImprecisionLimits = Static<typeof ImprecisionLimits>;

/** One reason or finding: what was looked at, how it came out, and the clauses that demand it. */
export const Finding = Type.Object(
  {
    step: Type.String({ description: 'Condition of the decision specification, such as M5a or N7' }),
    code: Type.String(),
    state: literals('met', 'not-met', 'not-applicable', 'unknown'),
    text: Bilingual,
    clauses: Type.Array(Type.String()),
  },
  { additionalProperties: false },
);
export type Finding = Static<typeof Finding>;

export const Reason = Type.Object(
  { code: Type.String(), text: Bilingual, clauses: Type.Array(Type.String()) },
  { additionalProperties: false },
);
export type Reason = Static<typeof Reason>;

/** An entry of a register by code and name; the English name where the register has one. */
export const NamedCode = Type.Object(
  { code: Type.String(), nameZh: Type.String(), nameEn: nullable(Type.String()) },
  { additionalProperties: false },
);
export type NamedCode = Static<typeof NamedCode>;

/** Who signed in. */
export const SessionActor = Type.Object(
  {
    username: Type.String(),
    name: Type.String(),
    role: Type.String(),
    institution: nullable(NamedCode),
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
