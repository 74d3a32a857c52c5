import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { WeekFigures } from './figures.ts';
import { sumFigures } from './figures.ts';

const n = fc.nat({ max: 100_000 });
const figures: fc.Arbitrary<WeekFigures> = fc.record({
  measures: fc.dictionary(
    fc.constantFrom('opportunities', 'acceptedMust', 'repeated1', 'overlooked'),
    fc.record({ count: n, cents: n }),
  ),
  patients: n,
  marksSuspended: n,
  marksRestored: n,
  complaintsReceived: n,
  complaintsAnswered: n,
  accepted: fc.dictionary(fc.constantFrom('H1', 'H2', '__proto__', 'constructor'), n),
});

test('a county is the sum of its institutions, however they are grouped and ordered', () => {
  fc.assert(
    fc.property(fc.array(fc.array(figures, { maxLength: 4 }), { maxLength: 4 }), (counties) => {
      const city = sumFigures(counties.flat());
      expect(sumFigures(counties.map((county) => sumFigures(county)))).toEqual(city);
      expect(sumFigures([...counties].reverse().flat())).toEqual(city);
      const each = counties.flat().reduce((sum, one) => sum + (one.measures['acceptedMust']?.count ?? 0), 0);
      expect(city.measures['acceptedMust']?.count ?? 0).toBe(each);
      const accepted = counties.flat().flatMap((one) => Object.entries(one.accepted));
      expect(Object.values(city.accepted).reduce((a, b) => a + b, 0)).toBe(accepted.reduce((a, [, b]) => a + b, 0));
    }),
  );
});
