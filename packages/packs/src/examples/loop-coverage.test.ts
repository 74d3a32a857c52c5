/** Every edge of every loop has a worked example on both sides, and a loop that comes without is named. */
import type { Day } from '@fujie/core/kernel';
import { describe, expect, test } from 'vitest';

import { PACKS } from '../jurisdiction.ts';
import type { Pack } from '../pack.ts';
import { countEdges, loopCoverage, missingLoopExamples } from './loop-coverage.ts';
import { EDGE_KINDS } from './loop-edges.ts';
import { loopVerdict } from './loop-input.ts';
import { PACK_EXAMPLES } from './pack-examples.ts';
import { withoutHolidays, withoutMakeUpDays, workdays2026 } from './workdays-2026.ts';

const complaints = PACK_EXAMPLES.filter(({ example }) => example.id === 'complaint/handling');
const taiyuan = PACKS.filter(({ id }) => id === 'taiyuan-2024').map((pack): Pack => ({
  ...pack,
  refinements: [],
  loops: pack.loops?.filter(({ id }) => id === 'complaint/handling') ?? [],
}));

describe('the loops of the packs', () => {
  // Every edge is moved, and every example of it worked out again.
  test('have an example on both sides of each edge', { timeout: 120_000 }, () => {
    expect(missingLoopExamples(PACKS, PACK_EXAMPLES)).toEqual([]);
  });

  test('have edges of every kind', () => {
    const coverage = loopCoverage(taiyuan, complaints);
    for (const kind of EDGE_KINDS) expect(countEdges(coverage, kind).total, kind).toBeGreaterThan(0);
  });
});

describe('a missing example is told by loop and stage', () => {
  test('of a loop that comes without any', () => {
    const missing = missingLoopExamples(taiyuan, []);
    for (const stage of ['accept', 'transfer', 'assign', 'investigate', 'examine', 'answer', 'visit'])
      expect(missing.join('\n')).toContain(`loop complaint/handling stage ${stage}: no example of taiyuan-2024`);
    expect(missing).toContain(
      'loop complaint/handling stage accept: no example of taiyuan-2024 stands on both sides of the limit accept',
    );
  });

  test.each([
    ['limit', 'limit answer'],
    ['ladder', 'step 80% to commission'],
    ['evidence', 'end returned without reason'],
    ['persons', 'said by another role'],
  ])('of a stage whose %s is not asked', (ask, what) => {
    const without = complaints.map(({ pack, example }) => ({
      pack,
      example: {
        ...example,
        cases: example.cases.filter(({ set }) => set['stage'] !== 'answer' || set['ask'] !== ask),
      },
    }));
    const missing = missingLoopExamples(taiyuan, without);
    expect(missing.every((one) => one.startsWith('loop complaint/handling stage answer: '))).toBe(true);
    expect(missing).toContain(
      `loop complaint/handling stage answer: no example of taiyuan-2024 stands on both sides of the ${what}`,
    );
  });

  test('of a figure that changes without its example', () => {
    const changed = taiyuan.map((pack) => ({
      ...pack,
      loops: (pack.loops ?? []).map((loop) => ({ ...loop, waivers: { ...loop.waivers, roles: ['qc-centre'] } })),
    }));
    expect(missingLoopExamples(changed, complaints)).toContain(
      'loop complaint/handling: no example of taiyuan-2024 stands on both sides of the release by qc-centre',
    );
  });
});

test.each([
  ['the last working day before the Spring Festival', '2026-02-13', null, null, null],
  ['a Saturday that is worked', '2026-02-14', true, null, true],
  ['a Friday of the holiday', '2026-02-20', false, false, null],
  ['a Sunday that is a Sunday', '2026-03-01', null, null, null],
])('%s', (_, day, official, withoutMakeUp, withoutHoliday) => {
  const calendars = [workdays2026, withoutMakeUpDays, withoutHolidays];
  expect(calendars.map((calendar) => calendar(day as Day))).toEqual([official, withoutMakeUp, withoutHoliday]);
});

test('an example of no loop, of an act that is not written, of a time that is none, says so', () => {
  const base = { loop: 'complaint/handling', opened: '2026-02-13T09:00', ask: 'ladder', stage: 'accept' };
  expect(() => loopVerdict({ ...base, loop: 'complaint/none' })).toThrow('no pack declares the loop `complaint/none`');
  expect(() => loopVerdict({ ...base, after: ['assign'] })).toThrow('`acts` holds no act `assign`');
  expect(() => loopVerdict({ ...base, opened: 'yesterday' })).toThrow('`opened` is `yesterday`');
});
