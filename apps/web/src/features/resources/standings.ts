/** Where a number of an indicator comes from, and the editions in which there are numbers. */
import type { LaboratoryIndicator } from '@fujie/wire/contracts';

import type { OfMonth } from '../../api/resources.ts';

export const EDITIONS: readonly OfMonth['edition'][] = ['2025', '2015'];
export const STANDING_COLOURS: Readonly<Record<LaboratoryIndicator['standing'], string>> = {
  computed: 'green',
  entered: 'blue',
  missing: 'default',
};
