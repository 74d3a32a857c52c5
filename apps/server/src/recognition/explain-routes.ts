/** Why: the explanation of a verdict, the clauses behind it, and how much of each document is put into practice. */
import { dayOf } from '@fujie/core/kernel';
import type { Clause, Pack } from '@fujie/packs';
import { PACKS, packsInForce } from '@fujie/packs';
import { coverage } from '@fujie/packs/examples';
import type {
  ClausesQuery as ClausesFilter,
  ClauseView,
  CoverageResponse as CoverageAnswer,
  PackView,
} from '@fujie/wire/contracts';
import {
  ClauseResponse,
  ClausesQuery,
  ClausesResponse,
  CoverageResponse,
  ExplainResponse,
  ResourceId,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { explainDecision } from './explain.ts';

const DecisionParams = Type.Object(
  { decision: Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }) },
  { additionalProperties: false },
);
const ExplainQuery = Type.Object(
  { item: Type.Optional(Type.String({ maxLength: 64 })), result: Type.Optional(ResourceId) },
  { additionalProperties: false },
);
const ClauseParams = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 100 }) },
  { additionalProperties: false },
);

export function registerExplainRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { decision: string }; Querystring: { item?: string; result?: string } }>(
    '/api/v1/recognition/explain/:decision',
    {
      config: { can: 'recognition:explain' },
      schema: { params: DecisionParams, querystring: ExplainQuery, response: { 200: ExplainResponse } },
    },
    (request) => explainDecision(deps, request.actor, request.params.decision, request.query),
  );

  const viewOf = (pack: Pack): PackView => {
    return packView(pack, packsInForce(deps.config.jurisdiction, dayOf(deps.clock.now())).includes(pack));
  };

  // What the documents say in our own words is open to everyone.
  app.get<{ Querystring: ClausesFilter }>(
    '/api/v1/clauses',
    { config: { can: 'public' }, schema: { querystring: ClausesQuery, response: { 200: ClausesResponse } } },
    (request) => ({
      jurisdiction: deps.config.jurisdiction,
      packs: PACKS.map(viewOf),
      clauses: PACKS.filter((pack) => request.query.pack === undefined || request.query.pack === pack.id).flatMap(
        (pack) => pack.clauses.map((clause) => clauseView(pack, clause)),
      ),
    }),
  );

  app.get<{ Params: { id: string } }>(
    '/api/v1/clauses/:id',
    { config: { can: 'public' }, schema: { params: ClauseParams, response: { 200: ClauseResponse } } },
    (request) => {
      const { id } = request.params;
      // A reference may point below what the document's register distinguishes: the clause that contains it.
      for (let named = id; named.includes('.'); named = named.replace(/[.#][^.#]*$/, ''))
        for (const pack of PACKS) {
          const clause = pack.clauses.find(
            (known) => known.id === named || known.items.some((item) => item.id === named),
          );
          if (clause !== undefined) return { pack: viewOf(pack), clause: clauseView(pack, clause) };
        }
      throw new HttpProblem('not-found', { en: `No clause \`${id}\`.`, zh: `没有条款 ${id}。` });
    },
  );

  app.get(
    '/api/v1/packs/coverage',
    { config: { can: 'public' }, schema: { response: { 200: CoverageResponse } } },
    (): CoverageAnswer => ({
      packs: PACKS.map((pack) => ({
        ...viewOf(pack),
        clauses: pack.clauses.map((clause) => clauseView(pack, clause)),
      })),
    }),
  );
}

function packView(pack: Pack, applies: boolean): PackView {
  const { id, version, level, title, documentNumber, issuer, inForce } = pack;
  return {
    id,
    version,
    level,
    title: { ...title },
    documentNumber,
    issuer: { ...issuer },
    inForce: { ...inForce },
    applies,
  };
}

function clauseView(pack: Pack, clause: Clause): ClauseView {
  return {
    id: clause.id,
    pack: pack.id,
    title: { ...clause.title },
    inForce: { ...clause.inForce },
    items: clause.items.map((item) => ({
      ...item,
      summary: { ...item.summary },
      encodedBy: [...item.encodedBy],
      examples: [...(EXAMPLES.get(item.id) ?? [])],
    })),
  };
}

/** Worked examples that show a clause item, by its id. */
const EXAMPLES: ReadonlyMap<string, readonly string[]> = new Map(
  coverage().flatMap(({ rows }) => rows.map(({ item, examples }) => [item.id, examples] as const)),
);
