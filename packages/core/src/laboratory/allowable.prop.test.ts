import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Criterion } from '../eqa/limits.ts';
import { allowableError } from '../eqa/limits.ts';
import { allowedAt } from './allowable.ts';

test('what is allowed in percent is what a result is judged by', () => {
  const figure = fc.double({ min: 0.01, max: 1000, noNaN: true });
  const forms = fc.constantFrom('pct', 'abs', 'greater', 'piecewise_le', 'piecewise_lt');
  fc.assert(
    fc.property(forms, figure, figure, figure, figure, (type, percent, units, cut, at) => {
      const criterion = { type, percent, units, cut } as Criterion;
      const here = allowedAt(criterion, at)?.percent ?? 0;
      expect((here * at) / 100).toBeCloseTo(allowableError(at, criterion) ?? -1, 6);
    }),
  );
});
