import { describe, expect, test } from 'vitest';

import { EDGE, onScale } from './plotted.ts';

describe('a point on a chart', () => {
  test('stands where it was measured up to the edge of the scale', () => {
    expect(onScale(0)).toEqual({ z: 0, beyond: null });
    expect(onScale(EDGE)).toEqual({ z: EDGE, beyond: null });
    expect(onScale(-EDGE)).toEqual({ z: -EDGE, beyond: null });
  });

  test('stands at the edge beyond it, and says on which side it went off', () => {
    expect(onScale(EDGE + 0.01)).toEqual({ z: EDGE, beyond: 'above' });
    expect(onScale(-121)).toEqual({ z: -EDGE, beyond: 'below' });
  });
});
