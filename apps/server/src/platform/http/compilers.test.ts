import { fastify } from 'fastify';
import { expect, it } from 'vitest';

import { COMPILERS } from './compilers.ts';

const Params = { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] };

/** A server of ours, and what became of the schema of its route; whether it reads text as a number is its setting. */
async function serverThat(coerceTypes: boolean) {
  const app = fastify({ schemaController: { compilersFactory: COMPILERS }, ajv: { customOptions: { coerceTypes } } });
  let validator: unknown;
  app.get('/:id', { schema: { params: Params, response: { 200: Params } } }, (request) => {
    validator = request.getValidationFunction('params');
    return request.params;
  });
  const { statusCode, body } = await app.inject('/7');
  return { statusCode, body, validator };
}

it('compiles a schema once for all servers of one setting, and anew for another', async () => {
  const [first, second, strict] = [await serverThat(true), await serverThat(true), await serverThat(false)];
  expect(first.body).toBe('{"id":7}');
  expect(second.body).toBe(first.body);
  expect(second.validator).toBeTypeOf('function');
  expect(second.validator).toBe(first.validator);
  expect(strict.statusCode).toBe(400);
});
