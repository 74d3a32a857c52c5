/** A patient's results across institutions, as the doctor's page reads them. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, literals, NamedCode, nullable, PersonHandle, Timestamp } from './shared.ts';

/** On what ground results of other institutions are shown, or that there is none. */
export const PersonAccess = Type.Object(
  {
    others: Type.Boolean({
      description: 'Results of other institutions are shown, but for what the person objects to',
    }),
    reason: Type.Object(
      { code: Type.String(), text: Bilingual, source: Type.String() },
      { additionalProperties: false },
    ),
    glassUntil: nullable(Timestamp),
  },
  { additionalProperties: false },
);
export type PersonAccess = Static<typeof PersonAccess>;

/** `POST /api/v1/persons/search`: by name, or exactly by an identifier number, which stands in no address. */
export const PersonSearchRequest = Type.Object(
  { q: Type.String({ minLength: 1, maxLength: 100 }) },
  { additionalProperties: false },
);
export type PersonSearchRequest = Static<typeof PersonSearchRequest>;

/** A person as a list heads them. */
export const PersonSummary = Type.Object(
  {
    person: PersonHandle,
    nameMasked: Type.String({ description: 'Such as 张*明' }),
    sex: nullable(Type.String()),
    birthOn: nullable(Day),
    results: Type.Integer(),
    institutions: Type.Integer(),
    lastReportedAt: nullable(Timestamp),
    access: PersonAccess,
  },
  { additionalProperties: false },
);
export type PersonSummary = Static<typeof PersonSummary>;

export const PersonSearchResponse = Type.Object(
  { persons: Type.Array(PersonSummary) },
  { additionalProperties: false },
);
export type PersonSearchResponse = Static<typeof PersonSearchResponse>;

/** One result of a person. */
export const ResultView = Type.Object(
  {
    id: Type.String(),
    version: Type.Integer(),
    reportId: nullable(Type.String()),
    reportNumber: nullable(Type.String()),
    institution: NamedCode,
    item: nullable(
      Type.Object({
        code: Type.String(),
        nameZh: Type.String(),
        nameEn: Type.String(),
        category: Type.String(),
        kind: Type.String(),
      }),
    ),
    name: Type.String({ description: 'Name as the issuer printed it' }),
    status: Type.String(),
    collectedAt: nullable(Timestamp),
    reportedAt: nullable(Timestamp),
    value: nullable(Type.String({ description: 'As printed, with comparator' })),
    valueNumber: nullable(Type.Number()),
    unit: nullable(Type.String()),
    /** In the unit of the catalogue, for the trend. */
    itemValue: nullable(Type.Number()),
    itemUnit: nullable(Type.String()),
    referenceLow: nullable(Type.Number()),
    referenceHigh: nullable(Type.Number()),
    referenceText: nullable(Type.String()),
    flag: nullable(Type.String()),
    method: nullable(Type.String()),
    content: literals('data', 'image', 'conclusion'),
    marks: Type.Array(Type.String()),
  },
  { additionalProperties: false },
);
export type ResultView = Static<typeof ResultView>;

/** `GET /api/v1/persons/{person}` and `/persons/{person}/results?item=&from=&to=` (newest first, at most 2,000). */
export const PersonResultsResponse = Type.Object(
  { person: PersonSummary, results: Type.Array(ResultView) },
  { additionalProperties: false },
);
export type PersonResultsResponse = Static<typeof PersonResultsResponse>;

/** `GET /api/v1/recognition/reports/{id}`: one report with its results and images. */
export const ReportView = Type.Object(
  {
    id: Type.String(),
    reportNumber: nullable(Type.String()),
    institution: NamedCode,
    status: Type.String(),
    reportedAt: nullable(Timestamp),
    conclusion: nullable(Type.String({ description: 'Not covered by recognition' })),
    results: Type.Array(ResultView),
    images: Type.Array(
      Type.Object({
        id: Type.String(),
        modality: nullable(Type.String()),
        bodySite: nullable(Type.String()),
        series: nullable(Type.Integer()),
        instances: nullable(Type.Integer()),
        startedAt: nullable(Timestamp),
        viewerUrl: nullable(Type.String()),
      }),
    ),
    footnotes: Type.Array(Type.String()),
  },
  { additionalProperties: false },
);
export type ReportView = Static<typeof ReportView>;
