import { expect, test } from 'vitest';

import type { Instant } from '../kernel/day.ts';
import type { ProvenAct } from './proof.ts';
import { checkProof } from './proof.ts';
import type { StageDefinition } from './types.ts';

const stage: StageDefinition = {
  id: 'act',
  zh: '处置',
  en: 'Act',
  clauses: ['henan-2025.mq.8#09'],
  after: [],
  limit: null,
  owner: { role: 'doctor', at: 'department' },
  alsoBy: ['department-head'],
  provenBy: ['ServiceRequest', 'Composition'],
  outcomes: {},
};
const NOW = 1_000 as Instant;
const good: ProvenAct = { resource: 'ServiceRequest', role: 'doctor', staff: 'physician', occurredAt: NOW };
const pathsOf = (change: Partial<ProvenAct>, of = stage) =>
  checkProof(of, { ...good, ...change }, NOW).map(({ path }) => path);

test('an order of a physician of the institution proves what the doctor owes, up to this moment', () => {
  expect(pathsOf({})).toEqual([]);
  expect(pathsOf({ occurredAt: 1_001 as Instant })).toEqual(['occurredAt']);
  expect(pathsOf({ occurredAt: null })).toEqual(['occurredAt']);
});

test('who is named works there and holds the role that the stage asks for', () => {
  expect(pathsOf({ staff: null })).toEqual(['by.practitioner']);
  expect(pathsOf({ staff: 'nurse' })).toEqual(['by.role']);
  expect(pathsOf({ role: 'nurse', staff: 'nurse' })).toEqual(['by.role']);
  expect(pathsOf({ role: 'department-head' })).toEqual([]);
  expect(pathsOf({ role: 'constructor' })).toEqual(['by.role', 'by.role']);
});

test('a document proves only the stages that say so', () => {
  expect(pathsOf({ resource: 'MedicationRequest' })).toEqual(['proof.resource']);
  const { provenBy: _, ...unproven } = stage;
  expect(checkProof(unproven, good, NOW)[0]?.messageZh).toBe('该环节不以医嘱或病程记录佐证');
});
