/** What an allowable error 允许总误差 allows, in words. */
import { showUnit } from '@fujie/core/kernel';
import type { EqaItem } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { showNumber } from './format.ts';

export type CriterionText = (criterion: EqaItem['criterion'], unit: string | null) => string;

export function useCriterionText(): CriterionText {
  const { t } = useTranslation();
  return (criterion, unit) => {
    if (criterion.type === 'agreement') return t('criterion.agreement');
    const sign = unit === null ? '' : showUnit(unit);
    const inUnit = (value: number): string => `${showNumber(value)} ${sign}`.trim();
    return t(`criterion.${criterion.type}`, {
      percent: 'percent' in criterion ? showNumber(criterion.percent) : '',
      units: 'units' in criterion ? inUnit(criterion.units) : '',
      cut: 'cut' in criterion ? inUnit(criterion.cut) : '',
    });
  };
}
