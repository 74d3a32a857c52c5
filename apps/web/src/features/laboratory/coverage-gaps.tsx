/** 当日质控覆盖: items of which results of patients were reported today though control is missing or incomplete, and those still to be done. */
import type { IqcOverviewResponse } from '@fujie/wire/contracts';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

import { useNamed } from '../../ui/language.ts';
import { gapsOf } from './gaps.ts';

/** As many are named; the cells below show all. */
const NAMED = 12;

/** Items that were reported though no test system is registered for them: without any control on record, or covered by a comparison. */
export function WithoutSystem({ items }: { readonly items: IqcOverviewResponse['uncontrolled'] }) {
  const { t } = useTranslation();
  const named = useNamed();
  const bare = items.filter(({ comparedOn }) => comparedOn === null);
  const compared = items.filter(({ comparedOn }) => comparedOn !== null);
  return (
    <>
      {bare.length === 0 ? null : (
        <Alert
          showIcon
          type="warning"
          className="fj-more"
          title={t('iqc.withoutSystem', { count: bare.length })}
          description={`${listed(bare.map(({ item, released }) => t('iqc.gapOf', { item: named(item), count: released })))} ${t('iqc.withoutSystemHint')}`}
        />
      )}
      {compared.length === 0 ? null : (
        <Alert
          showIcon
          type="info"
          className="fj-more"
          title={t('iqc.compared', { count: compared.length })}
          description={listed(
            compared.map(({ item, comparedOn }) => t('iqc.comparedOf', { item: named(item), day: comparedOn })),
          )}
        />
      )}
    </>
  );
}

const listed = (names: readonly string[]): string =>
  `${names.slice(0, NAMED).join(' · ')}${names.length > NAMED ? ' …' : ''}`;

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
      description={listed(gaps.map(({ item, released }) => t('iqc.gapOf', { item: named(item), count: released })))}
    />
  );
}
