/** Where a number of an indicator comes from, and the editions in which there are numbers. */
import type { LaboratoryIndicator } from '@fujie/wire/contracts';
import type { TFunction } from 'i18next';

import type { OfMonth } from '../../api/resources.ts';

export const EDITIONS: readonly OfMonth['edition'][] = ['2025', '2015', 'henan'];
const NATIONAL = Array.from({ length: 15 }, (_, index) => `CL-${String(index + 1).padStart(2, '0')}`);

/** The codes of an edition. */
export const codesOf = (edition: OfMonth['edition']): readonly string[] =>
  edition === 'henan' ? ['HN-01', 'HN-02'] : NATIONAL;

/** The same code in another edition, or its first where there is none. */
export const codeIn = (edition: OfMonth['edition'], code: string): string => {
  const codes = codesOf(edition);
  return codes.includes(code) ? code : (codes[0] ?? code);
};

/** How an edition is called: a year, or a province. */
export const editionName = (t: TFunction, edition: OfMonth['edition']): string =>
  edition === 'henan' ? t('resources.indicators.ofHenan') : t('resources.indicators.ofEdition', { edition });

/** The edition that holds a code, the one in force first. */
export const editionOf = (code: string): OfMonth['edition'] =>
  EDITIONS.find((edition) => codesOf(edition).includes(code)) ?? '2025';

/** Where a number comes from; of nothing to count there is none, though it was looked for. */
export const standingOf = ({
  standing,
  value,
}: Pick<LaboratoryIndicator, 'standing' | 'value'>): LaboratoryIndicator['standing'] | 'nothing' =>
  standing === 'computed' && value === null ? 'nothing' : standing;

export const STANDING_COLOURS: Readonly<Record<ReturnType<typeof standingOf>, string>> = {
  nothing: 'default',
  computed: 'green',
  entered: 'blue',
  missing: 'default',
};
