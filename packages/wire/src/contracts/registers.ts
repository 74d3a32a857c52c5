/** Registers 目录 over `/api/v1/registers`: look-up as of any day, history, sheets, imports and single changes. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Day, nullable, Timestamp } from './shared.ts';

const Count = Type.Integer({ minimum: 0 });
/** Query strings carry texts: numbers and flags are written out. */
const Flag = Type.Union([Type.Literal('true'), Type.Literal('false')]);
const Row = Type.Record(Type.String(), Type.Unknown(), { description: 'Values by column id' });

export const RegisterId = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,63}$',
  description: 'Id of a register, such as institution',
});
export const RegisterParams = Type.Object({ register: RegisterId }, { additionalProperties: false });
export type RegisterParams = Static<typeof RegisterParams>;

export const RegisterColumn = Type.Object(
  {
    id: Type.String(),
    zh: Type.String(),
    en: Type.String(),
    kind: Type.String(),
    required: Type.Boolean(),
    key: Type.Boolean(),
    options: nullable(Type.Array(Type.String())),
    refersTo: nullable(Type.String()),
    min: nullable(Type.Number()),
    max: nullable(Type.Number()),
  },
  { additionalProperties: false },
);
export type RegisterColumn = Static<typeof RegisterColumn>;

export const RegisterRevision = Type.Object(
  {
    revision: Count,
    action: Type.String({ description: 'import, put, end, withdraw or publish' }),
    entries: Count,
    recordedAt: Timestamp,
    recordedBy: Type.String(),
    note: nullable(Type.String()),
  },
  { additionalProperties: false },
);
export type RegisterRevision = Static<typeof RegisterRevision>;

export const RegisterView = Type.Object(
  {
    id: Type.String(),
    zh: Type.String(),
    en: Type.String(),
    describe: Type.Object({ zh: Type.String(), en: Type.String() }),
    clauses: Type.Array(Type.String()),
    columns: Type.Array(RegisterColumn),
    inForce: Count,
    lastChange: nullable(RegisterRevision),
    /** Whether the caller may change this register. */
    mayWrite: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type RegisterView = Static<typeof RegisterView>;

/** `GET /api/v1/registers` */
export const RegistersResponse = Type.Object(
  { asOf: Day, revision: Count, registers: Type.Array(RegisterView) },
  { additionalProperties: false },
);
export type RegistersResponse = Static<typeof RegistersResponse>;

/** `GET /api/v1/registers/{register}`: entries in force on a day, or with `history=true` every version ever recorded. */
export const EntriesQuery = Type.Object(
  {
    asOf: Type.Optional(Day),
    history: Type.Optional(Flag),
    q: Type.Optional(Type.String({ maxLength: 100 })),
    key: Type.Optional(Type.String({ maxLength: 1000, description: 'Exactly this key' })),
    list: Type.Optional(Type.String({ maxLength: 200, description: 'Entries of exactly this list' })),
    institution: Type.Optional(Type.String({ maxLength: 200 })),
    page: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,5}$' })),
    pageSize: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,2}$', description: 'At most 500; 50 unless given' })),
  },
  { additionalProperties: false },
);
export type EntriesQuery = Static<typeof EntriesQuery>;

export const EntryView = Type.Object(
  {
    key: Type.String(),
    version: Count,
    from: Day,
    to: nullable(Day),
    row: Row,
    publisher: nullable(Type.String()),
    document: nullable(Type.String()),
    revision: Count,
    recordedAt: Timestamp,
    recordedBy: Type.String(),
    supersededAt: nullable(Timestamp),
  },
  { additionalProperties: false },
);
export type EntryView = Static<typeof EntryView>;

export const EntriesResponse = Type.Object(
  {
    register: Type.String(),
    asOf: nullable(Day),
    total: Count,
    page: Count,
    pageSize: Count,
    entries: Type.Array(EntryView),
  },
  { additionalProperties: false },
);
export type EntriesResponse = Static<typeof EntriesResponse>;

/** `GET /api/v1/registers/{register}/revisions` */
export const RevisionsResponse = Type.Object(
  { register: Type.String(), revisions: Type.Array(RegisterRevision) },
  { additionalProperties: false },
);
export type RevisionsResponse = Static<typeof RevisionsResponse>;

