import { expect, test } from 'vitest';

import { neededIf } from './needed-if.ts';
import { SAMPLE } from './sample.test-support.ts';
import type { StageDefinition } from './types.ts';

const [tell] = SAMPLE.stages;
const stage = (...when: NonNullable<StageDefinition['when']>): StageDefinition => ({
  ...(tell as StageDefinition),
  id: 'next',
  when,
});
const open = [{ id: 'tell', status: 'running' }] as const;

test('a stage says under which end of an earlier one it is needed, as long as that is not over', () => {
  const next = stage({ stage: 'tell', outcome: ['told', 'givenUp'] });
  expect(neededIf(SAMPLE, next, open)).toEqual({
    zh: '“通知”为“完成”或“完成”',
    en: '“Tell” ends with “Done” or “Done”',
  });
  expect(neededIf(SAMPLE, next, [{ id: 'tell', status: 'met' }])).toBeNull();
});

test('what the earlier one is not, and what a field of it says, are told as well', () => {
  const next = stage({ stage: 'tell', not: ['unreached'] }, { stage: 'tell', field: 'channel', in: ['phone'] });
  expect(neededIf(SAMPLE, next, open)).toEqual({
    zh: '“通知”不为“未接通”，且“通知”的方式为“电话”',
    en: '“Tell” does not end with “Not reached” and Channel of “Tell” is “Telephone”',
  });
});

test('of what the opening decided nothing is told', () => {
  expect(neededIf(SAMPLE, stage({ fact: 'grave', in: ['true'] }), open)).toBeNull();
  expect(neededIf(SAMPLE, stage(), open)).toBeNull();
});
