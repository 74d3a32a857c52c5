/** Where the number of an indicator comes from, in words. */
import type { LaboratoryIndicator } from '@fujie/wire/contracts';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { STANDING_COLOURS, standingOf } from './standings.ts';

export function StandingTag({ of }: { readonly of: Pick<LaboratoryIndicator, 'standing' | 'value'> }) {
  const { t } = useTranslation();
  const standing = standingOf(of);
  return <Tag color={STANDING_COLOURS[standing]}>{t(`resources.indicators.standings.${standing}`)}</Tag>;
}
