import { expect, test } from 'vitest';

import { declaredStages, undriven } from './driven.mjs';

const PACKS = [
  { loops: [{ id: 'a/b', stages: [{ id: 'do' }, { id: 'verify' }] }] },
  { refinements: [{ loop: 'a/b', clauses: [], stages: [{ id: 'name' }] }, { loop: 'a/b' }] },
];
const DECLARED = ['a/b do', 'a/b verify', 'a/b name'];

test('stages are declared by a document, or added to the loop of another', () => {
  expect(declaredStages(PACKS)).toEqual(DECLARED);
});

test('a stage that nobody ended in one of the ways is missing there, unless a reason says why', () => {
  const driven = new Set(['browser a/b do', 'browser a/b name', 'wire a/b do', 'wire a/b verify']);
  const found = undriven(DECLARED, driven, { browser: {}, wire: { 'a/b name': 'reason' } });
  expect(found).toEqual([
    { way: 'browser', missing: ['a/b verify'], needless: [], count: 2 },
    { way: 'wire', missing: [], needless: [], count: 2 },
  ]);
});

test('a reason is needless once the stage is ended, or declared no more', () => {
  const reasons = { 'a/b do': 'reason', 'a/b gone': 'reason' };
  const driven = new Set(DECLARED.map((stage) => `browser ${stage}`));
  expect(undriven(DECLARED, driven, { browser: reasons }).map(({ needless }) => needless)).toEqual([
    ['a/b do', 'a/b gone'],
    [],
  ]);
});
