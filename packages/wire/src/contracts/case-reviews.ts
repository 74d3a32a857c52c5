/** Cases that are gone over again 案例复盘: the ledger, reviewed / cases, and what departments learn. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, literals, NamedCode, nullable, recordNumber, SentKey, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: SEEN });
const Code = Type.String({ minLength: 1, maxLength: 60 });
const Year = Type.String({ pattern: '^(19|20)\\d{2}$', description: 'Year in which the cases arose' });

const CaseKind = literals('malpractice', 'injury', 'dispute', 'petition');
const CountedKind = literals('malpractice', 'injury', 'dispute', 'petition', 'adverse-event');
const Standing = literals('open', 'reviewed', 'closed', 'unfounded');

const said = {
  summary: Text(4000),
  conclusion: Type.Optional(Type.String({ maxLength: 2000, description: 'Outcome of the appraisal, or of the case' })),
};

/** `POST /api/v1/case-reviews`: an appraisal, a dispute or a petition backlog, and what happened; sealed where it is kept. */
export const CaseEntry = Type.Object(
  {
    kind: CaseKind,
    arisenOn: Day,
    departments: Type.Array(Code, { minItems: 1, maxItems: 20, description: 'Those concerned, the leading one first' }),
    ...said,
    event: Type.Optional(recordNumber('Number of the adverse event that it is of')),
    complaint: Type.Optional(recordNumber('Loop of the complaint that it is of')),
    key: SentKey,
  },
  closed,
);
export type CaseEntry = Static<typeof CaseEntry>;

export const CaseEntered = Type.Object({ loop: Type.Integer() }, closed);
export type CaseEntered = Static<typeof CaseEntered>;

/** `POST /api/v1/case-reviews/{loop}/versions`: what it says from now on; what it said stays on record. */
export const CaseAmendment = Type.Object(
  { version: Type.Integer({ minimum: 2, maximum: 1000, description: 'One more than the one that was read' }), ...said },
  closed,
);
export type CaseAmendment = Static<typeof CaseAmendment>;

const CaseVersion = Type.Object(
  {
    version: Type.Integer(),
    summary: Type.String(),
    conclusion: nullable(Type.String()),
    by: Type.String(),
    at: Timestamp,
  },
  closed,
);

/** `GET /api/v1/case-reviews/{loop}`: all that was said of a case, the newest first. */
export const CaseDetail = Type.Object(
  {
    loop: Type.Integer(),
    kind: CaseKind,
    arisenOn: Day,
    departments: Type.Array(NamedCode),
    event: nullable(Type.Object({ number: Type.Integer(), loop: Type.Integer() }, closed)),
    complaint: nullable(Type.Integer()),
    versions: Type.Array(CaseVersion),
    mayAmend: Type.Boolean(),
  },
  closed,
);
export type CaseDetail = Static<typeof CaseDetail>;

export const CaseReviewsQuery = Type.Object({ year: Type.Optional(Year) }, closed);
export type CaseReviewsQuery = Static<typeof CaseReviewsQuery>;

const Count = Type.Object({ kind: CountedKind, cases: Type.Integer(), reviewed: Type.Integer() }, closed);
export type CaseCount = Static<typeof Count>;

/** `GET /api/v1/case-reviews`: reviewed / cases by kind and department; nothing of what was said. */
export const CaseReviewsResponse = Type.Object(
  {
    isFollowed: Type.Boolean({
      description: 'Whether a document, or an own rule of the institution, asks for it here',
    }),
    mayEnter: Type.Boolean(),
    year: Year,
    years: Type.Array(Year, { description: 'In which there are cases, and this one; the newest first' }),
    kinds: Type.Array(Type.Object({ id: CountedKind, name: Bilingual }, closed)),
    departments: Type.Array(NamedCode),
    hospital: Type.Array(Count),
    byDepartment: Type.Array(Type.Object({ department: NamedCode, counts: Type.Array(Count) }, closed)),
    unfounded: Type.Integer({ description: 'Released from review with a reason: in no count' }),
  },
  closed,
);
export type CaseReviewsResponse = Static<typeof CaseReviewsResponse>;

/** The cases behind a number; without kind and department all of the year, those released from review among them. */
export const CasesQuery = Type.Object(
  { year: Year, kind: Type.Optional(CountedKind), department: Type.Optional(Code) },
  closed,
);
export type CasesQuery = Static<typeof CasesQuery>;

const CaseRow = Type.Object(
  {
    loop: Type.Integer(),
    kind: CountedKind,
    arisenOn: Day,
    departments: Type.Array(NamedCode),
    standing: Standing,
    isOverdue: Type.Boolean(),
    waits: Type.Array(Bilingual),
    isOpenable: Type.Boolean({ description: 'Whether the ledger tells more of it: of an adverse event its loop does' }),
  },
  closed,
);
export type CaseRow = Static<typeof CaseRow>;

/** `GET /api/v1/case-reviews/cases`: the newest first. */
export const CasesResponse = Type.Object({ total: Type.Integer(), cases: Type.Array(CaseRow) }, closed);
export type CasesResponse = Static<typeof CasesResponse>;

/** `GET /api/v1/case-reviews/lessons`: what reviews taught the own department; its office and head read all of the hospital. */
export const CaseLessonsResponse = Type.Object(
  {
    lessons: Type.Array(
      Type.Object(
        {
          loop: Type.Integer(),
          kind: CaseKind,
          name: Bilingual,
          departments: Type.Array(NamedCode),
          cause: nullable(Bilingual),
          lesson: Type.String(),
          at: Timestamp,
          isHeldBack: Type.Boolean({
            description: 'It seems to tell of somebody: departments do not see it until it is written otherwise',
          }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type CaseLessonsResponse = Static<typeof CaseLessonsResponse>;
