/** One value of a register as its column says. */
import type { RegisterColumn } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { useOptionName } from '../../i18n/option-names.ts';

type CellColumn = Pick<RegisterColumn, 'kind' | 'options'>;

export function Cell({ column, value }: { readonly column: CellColumn; readonly value: unknown }) {
  const { t } = useTranslation();
  const optionName = useOptionName();
  if (value === null || value === undefined || value === '') return <span className="fj-faint">—</span>;
  if (typeof value === 'boolean') return value ? t('field.yes') : t('field.no');
  if (Array.isArray(value)) {
    const members = value.map(String);
    return (
      <span title={members.join('、')}>
        {members.length > 6 ? `${members.slice(0, 6).join('、')}… (${members.length})` : members.join('、')}
      </span>
    );
  }
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : JSON.stringify(value);
  if (column.options !== null) return optionName(text);
  return <span className={column.kind === 'code' || column.kind === 'day' ? 'fj-nowrap' : undefined}>{text}</span>;
}
