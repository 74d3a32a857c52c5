/** FHIR's answers to what is refused, for routes under `/fhir` that no message of results takes. */
import type { Problem } from '@fujie/core/kernel';
import { operationOutcome } from '@fujie/wire/fhir';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';

import type { Deps } from '../deps.ts';
import { PROBLEM_TYPES } from './problems.ts';
import { toProblem } from './server.ts';

export const FHIR_JSON = 'application/fhir+json; charset=utf-8';

/** Answers every error of a scope with an OperationOutcome. */
export function answerInOutcomes(scope: FastifyInstance, deps: Deps): void {
  scope.setErrorHandler((error: FastifyError, request, reply) => {
    const known = toProblem(error, deps, request.id);
    const problem = { code: known.type, path: '', message: known.message, messageZh: known.detailZh };
    return sendProblems(reply, PROBLEM_TYPES[known.type].status, [problem, ...known.problems]);
  });
}

export function sendProblems(reply: FastifyReply, status: number, problems: readonly Problem[]): FastifyReply {
  return reply
    .status(status)
    .type(FHIR_JSON)
    .send(JSON.stringify(operationOutcome(problems)));
}
