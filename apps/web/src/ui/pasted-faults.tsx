/** Lines of what was pasted that are not read, by their number. */
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

import { listed } from './listed.ts';

const SHOWN = 10;

export function PastedFaults({ faults }: { readonly faults: readonly number[] }) {
  const { t } = useTranslation();
  if (faults.length === 0) return null;
  return <Alert type="error" role="alert" title={t('field.pastedFaults', { lines: listed(faults.slice(0, SHOWN)) })} />;
}
