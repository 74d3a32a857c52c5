import { expect, test } from 'vitest';

import { unnamedRun } from './run-name.ts';

test('a run that nobody named reads as when it began and what it was for, another as it was named', () => {
  expect(unnamedRun('2026-11-27T09:07:24/routine')).toEqual({ at: '2026-11-27 09:07', purpose: 'routine' });
  expect(unnamedRun('2026-11-27T09:07:24/parallel')).toEqual({ at: '2026-11-27 09:07', purpose: 'parallel' });
  for (const named of ['4711', 'A/2026-11-27T09:07:24', '2026-11-27T09:07:24/7', '2026-11-27T09:07:24+08:00', ''])
    expect(unnamedRun(named)).toBeNull();
});
