/** A result with the state that qualifies it: corrected, preliminary, or withdrawn 已撤回, when its value counts no more. */
import type { ResultView } from '@fujie/wire/contracts';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { ResultValue } from './result-value.tsx';
import { useStatusName } from './status-name.ts';

const WITHDRAWN = new Set(['entered-in-error', 'cancelled']);

export function StatedResult({ result }: { readonly result: ResultView }) {
  const { t } = useTranslation();
  const statusName = useStatusName();
  const isWithdrawn = WITHDRAWN.has(result.status);
  const flag = isWithdrawn ? null : result.flag;
  const value =
    result.content === 'image' ? (
      t('clinical.result.image')
    ) : (
      <ResultValue value={result.value} unit={result.unit} flag={flag} />
    );
  return (
    <span className="fj-marks">
      {isWithdrawn ? <del className="fj-faint">{value}</del> : value}
      {result.status === 'final' ? null : <Tag color={isWithdrawn ? 'red' : 'blue'}>{statusName(result.status)}</Tag>}
    </span>
  );
}
