/** Items without any earlier result: a line each, never a pop-up. */
import { useTranslation } from 'react-i18next';

import { useNamed } from '../../ui/language.ts';
import type { Row } from './draft.ts';

export function FreshItems({ rows, hasOthers }: { readonly rows: readonly Row[]; readonly hasOthers: boolean }) {
  const { t } = useTranslation();
  const named = useNamed();
  if (rows.length === 0) return null;
  return (
    <div className="fj-fresh">
      <div className="fj-faint">{hasOthers ? t('clinical.order.noPrior') : t('clinical.order.nothing')}</div>
      <ul>
        {rows.map((row) => (
          <li key={row.check.item}>
            {named(row.check)} {row.check.price === null ? null : <span className="fj-faint">¥{row.check.price}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
