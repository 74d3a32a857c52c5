/** How near the end of something is: by a word and a sign, never by colour alone. */
import type { Instrument } from '@fujie/wire/contracts';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

type Nearness = Instrument['activities'][number]['nearness'];

export const NEAR: readonly Nearness[] = ['overdue', 'within-7', 'within-30'];
const COLOURS: Readonly<Record<Nearness, string>> = {
  overdue: 'red',
  'within-7': 'orange',
  'within-30': 'gold',
  later: 'default',
};

export function NearnessTag({ nearness, daysLeft }: { readonly nearness: Nearness; readonly daysLeft: number }) {
  const { t } = useTranslation();
  return (
    <Tag color={COLOURS[nearness]}>
      {daysLeft < 0 ? t('resources.overdueBy', { count: -daysLeft }) : t('resources.daysLeft', { count: daysLeft })}
    </Tag>
  );
}
