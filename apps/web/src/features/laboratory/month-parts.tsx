/** What months of internal quality control have in common on their pages. */
import type { IqcItemMonth, IqcPeersResponse } from '@fujie/wire/contracts';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { showNumber, today } from '../../ui/format.ts';

/** The month before this one: what is reported now. */
export function lastMonth(): string {
  const [year = 0, month = 0] = today().split('-').map(Number);
  return month === 1 ? `${String(year - 1)}-12` : `${String(year)}-${String(month - 1).padStart(2, '0')}`;
}

export const thisMonth = (): string => today().slice(0, 7);

/** Figures of statistics: five digits say enough. */
export const orDash = (value: number | null): string =>
  value === null ? '—' : showNumber(Number(value.toPrecision(5)));

export function showPercent(value: number | null, digits = 2): string {
  return value === null ? '—' : `${value.toFixed(digits)}%`;
}

export function Imprecision({ verdict }: { readonly verdict: IqcItemMonth['verdict'] }) {
  const { t } = useTranslation();
  const text = t(`iqcMonths.verdicts.${verdict}`);
  if (verdict === 'unknown') return <span className="fj-faint">{text}</span>;
  return <Tag color={verdict === 'meets' ? 'green' : 'red'}>{text}</Tag>;
}

type Kind = IqcPeersResponse['series'][number]['suspicions'][number]['kind'];

export function Suspicions({ kinds }: { readonly kinds: readonly Kind[] }) {
  const { t } = useTranslation();
  return kinds.map((kind) => (
    <Tag key={kind} color="orange" title={t('iqcMonths.suspicionHint')}>
      {t('iqcMonths.suspicion')}: {t(`iqcMonths.suspicions.${kind}`)}
    </Tag>
  ));
}
