/** Recognition marks 互认标识 over `/api/v1/marks`, and what anyone may look up under `/api/v1/public`. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, Finding, NamedCode, nullable, Reason } from './shared.ts';

const Code = Type.String({ minLength: 1, maxLength: 200 });
const Count = Type.Integer({ minimum: 0 });
const Text = Type.String({ maxLength: 100 });
const Page = Type.String({ pattern: '^[1-9]\\d{0,5}$' });

export const NamedItem = Type.Object(
  { code: Type.String(), nameZh: Type.String(), nameEn: Type.String(), kind: Type.String(), category: Type.String() },
  { additionalProperties: false },
);
export type NamedItem = Static<typeof NamedItem>;

/** `GET /api/v1/marks`: an institution's listed items; the caller's own institution unless one is named. */
export const MarksQuery = Type.Object(
  { institution: Type.Optional(Code), item: Type.Optional(Code), day: Type.Optional(Day) },
  { additionalProperties: false },
);
export type MarksQuery = Static<typeof MarksQuery>;

/** One item and scope: the label in force, or why there is none. */
export const MarkView = Type.Object(
  {
    item: NamedItem,
    scope: Type.String({ description: 'CN, an agreement, or a region code' }),
    /** The label that the scope would print, such as 晋HR. */
    scopeLabel: nullable(Type.String()),
    label: nullable(Type.String()),
    reasons: Type.Array(Reason),
  },
  { additionalProperties: false },
);
export type MarkView = Static<typeof MarkView>;

export const MarksResponse = Type.Object(
  {
    institution: NamedCode,
    day: Day,
    revision: Count,
    listed: Count,
    marked: Count,
    marks: Type.Array(MarkView),
  },
  { additionalProperties: false },
);
export type MarksResponse = Static<typeof MarksResponse>;

/** `GET /api/v1/marks/explain`: each condition M1 to M10 with its clauses. */
export const MarkExplainQuery = Type.Object(
  { institution: Code, item: Code, scope: Code, day: Type.Optional(Day) },
  { additionalProperties: false },
);
export type MarkExplainQuery = Static<typeof MarkExplainQuery>;

export const MarkExplainResponse = Type.Object(
  {
    institution: NamedCode,
    item: NamedItem,
    scope: Type.String(),
    scopeLabel: nullable(Type.String()),
    day: Day,
    revision: Count,
    jurisdiction: Type.String(),
    packs: Type.Array(Type.Object({ id: Type.String(), version: Type.String() })),
    label: nullable(Type.String()),
    reasons: Type.Array(Reason),
    findings: Type.Array(Finding),
    /** Facts that nobody supplied and that therefore count as not met. */
    missing: Type.Array(Type.String()),
  },
  { additionalProperties: false },
);
export type MarkExplainResponse = Static<typeof MarkExplainResponse>;

/** `GET /api/v1/marks/lapsing`: what ends within some days if no new fact comes. */
export const LapsingQuery = Type.Object(
  {
    institution: Type.Optional(Code),
    day: Type.Optional(Day),
    days: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,2}$', description: 'At most 366; 60 unless given' })),
  },
  { additionalProperties: false },
);
export type LapsingQuery = Static<typeof LapsingQuery>;

export const LapsingMark = Type.Object(
  {
    item: NamedItem,
    scope: Type.String(),
    label: Type.String(),
    lapsesOn: Day,
    daysLeft: Count,
    reasons: Type.Array(Reason),
    /** What exactly passes or is missing on that day. */
    detail: Bilingual,
  },
  { additionalProperties: false },
);
export type LapsingMark = Static<typeof LapsingMark>;

export const LapsingResponse = Type.Object(
  { institution: NamedCode, day: Day, days: Count, revision: Count, marked: Count, lapsing: Type.Array(LapsingMark) },
  { additionalProperties: false },
);
export type LapsingResponse = Static<typeof LapsingResponse>;

/** `GET /api/v1/marks/lapsing/institutions`: how much lapses at each listed institution of the caller's region. */
export const LapsingOverviewQuery = Type.Omit(LapsingQuery, ['institution'], { additionalProperties: false });
export type LapsingOverviewQuery = Static<typeof LapsingOverviewQuery>;

export const LapsingInstitution = Type.Object(
  { institution: NamedCode, marked: Count, lapsing: Count, soonest: nullable(Day) },
  { additionalProperties: false },
);
export type LapsingInstitution = Static<typeof LapsingInstitution>;

export const LapsingOverviewResponse = Type.Object(
  { day: Day, days: Count, revision: Count, institutions: Type.Array(LapsingInstitution) },
  { additionalProperties: false },
);
export type LapsingOverviewResponse = Static<typeof LapsingOverviewResponse>;

/** `GET /api/v1/public/institutions` and `/items` */
export const PublicSearchQuery = Type.Object(
  { q: Type.Optional(Text), page: Type.Optional(Page) },
  { additionalProperties: false },
);
export type PublicSearchQuery = Static<typeof PublicSearchQuery>;

export const PublicInstitution = Type.Object(
  {
    code: Type.String(),
    nameZh: Type.String(),
    nameEn: nullable(Type.String()),
    region: Type.String(),
    regionZh: nullable(Type.String()),
    regionEn: nullable(Type.String()),
    level: Type.Integer(),
    ownership: Type.String(),
    kind: Type.String(),
  },
  { additionalProperties: false },
);
export type PublicInstitution = Static<typeof PublicInstitution>;

export const PublicInstitutionsResponse = Type.Object(
  { day: Day, total: Count, page: Count, institutions: Type.Array(PublicInstitution) },
  { additionalProperties: false },
);
export type PublicInstitutionsResponse = Static<typeof PublicInstitutionsResponse>;

export const PublicItemsResponse = Type.Object(
  { day: Day, total: Count, page: Count, items: Type.Array(NamedItem) },
  { additionalProperties: false },
);
export type PublicItemsResponse = Static<typeof PublicItemsResponse>;

/** `GET /api/v1/public/marks`: marks in force of an institution, of an item, or of both. */
export const PublicMarksQuery = Type.Object(
  { institution: Type.Optional(Code), item: Type.Optional(Code), day: Type.Optional(Day) },
  { additionalProperties: false },
);
export type PublicMarksQuery = Static<typeof PublicMarksQuery>;

export const PublicMarksResponse = Type.Object(
  {
    day: Day,
    marks: Type.Array(
      Type.Object(
        { institution: NamedCode, item: NamedItem, labels: Type.Array(Type.String()) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type PublicMarksResponse = Static<typeof PublicMarksResponse>;

/** `GET /api/v1/public/lists`: the lists in force on a day; with `list`, its entries too. */
export const PublicListsQuery = Type.Object(
  { day: Type.Optional(Day), list: Type.Optional(Code) },
  { additionalProperties: false },
);
export type PublicListsQuery = Static<typeof PublicListsQuery>;

export const PublicListsResponse = Type.Object(
  {
    day: Day,
    lists: Type.Array(
      Type.Object(
        {
          code: Type.String(),
          titleZh: Type.String(),
          documentNumber: nullable(Type.String()),
          publishedOn: Day,
          region: NamedCode,
          entries: Count,
        },
        { additionalProperties: false },
      ),
    ),
    entries: Type.Array(
      Type.Object(
        { institution: NamedCode, item: NamedItem, scope: Type.String(), scopeLabel: nullable(Type.String()) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type PublicListsResponse = Static<typeof PublicListsResponse>;
