/** The field of a form for one column of a register, as its kind wants it. */
import type { RegisterColumn } from '@fujie/wire/contracts';
import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';

import { isNamedRegister } from '../../api/catalogue.ts';
import { useOptionName } from '../../i18n/option-names.ts';
import { CodeSelect } from '../../ui/code-select.tsx';

/** What the form that the field stands in gives it. */
interface Given {
  readonly id?: string;
  readonly value?: unknown;
  readonly onChange?: (value: unknown) => void;
}

interface Props extends Given {
  /** Its id. */
  readonly register: string;
  readonly column: RegisterColumn;
  readonly label: string;
  /** Part of the key of an entry that is there already. */
  readonly isFixed: boolean;
  /** What the server takes here by name, where no other register says it. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[] | undefined;
}

export function ColumnField({ register, column, label, isFixed, choices, id, value, onChange }: Props) {
  const { t } = useTranslation();
  const optionName = useOptionName();
  const given = { ...(id === undefined ? {} : { id }), 'aria-label': label, disabled: isFixed };
  const change = (next: unknown) => onChange?.(next ?? null);
  if (choices !== undefined) {
    const shown = {
      ...given,
      allowClear: true,
      showSearch: { optionFilterProp: 'label' },
      popupMatchSelectWidth: false,
    };
    return <Select<unknown> {...shown} value={value} onChange={change} options={[...choices]} />;
  }
  if (column.options !== null) {
    const options = column.options.map((option) => ({ value: option, label: optionName(option, register) }));
    return <Select<unknown> {...given} allowClear value={value} onChange={change} options={options} />;
  }
  if (column.kind === 'boolean') {
    const options = [
      { value: 'yes', label: t('field.yes') },
      { value: 'no', label: t('field.no') },
    ];
    const shown = typeof value === 'boolean' ? (value ? 'yes' : 'no') : null;
    const choose = (chosen: unknown) => change(chosen === 'yes' ? true : chosen === 'no' ? false : null);
    return <Select<unknown> {...given} allowClear value={shown} onChange={choose} options={options} />;
  }
  const named = column.kind === 'scope' ? (['region', 'agreement'] as const) : namedBy(column.refersTo);
  if (named !== null) {
    return (
      <CodeSelect
        {...(id === undefined ? {} : { id })}
        registers={named}
        label={label}
        isMultiple={column.kind === 'codes'}
        isFixed={isFixed}
        value={value as string | readonly string[] | null}
        onChange={change}
      />
    );
  }
  if (column.kind === 'codes')
    return <Select<unknown> {...given} mode="tags" value={value} onChange={change} tokenSeparators={[';', '；']} />;
  if (column.kind === 'day') return <DayField {...given} label={label} value={value} onChange={change} />;
  return (
    <Input
      {...given}
      value={typeof value === 'number' ? String(value) : typeof value === 'string' ? value : ''}
      {...(column.kind === 'month' ? { placeholder: '2024-05' } : {})}
      onChange={(event) => onChange?.(event.target.value)}
    />
  );
}

function namedBy(register: string | null) {
  return register !== null && isNamedRegister(register) ? [register] : null;
}

interface DayFieldProps extends Given {
  readonly label: string;
  readonly disabled?: boolean;
}

/** A day that may be empty. */
export function DayField({ label, id, value, onChange, disabled = false }: DayFieldProps) {
  return (
    <DatePicker
      {...(id === undefined ? {} : { id })}
      className="fj-day-field"
      aria-label={label}
      disabled={disabled}
      value={typeof value === 'string' ? dayjs(value) : null}
      onChange={(day) => onChange?.(dayjs.isDayjs(day) ? day.format('YYYY-MM-DD') : null)}
    />
  );
}
