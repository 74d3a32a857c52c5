/** The quality journal 质量安全月报: drafted from data, edited, approved, published with the figures of its version. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { JOURNAL_BLOCKS } from '@fujie/core/organisation';

import { Bilingual, literals, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;

export const JournalSection = Type.Object(
  {
    block: literals(...JOURNAL_BLOCKS),
    heading: Type.String({ minLength: 1, maxLength: 120, pattern: SEEN }),
    text: Type.String({ maxLength: 8000 }),
  },
  closed,
);
export type JournalSection = Static<typeof JournalSection>;

const JournalFigureView = Type.Object(
  {
    id: Type.String(),
    block: literals(...JOURNAL_BLOCKS),
    title: Bilingual,
    numerator: Type.Number(),
    denominator: nullable(Type.Number()),
    unit: literals('percent', 'count'),
    share: nullable(Type.Number()),
    cases: Type.Array(Type.Integer({ description: 'Loops behind what is wrong in it' })),
  },
  closed,
);
export type JournalFigureView = Static<typeof JournalFigureView>;

const JournalChartView = Type.Object({ id: Type.String(), title: Bilingual }, closed);

/** `GET /api/v1/journals/:month/charts/:chart`: its words in a language, as wide as a page or as a telephone; `v` names the version. */
export const JournalChartQuery = Type.Object(
  {
    language: Type.Optional(literals('zh', 'en')),
    size: Type.Optional(literals('wide', 'narrow')),
    v: Type.Optional(Type.String({ pattern: '^\\d{1,3}$' })),
  },
  closed,
);
export type JournalChartQuery = Static<typeof JournalChartQuery>;

/** `GET /api/v1/journals/:month` */
export const JournalResponse = Type.Object(
  {
    month: Type.String(),
    version: Type.Integer({ description: '0: nothing is drafted yet' }),
    state: literals('none', 'draft', 'approved', 'published'),
    editedBy: nullable(Type.String()),
    approvedBy: nullable(Type.String()),
    publishedBy: nullable(Type.String()),
    publishedAt: nullable(Timestamp),
    sections: Type.Array(JournalSection),
    figures: Type.Array(JournalFigureView),
    charts: Type.Array(JournalChartView),
    departmentsWithout: Type.Array(Bilingual),
    emptyBlocks: Type.Array(literals(...JOURNAL_BLOCKS)),
    may: Type.Object({ edit: Type.Boolean(), approve: Type.Boolean(), publish: Type.Boolean() }, closed),
  },
  closed,
);
export type JournalResponse = Static<typeof JournalResponse>;

export const JournalsQuery = Type.Object({ year: Type.Optional(Type.String({ pattern: '^20\\d{2}$' })) }, closed);
export type JournalsQuery = Static<typeof JournalsQuery>;

/** `GET /api/v1/journals`: the issues of a year; twelve are expected. */
export const JournalsResponse = Type.Object(
  {
    year: Type.String(),
    expected: Type.Integer(),
    published: Type.Integer(),
    issues: Type.Array(
      Type.Object(
        {
          month: Type.String(),
          state: literals('none', 'draft', 'approved', 'published'),
          version: Type.Integer(),
          publishedAt: nullable(Timestamp),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type JournalsResponse = Static<typeof JournalsResponse>;

/** `POST /api/v1/journals/:month/drafts`: without sections the server writes them from the data. */
export const JournalDraft = Type.Object(
  { sections: Type.Optional(Type.Array(JournalSection, { maxItems: 40 })) },
  closed,
);
export type JournalDraft = Static<typeof JournalDraft>;

export const JournalStep = Type.Object({ version: Type.Integer({ minimum: 1, maximum: 999 }) }, closed);
export type JournalStep = Static<typeof JournalStep>;
