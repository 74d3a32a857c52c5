/** `/fhir/Task`: loops 闭环 as tasks, read only, for the systems of the institution that owes them. */
import type { Instant, Problem } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type { JsonObject } from '@fujie/wire/fhir';
import { loopTask, parseTaskSearch, searchsetText } from '@fujie/wire/fhir';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { refuseNoText } from '../platform/http/json-body.ts';
import { answerInOutcomes, FHIR_JSON, sendProblems } from '../platform/http/outcomes.ts';
import type { FoundTask, TaskFilter } from './loops.query.ts';
import { findTasks } from './loops.query.ts';
import { seenOf } from './guarded.ts';
import { reachOf } from './reach.ts';
import { definitionOf } from './definition-view.ts';

const READ = { config: { can: 'loop:read' } } as const;
const ANY: TaskFilter = {
  owner: null,
  statuses: null,
  hasBegun: null,
  code: null,
  person: null,
  from: null,
  to: null,
  after: 0,
  id: null,
};

/** Adds `/fhir/Task`. */
export async function registerTaskRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register((scope, _options, done) => {
    answerInOutcomes(scope, deps);
    scope.get('/fhir/Task', READ, (request, reply) => search(deps, request, reply));
    scope.get<{ Params: { id: string } }>('/fhir/Task/:id', READ, async ({ actor, params: { id } }, reply) => {
      const [found] = /^[1-9]\d{0,14}$/.test(id) ? await tasksOf(deps, actor, { ...ANY, id: Number(id) }, 1) : [];
      if (found === undefined) return sendProblems(reply, 404, [notFound(id)]);
      const person = found.personId === null ? {} : { personId: found.personId };
      await deps.audit.record({ actor, action: 'loop:read', subject: id, outcome: 'done', ...person });
      return reply.type(FHIR_JSON).send(JSON.stringify(taskOf(deps, actor, found)));
    });
    done();
  });
}

async function tasksOf(deps: Deps, actor: Actor, filter: TaskFilter, most: number): Promise<readonly FoundTask[]> {
  return findTasks(within(deps, actor).db, reachOf(deps, actor, undefined), filter, most);
}

async function search(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, url } = request;
  refuseNoText(url);
  const start = url.indexOf('?');
  const { search: asked, problems } = parseTaskSearch([...new URLSearchParams(start < 0 ? '' : url.slice(start))]);
  if (problems.length > 0) return sendProblems(reply, 400, problems);
  const person = asked.patient === null ? null : (deps.seal.personOf(asked.patient) ?? -1);
  const found = await tasksOf(deps, actor, { ...asked, person, id: null }, asked.count + 1);
  const page = found.slice(0, asked.count);
  const persons = [...new Set(page.flatMap(({ personId }) => personId ?? []))];
  await Promise.all(
    persons.map((personId) => deps.audit.record({ actor, action: 'loop:list', personId, outcome: 'done' })),
  );
  const address = `${deps.config.publicUrl}/fhir/Task`;
  const entries = page.map((task) => ({
    fullUrl: `${address}/${String(task.id)}`,
    text: JSON.stringify(taskOf(deps, actor, task)),
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

function taskOf(deps: Deps, actor: Actor, found: FoundTask): JsonObject {
  const definition = definitionOf(deps, found);
  const seen = definition === null ? null : seenOf(actor.role, { definition, row: found, records: [] });
  const task: FoundTask = { ...found, ...seen?.row };
  const { personId, unit, owners, openedMs, updatedMs, dueMs } = task;
  const timeOf = (ms: number): string => formatInstant(Math.round(ms) as Instant);
  return loopTask({
    ...task,
    title: definition?.title.zh ?? task.definition,
    institution: unit,
    person: personId === null ? null : deps.seal.handleOf(personId),
    roles: owners.map((owner) => owner.split(':')[1] ?? owner),
    openedAt: timeOf(openedMs),
    updatedAt: timeOf(updatedMs),
    dueAt: dueMs === null ? null : timeOf(dueMs),
  });
}

function notFound(id: string): Problem {
  return { code: 'not-found', path: '', message: `There is no Task/${id}`, messageZh: `没有 Task/${id}` };
}
