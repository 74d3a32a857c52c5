/** Clauses of the regulation packs 法规条款 and what puts each into practice. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, literals, nullable } from './shared.ts';

const Period = Type.Object({ from: Day, to: nullable(Day) }, { additionalProperties: false });

export const ClauseItemView = Type.Object(
  {
    id: Type.String(),
    type: literals('RULE', 'LOOP', 'AUTH', 'INDICATOR', 'REGISTRY', 'REPORT', 'ORG', 'SOFT'),
    summary: Bilingual,
    /** Rules (`rule:…`), registers (`register:…`) and parts (`part:…`) that put the item into practice. */
    encodedBy: Type.Array(Type.String()),
    notEncoded: nullable(Bilingual),
    /** Whether the summary was read in the document, in a copy, from memory, or is contested; absent: in the document. */
    basis: Type.Optional(literals('document', 'transcription', 'memory', 'contested')),
    /** Worked examples that cite the item. */
    examples: Type.Array(Type.String()),
  },
  { additionalProperties: false },
);
export type ClauseItemView = Static<typeof ClauseItemView>;

export const ClauseView = Type.Object(
  { id: Type.String(), pack: Type.String(), title: Bilingual, inForce: Period, items: Type.Array(ClauseItemView) },
  { additionalProperties: false },
);
export type ClauseView = Static<typeof ClauseView>;

export const PackView = Type.Object(
  {
    id: Type.String(),
    version: Type.String(),
    level: literals('national', 'province', 'city'),
    title: Bilingual,
    documentNumber: Type.String(),
    issuer: Bilingual,
    inForce: Period,
    /** Part of the jurisdiction that this installation works under. */
    applies: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type PackView = Static<typeof PackView>;

/** `GET /api/v1/clauses?pack=` */
export const ClausesQuery = Type.Object(
  { pack: Type.Optional(Type.String({ maxLength: 64 })) },
  { additionalProperties: false },
);
export type ClausesQuery = Static<typeof ClausesQuery>;

export const ClausesResponse = Type.Object(
  { jurisdiction: Type.String(), packs: Type.Array(PackView), clauses: Type.Array(ClauseView) },
  { additionalProperties: false },
);
export type ClausesResponse = Static<typeof ClausesResponse>;

/** `GET /api/v1/clauses/{id}`: a clause by its id, or by that of one of its items. */
export const ClauseResponse = Type.Object({ pack: PackView, clause: ClauseView }, { additionalProperties: false });
export type ClauseResponse = Static<typeof ClauseResponse>;

/** `GET /api/v1/packs/coverage`: clause by clause, what encodes it and which worked example proves it. */
export const CoverageResponse = Type.Object(
  {
    packs: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          version: Type.String(),
          level: literals('national', 'province', 'city'),
          title: Bilingual,
          documentNumber: Type.String(),
          issuer: Bilingual,
          inForce: Period,
          applies: Type.Boolean(),
          clauses: Type.Array(ClauseView),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type CoverageResponse = Static<typeof CoverageResponse>;
