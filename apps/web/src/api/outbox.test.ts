import type { DecisionsRequest } from '@fujie/wire/contracts';
import { expect, test } from 'vitest';

import type { Shelf } from './outbox.ts';
import { deliver, putAside, waiting } from './outbox.ts';
import { ApiProblem } from './problem.ts';

function shelf(): Shelf {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

const request = (decision: string): DecisionsRequest => ({
  decision,
  acts: [{ item: 'ALT', result: null, choice: 'REPEAT', code: 4 }],
});
const down = () => Promise.reject(new ApiProblem(0, {}));
const up = () => Promise.resolve({ acts: [] });

test('acts wait for the server, in their order, and only for the account that did them', async () => {
  const at = shelf();
  putAside('li', request('d1'), at);
  putAside('li', request('d2'), at);
  expect(await deliver('li', at, down)).toEqual([]);
  expect(waiting('li', at).map(({ decision }) => decision)).toEqual(['d1', 'd2']);
  expect(await deliver('wang', at, up)).toEqual([]);
  expect((await deliver('li', at, up)).map(({ request: { decision } }) => decision)).toEqual(['d1', 'd2']);
  expect(waiting('li', at)).toEqual([]);
});

test('a refused act is reported and not tried for ever; one that came back signed out is kept', async () => {
  const at = shelf();
  putAside('li', request('d1'), at);
  expect(await deliver('li', at, () => Promise.reject(new ApiProblem(401, {})))).toEqual([]);
  expect(await deliver('li', at, () => Promise.reject(new ApiProblem(404, {})))).toEqual([
    { request: request('d1'), response: null },
  ]);
  expect(waiting('li', at)).toEqual([]);
});