/** `GET /api/v1/registers/{register}/export.xlsx|csv`: without a day, every entry that is not superseded. */
export const ExportQuery = Type.Object(
  {
    asOf: Type.Optional(Day),
    part: Type.Optional(
      Type.String({
        pattern: '^[1-9]\\d{0,3}$',
        description: 'Which file of a register that holds more entries than one import takes',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ExportQuery = Static<typeof ExportQuery>;

/** `POST /api/v1/registers/{register}/import`: an xlsx or csv file as the body, or as a form field. */
export const ImportQuery = Type.Object(
  {
    dryRun: Type.Optional(Flag),
    publisher: Type.Optional(Type.String({ maxLength: 200 })),
    document: Type.Optional(Type.String({ maxLength: 200 })),
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
);
export type ImportQuery = Static<typeof ImportQuery>;

/** `GET /api/v1/imports/refused`: the latest imports that were refused, newest first. */
export const ImportRefusal = Type.Object(
  {
    id: Count,
    register: Type.String(),
    fileName: nullable(Type.String()),
    refusedAt: Timestamp,
    refusedBy: Type.String(),
    /** Whether it was a rehearsal, which would have recorded nothing. */
    dryRun: Type.Boolean(),
    faults: Count,
    firstFaults: Type.Array(
      Type.Object(
        { path: Type.String(), message: Type.String(), messageZh: Type.String() },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type ImportRefusal = Static<typeof ImportRefusal>;

export const ImportRefusalsResponse = Type.Object(
  { refusals: Type.Array(ImportRefusal) },
  { additionalProperties: false },
);
export type ImportRefusalsResponse = Static<typeof ImportRefusalsResponse>;

export const ChangeView = Type.Object(
  {
    kind: Type.Union([Type.Literal('add'), Type.Literal('correct')]),
    row: Type.Integer({ description: 'Row of the sheet' }),
    key: Type.String(),
    from: Day,
    to: nullable(Day),
  },
  { additionalProperties: false },
);

/** What an import or change did, or with `dryRun` would do. */
export const ChangeResponse = Type.Object(
  {
    register: Type.String(),
    dryRun: Type.Boolean(),
    added: Count,
    corrected: Count,
    unchanged: Count,
    revision: nullable(Count),
    /** The first of the changes. */
    changes: Type.Array(ChangeView),
    /** What the change brings with it, such as a suspension, or leaves undone, such as an institution that must be listed. */
    notices: Type.Array(
      Type.Object(
        { code: Type.String(), message: Type.String(), messageZh: Type.String() },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type ChangeResponse = Static<typeof ChangeResponse>;

const Provenance = {
  publisher: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
  document: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
  note: Type.Optional(Type.String({ maxLength: 500 })),
  dryRun: Type.Optional(Type.Boolean()),
};

/** `POST /api/v1/registers/{register}/entries`: one version put in force, ended, or withdrawn as recorded in error. */
export const EntryRequest = Type.Union([
  Type.Object(
    {
      action: Type.Literal('put'),
      row: Row,
      from: Day,
      to: Type.Optional(nullable(Day)),
      endPrevious: Type.Optional(
        Type.Boolean({ description: 'End the entry in force until now on the first day of this one' }),
      ),
      ...Provenance,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { action: Type.Literal('end'), key: Type.String(), to: Day, ...Provenance },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      action: Type.Literal('withdraw'),
      key: Type.String(),
      from: Day,
      ...Provenance,
      note: Type.String({ minLength: 1, maxLength: 500 }),
    },
    { additionalProperties: false },
  ),
]);
export type EntryRequest = Static<typeof EntryRequest>;

/** `POST /api/v1/registers/recognition-list/publications`: a list and its entries in one act. */
export const PublicationRequest = Type.Object(
  {
    list: Type.Object(
      {
        code: Type.String({ minLength: 1, maxLength: 200 }),
        titleZh: Type.String({ minLength: 1, maxLength: 500 }),
        documentNumber: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
        publishedOn: Day,
        supersedes: Type.Optional(nullable(Type.Array(Type.String(), { maxItems: 50 }))),
        region: Type.String({ minLength: 1, maxLength: 64 }),
      },
      { additionalProperties: false },
    ),
    entries: Type.Array(
      Type.Object(
        { institution: Type.String(), item: Type.String(), scope: Type.String() },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 100_000 },
    ),
    publisher: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
    note: Type.Optional(Type.String({ maxLength: 500 })),
    dryRun: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type PublicationRequest = Static<typeof PublicationRequest>;

/**
 * `POST /api/v1/registers/recognition-list/publications/sheet`: the same with the entries as an xlsx or csv file, whose columns
 * for list and day may be missing.
 */
export const SheetPublicationQuery = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 200 }),
    titleZh: Type.String({ minLength: 1, maxLength: 500 }),
    documentNumber: Type.Optional(Type.String({ maxLength: 200 })),
    publishedOn: Day,
    supersedes: Type.Optional(Type.String({ maxLength: 10_000, description: 'Codes of lists, separated by `;`' })),
    region: Type.String({ minLength: 1, maxLength: 64 }),
    publisher: Type.Optional(Type.String({ maxLength: 200 })),
    note: Type.Optional(Type.String({ maxLength: 500 })),
    dryRun: Type.Optional(Flag),
  },
  { additionalProperties: false },
);
export type SheetPublicationQuery = Static<typeof SheetPublicationQuery>;

export const PublicationResponse = Type.Object(
  { list: ChangeResponse, entries: ChangeResponse },
  { additionalProperties: false },
);
export type PublicationResponse = Static<typeof PublicationResponse>;
