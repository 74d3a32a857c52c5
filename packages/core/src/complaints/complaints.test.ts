import { expect, test } from 'vitest';

import { sectionFor } from './index.ts';

// taiyuan-2024.2#03: supervision is split by kind of institution, each has exactly one section.
test('complaints go to the section by the kind of institution', () => {
  expect(sectionFor('general')).toBe('medical-affairs');
  expect(sectionFor('specialised')).toBe('medical-affairs');
  expect(sectionFor('tcm')).toBe('tcm');
  expect(sectionFor('maternal-child')).toBe('maternal-child');
  expect(sectionFor('independent-laboratory')).toBe('medical-affairs');
});
