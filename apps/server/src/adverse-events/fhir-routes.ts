/** `POST /fhir/AdverseEvent` 系统检出: the same as FHIR R4, one event each. Source: henan-2023.sa4.2.4#02, henan-2025.mq.11#03. */
import type { Problem } from '@fujie/core/kernel';
import { parseInstant } from '@fujie/core/kernel';
import { departments } from '@fujie/core/registers';
import { operationOutcome, parseAdverseEvent } from '@fujie/wire/fhir';
import type { FastifyInstance } from 'fastify';

import type { Deps } from '../platform/deps.ts';
import { registerJsonBodies } from '../platform/http/json-body.ts';
import { answerInOutcomes, FHIR_JSON, sendProblems } from '../platform/http/outcomes.ts';
import { takeDetected } from './detected-routes.ts';
import { kindsOf } from './watched.ts';

export async function registerFoundEventRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register((scope, _options, done) => {
    registerJsonBodies(scope, 'application/fhir+json');
    answerInOutcomes(scope, deps);
    scope.post('/fhir/AdverseEvent', { config: { can: 'adverse-event:detect' } }, async ({ actor, body }, reply) => {
      const institution = actor.institution ?? '';
      const read = parseAdverseEvent(body, institution, watchedAt(deps, institution, body));
      if (!read.ok) return sendProblems(reply, 422, read.problems);
      const { department, occurredAt } = read.value;
      const faults: Problem[] = [];
      if (deps.registers.current().nameOf(departments, `${institution}|${department}`) === null)
        faults.push({
          code: 'not-found',
          path: 'AdverseEvent.location.identifier',
          message: `\`${department}\` is no department of the institution`,
          messageZh: `“${department}”不是本机构的科室代码`,
        });
      if (occurredAt > deps.clock.now())
        faults.push({
          code: 'future-time',
          path: 'AdverseEvent.date',
          message: 'it lies in the future',
          messageZh: '晚于当前时间',
        });
      if (faults.length > 0) return sendProblems(reply, 422, faults);
      const { taken, reported } = await takeDetected(deps, actor, [read.value]);
      const [en, zh] = answerOf(taken, reported);
      const said = { code: 'informational', path: '', message: en, messageZh: zh };
      return reply
        .status(taken === 0 ? 200 : 201)
        .type(FHIR_JSON)
        .send(JSON.stringify(operationOutcome([said], { severity: 'information' })));
    });
    done();
  });
}

/** What is watched for at the institution on the day that a resource names; on the present day where it names none. */
function watchedAt(deps: Deps, institution: string, body: unknown): readonly string[] {
  const date = typeof body === 'object' && body !== null && 'date' in body ? parseInstant(String(body.date)) : null;
  return kindsOf(deps, institution, date?.ok === true ? date.value : deps.clock.now());
}

function answerOf(taken: number, reported: number): readonly [en: string, zh: string] {
  if (taken === 0)
    return [
      'Not taken anew: it was taken before, or no document in force here asks for it',
      '未新增：此前已收到，或当前适用文件不要求核对',
    ];
  return reported === 0
    ? ['Taken; nobody has reported it, and the department is reminded', '已收到；尚未上报，已提醒科室']
    : ['Taken; it had been reported', '已收到；该事件已上报'];
}
