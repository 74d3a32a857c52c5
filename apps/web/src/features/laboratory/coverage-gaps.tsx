/** 当日质控覆盖: items of which results of patients were reported today though control is missing or incomplete, and those still to be done. */
import type { IqcOverviewResponse } from '@fujie/wire/contracts';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

import { useNamed } from '../../ui/language.ts';
import { gapsOf } from './gaps.ts';

/** As many are named; the cells below show all. */
const NAMED = 12;

export function CoverageGaps({ systems }: { readonly systems: IqcOverviewResponse['systems'] }) {
  const { t } = useTranslation();
  const named = useNamed();
  const gaps = gapsOf(systems);
  if (gaps.length === 0) return null;
  return (
    <Alert
      showIcon
      type="error"
      className="fj-more"
      title={t('iqc.gaps', { count: gaps.length })}
      description={`${gaps
        .slice(0, NAMED)
        .map(({ item, released }) => t('iqc.gapOf', { item: named(item), count: released }))
        .join(' · ')}${gaps.length > NAMED ? ' …' : ''}`}
    />
  );
}
