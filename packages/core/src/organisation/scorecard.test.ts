/** What counts for a department, and what never does. */
import { describe, expect, test } from 'vitest';

import type { LoopDefinition } from '../loops/types.ts';
import { SAMPLE } from '../loops/sample.test-support.ts';
import { measureOfStage, scoresOf } from './scorecard.ts';

const loop = (id: string, at: 'department' | 'institution', change: Partial<LoopDefinition> = {}): LoopDefinition => ({
  ...SAMPLE,
  id,
  stages: SAMPLE.stages.map((stage) => ({ ...stage, owner: { role: 'doctor', at } })),
  ...change,
});
const [{ id: STAGE } = { id: '' }] = SAMPLE.stages;

describe('a step of a loop', () => {
  test('counts for the department that owes it, critical values by themselves', () => {
    expect(measureOfStage(loop('critical-value/inpatient', 'department'), STAGE)).toBe('critical');
    expect(measureOfStage(loop('organisation/decision', 'department'), STAGE)).toBe('loops');
    expect(measureOfStage(loop('organisation/decision', 'institution'), STAGE)).toBeNull();
    expect(measureOfStage(loop('organisation/decision', 'department'), 'none')).toBeNull();
  });

  test('of an explanation counts among the explanations alone, and not among the loops again', () => {
    expect(measureOfStage(loop('recognition/explanation', 'department'), STAGE)).toBeNull();
    expect(measureOfStage(loop('recognition/overlooked', 'department'), STAGE)).toBe('loops');
  });

  test('of a report, a complaint, or of what is sealed counts for nobody', () => {
    expect(measureOfStage(loop('organisation/hazard', 'department'), STAGE)).toBeNull();
    expect(measureOfStage(loop('organisation/hazard-search', 'department'), STAGE)).toBe('loops');
    expect(measureOfStage(loop('adverse-event/report', 'department'), STAGE)).toBeNull();
    expect(measureOfStage(loop('complaint/case', 'department'), STAGE)).toBeNull();
    expect(measureOfStage(loop('organisation/decision', 'department', { isSealed: true }), STAGE)).toBeNull();
  });
});

test('scores are sums of what was counted; of what nothing was asked there is no score', () => {
  const count = (department: string, numerator: number, denominator: number) =>
    ({ department, measure: 'loops', numerator, denominator }) as const;
  const counts = [count('INT', 3, 4), count('INT', 1, 1), count('SUR', 0, 5)];
  const loops = (department: string | null) => scoresOf(counts, department).find(({ measure }) => measure === 'loops');
  expect(loops('INT')).toEqual({ measure: 'loops', numerator: 4, denominator: 5, value: 0.8 });
  expect(loops(null)).toMatchObject({ numerator: 4, denominator: 10 });
  expect(loops('PED')?.value).toBeNull();
});
