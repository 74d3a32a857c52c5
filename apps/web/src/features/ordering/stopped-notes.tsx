/** 暂停开展: ordered items that the own laboratory may not run now, each with its reason and clause. */
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

import { ReasonList } from '../../ui/finding-list.tsx';
import { useNamed } from '../../ui/language.ts';
import type { Row } from './draft.ts';

export function StoppedNotes({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  return rows.map(({ check }) => (
    <Alert
      key={check.item}
      type="error"
      showIcon
      className="fj-problem"
      title={t('clinical.order.stopped', { item: named(check) })}
      description={<ReasonList reasons={check.stops ?? []} />}
    />
  ));
}
