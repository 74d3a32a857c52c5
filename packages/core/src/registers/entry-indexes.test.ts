import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { compareByCodePoint } from '../kernel/text.ts';
import { withChangedKeys } from './entry-indexes.ts';
import { eqaOutcomes } from './definitions.ts';
import { buildSnapshot } from './snapshot.ts';

const DAY = '2024-05-20' as Day;

test('of a register with many entries a change looks at those that changed', () => {
  let reads = 0;
  const outcome = (n: number, grade: string) => {
    const row = {
      institution: `H${String(n % 50)}`,
      item: `I${String(n % 400)}`,
      organiser: 'O',
      round: String(n),
      outcome: grade,
    };
    return {
      ...{ key: `H|${String(n).padStart(6, '0')}`, version: 1, from: DAY, to: null },
      get row() {
        reads += 1;
        return row;
      },
    };
  };
  const entries = Array.from({ length: 20_000 }, (_, n) => outcome(n, 'PASS'));
  const before = buildSnapshot({ 'eqa-outcome': entries }, 1);
  expect(reads).toBeGreaterThanOrEqual(20_000);
  reads = 0;
  const key = entries[777]?.key ?? '';
  const after = buildSnapshot({ 'eqa-outcome': withChangedKeys(entries, new Set([key]), [outcome(777, 'FAIL')]) }, 2);
  expect(after.find(eqaOutcomes, key, DAY)?.outcome).toBe('FAIL');
  expect(reads).toBeLessThan(20);
  const graded = (of: typeof after) => of.eqaOutcomes('H27', 'I377').find(({ round }) => round === '777')?.outcome;
  expect([graded(before), graded(after)]).toEqual(['PASS', 'FAIL']);
  expect(after.all(eqaOutcomes)).toHaveLength(20_000);
});

test('keys are in the order in which a database gives them, by code point', () => {
  // What stands beyond the first 65,536 characters is written as two halves, which lie below the last of those.
  const keys = ['\u{1f3e5}', '｡', 'é', 'z', '科', '\u{20000}', ''];
  const bytes = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(bytes).not.toEqual([...keys].sort());
  expect([...keys].sort(compareByCodePoint)).toEqual(bytes);
});
