import { must, parseInstant } from '@fujie/core/kernel';
import { expect, test } from 'vitest';

import { keptUntilOf } from './documents.ts';

// henan-2025.lab.6#08: at least two years.
test.each([
  ['2024-02-28', '2026-02-28'],
  ['2024-02-29', '2026-02-28'],
  ['2024-03-01', '2026-03-01'],
])('a record of %s is kept until %s', (on, until) => {
  expect(keptUntilOf({ recordedMs: must(parseInstant(`${on}T12:00:00+08:00`)) })).toBe(until);
});
