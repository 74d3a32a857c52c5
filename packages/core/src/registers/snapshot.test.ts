import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { keyOf } from '../kernel/register.ts';
import { codeMappings } from './definitions.ts';
import { buildSnapshot } from './snapshot.ts';

const DAY = '2024-05-20' as Day;

test('an own mapping of an institution goes before one for all, whatever its state', () => {
  const mapping = (institution: string | null, item: string, state: string) => {
    const row = { institution, system: 'urn:vendor', code: 'X1', item, state };
    return { key: keyOf(codeMappings, row), version: 1, from: DAY, to: null, row };
  };
  const snapshot = buildSnapshot(
    {
      'code-mapping': [
        mapping(null, 'GLU', 'approved'),
        mapping('H1', 'ALT', 'approved'),
        mapping('H2', 'K', 'retired'),
      ],
    },
    1,
  );
  const meaning = (institution: string | null): unknown => {
    const found = snapshot.mapping(institution, 'urn:vendor', 'X1', DAY);
    return found === null ? null : [found.item, found.state];
  };
  expect(meaning('H1')).toEqual(['ALT', 'approved']);
  expect(meaning('H2')).toEqual(['K', 'retired']);
  expect(meaning('H3')).toEqual(['GLU', 'approved']);
  expect(meaning(null)).toEqual(['GLU', 'approved']);
  expect(snapshot.mapping('H1', 'urn:other', 'X1', DAY)).toBeNull();
});
