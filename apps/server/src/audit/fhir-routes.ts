/** `/fhir/AuditEvent`: the audit as FHIR, read only, for the audit administrator. */
import type { Problem } from '@fujie/core/kernel';
import type { JsonObject } from '@fujie/wire/fhir';
import { auditEvent, parseAuditSearch, searchsetText } from '@fujie/wire/fhir';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Deps } from '../platform/deps.ts';
import { answerInOutcomes, FHIR_JSON, sendProblems } from '../platform/http/outcomes.ts';
import type { FoundEntry } from './search.query.ts';
import { ANY_ENTRY, findEntries } from './search.query.ts';

const READ = { config: { can: 'audit:read' } } as const;

/** Adds `/fhir/AuditEvent`. */
export async function registerAuditEventRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register((scope, _options, done) => {
    answerInOutcomes(scope, deps);
    scope.get('/fhir/AuditEvent', READ, (request, reply) => search(deps, request, reply));
    scope.get<{ Params: { id: string } }>('/fhir/AuditEvent/:id', READ, async (request, reply) => {
      const { id } = request.params;
      const [entry] = /^[1-9]\d{0,14}$/.test(id) ? await findEntries(deps.db, { ...ANY_ENTRY, id: Number(id) }, 1) : [];
      if (entry === undefined) return sendProblems(reply, 404, [notFound(id)]);
      return reply.type(FHIR_JSON).send(JSON.stringify(toAuditEvent(deps, entry)));
    });
    done();
  });
}

async function search(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const start = request.url.indexOf('?');
  const { search: asked, problems } = parseAuditSearch([
    ...new URLSearchParams(start < 0 ? '' : request.url.slice(start)),
  ]);
  if (problems.length > 0) return sendProblems(reply, 400, problems);
  const personId = asked.patient === null ? null : (deps.seal.personOf(asked.patient) ?? -1);
  const filter = {
    ...ANY_ENTRY,
    from: asked.from,
    to: asked.to,
    actor: asked.agent,
    personId,
    actions: asked.actions,
    outcome: asked.outcome,
    subject: asked.entity,
    after: asked.after,
  };
  const found = await findEntries(deps.db, filter, asked.count + 1);
  const page = found.slice(0, asked.count);
  const address = `${deps.config.publicUrl}/fhir/AuditEvent`;
  const entries = page.map((entry) => ({
    fullUrl: `${address}/${String(entry.id)}`,
    text: JSON.stringify(toAuditEvent(deps, entry)),
  }));
  const link = (relation: 'self' | 'next', cursor: readonly [string, string][]) => {
    const query = new URLSearchParams(
      [...asked.applied, ...cursor].map(([name, value]): [string, string] => [name, value]),
    );
    return { relation, url: query.size === 0 ? address : `${address}?${query.toString()}` };
  };
  const last = found.length > page.length ? page.at(-1) : undefined;
  const links = [link('self', []), ...(last === undefined ? [] : [link('next', [['_cursor', String(last.id)]])])];
  return reply.type(FHIR_JSON).send(searchsetText(entries, links));
}

function toAuditEvent(deps: Pick<Deps, 'seal'>, entry: FoundEntry): JsonObject {
  const { person_id: personId, at_ms: ms, hash } = entry;
  const facts = {
    ...entry,
    at: new Date(ms).toISOString(),
    person: personId === null ? null : deps.seal.handleOf(personId),
    hash: hash.toString('hex'),
  };
  return auditEvent(facts, (text) => Buffer.from(text).toString('base64'));
}

function notFound(id: string): Problem {
  return {
    code: 'not-found',
    path: '',
    message: `There is no AuditEvent/${id}`,
    messageZh: `没有 AuditEvent/${id}`,
  };
}
