import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { buildSnapshot } from '../registers/snapshot.ts';
import { comparedSince, withoutSystem } from './uncontrolled.ts';

const entry = (key: string, row: Readonly<Record<string, unknown>>, to: string | null = null) => ({
  ...{ key, version: 1, from: '2024-01-01' as Day, to: to as Day | null, row },
});
const system = (institution: string, item: string, to: string | null = null) =>
  entry(`${institution}|${item}`, { institution, code: item, item }, to);
const snapshot = buildSnapshot(
  {
    'test-system': [system('H1', 'ALT'), system('H1', 'K', '2024-06-01'), system('H2', 'AST', '2024-02-01')],
    item: [
      ...['ALT', 'K', 'AST', 'ESR'].map((code) => entry(code, { code, kind: 'laboratory' })),
      entry('CT', { code: 'CT', kind: 'examination' }),
    ],
  },
  1,
);
const items = ['ALT', 'K', 'AST', 'CT', 'NONE'];
const without = (institution: string, day: string) => withoutSystem(snapshot, { institution, items }, day as Day);

// henan-2025.lab.7#01: each item that is tested is controlled.
test('an item of a laboratory has no system where none is in force, unless none is of any item', () => {
  expect(without('H1', '2024-05-31')).toEqual(['AST']);
  expect(without('H1', '2024-06-01')).toEqual(['K', 'AST']);
  expect(without('H2', '2024-01-31')).toEqual(['ALT', 'K']);
  expect(without('H2', '2024-02-01')).toEqual([]);
  expect(without('H3', '2024-05-31')).toEqual([]);
});

test('a comparison covers half a year', () => {
  expect(comparedSince('2024-07-02' as Day)).toBe('2024-01-01');
});
