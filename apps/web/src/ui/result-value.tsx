/** A result as printed: value, unit, and the arrow of an abnormal flag with its word for screen readers. */
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';

import { flagSign } from './flag.ts';
import { showUnit } from '@fujie/core/kernel';

interface Props {
  readonly value: string | null;
  readonly unit: string | null;
  readonly flag: string | null;
  readonly large?: boolean;
}

export function ResultValue({ value, unit, flag, large = false }: Props) {
  const { t } = useTranslation();
  const sign = flagSign(flag);
  const tone = sign?.tone ?? 'normal';
  return (
    <span className={`fj-value fj-tone-${tone}${large ? ' fj-value-large' : ''}`}>
      <span className="fj-value-number">{value ?? t('field.unknown')}</span>
      {unit === null || unit === '1' ? null : <span className="fj-unit">{showUnit(unit)}</span>}
      {sign === null || sign.arrow === '' ? null : (
        <Tooltip title={t(`flag.${sign.key}`)}>
          <span className="fj-flag" role="img" aria-label={t(`flag.${sign.key}`)}>
            {sign.arrow}
          </span>
        </Tooltip>
      )}
    </span>
  );
}
