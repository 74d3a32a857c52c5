/** One value of a register as its column says. */
import type { RegisterColumn } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { useOptionName } from '../../i18n/option-names.ts';
import { listed } from '../../ui/listed.ts';
import { useNameOf, useScopeName } from '../../ui/name-of.ts';

/** Members of a list in one cell; the others are counted. */
const SHOWN_MEMBERS = 6;

type CellColumn = Pick<RegisterColumn, 'kind' | 'options' | 'refersTo'>;

interface Props {
  /** Its id, where a name of one of its closed values is its own. */
  readonly register: string;
  readonly column: CellColumn;
  readonly value: unknown;
}

export function Cell({ register, column, value }: Props) {
  const { t } = useTranslation();
  const optionName = useOptionName();
  const nameOf = useNameOf(column.refersTo);
  const scopeName = useScopeName();
  if (value === null || value === undefined || value === '') return <span className="fj-faint">—</span>;
  if (typeof value === 'boolean') return value ? t('field.yes') : t('field.no');
  if (Array.isArray(value)) {
    const codes = value.map(String);
    const first = listed(codes.slice(0, SHOWN_MEMBERS).map((code) => optionName(nameOf(code), register)));
    return <span title={codes.join(' ')}>{codes.length > SHOWN_MEMBERS ? `${first}… (${codes.length})` : first}</span>;
  }
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : JSON.stringify(value);
  if (column.options !== null) return optionName(text, register);
  const name = column.kind === 'scope' ? scopeName(text) : nameOf(text);
  if (name !== text) {
    return (
      <span className="fj-nowrap">
        {name} <span className="fj-faint">{text}</span>
      </span>
    );
  }
  return <span className={column.kind === 'code' || column.kind === 'day' ? 'fj-nowrap' : undefined}>{text}</span>;
}
