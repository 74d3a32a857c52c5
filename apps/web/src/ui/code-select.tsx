/** Chooses entries of registers by name or code: an institution, an item, a region, where a list holds. */
import { useQueries } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

import type { NamedRegister } from '../api/catalogue.ts';
import { namesQuery } from '../api/catalogue.ts';
import { byFit } from './best-fit.ts';
import { useNamed } from './language.ts';

interface Props {
  readonly registers: readonly NamedRegister[];
  readonly label: string;
  readonly id?: string;
  readonly isMultiple?: boolean;
  readonly isFixed?: boolean;
  /** What to do, where no label stands beside it. */
  readonly hint?: string;
  /** Given by the form that it stands in. */
  readonly value?: string | readonly string[] | null;
  readonly onChange?: (value: unknown) => void;
}

export function CodeSelect({
  registers,
  label,
  id,
  isMultiple = false,
  isFixed = false,
  hint,
  value,
  onChange,
}: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const names = useQueries({ queries: registers.map((register) => namesQuery(register)) });
  const known = names.flatMap(({ data }) => [...(data ?? [])]);
  const options = known.map(([code, name]) => ({
    value: code,
    label: `${named(name)} ${code}`,
    search: `${code} ${name.nameZh} ${name.nameEn ?? ''}`,
    names: [code, name.nameZh, ...(name.nameEn === null ? [] : [name.nameEn])],
  }));
  const nation = {
    value: 'CN',
    label: `${t('lists.nationwide')} CN`,
    search: `CN ${t('lists.nationwide')}`,
    names: ['CN'],
  };
  const isNationMissing = registers.includes('agreement') && !known.some(([code]) => code === 'CN');
  return (
    <Select<unknown, (typeof options)[number]>
      {...(id === undefined ? {} : { id })}
      {...(hint === undefined ? {} : { placeholder: hint })}
      {...(isMultiple ? { mode: 'multiple' as const } : {})}
      showSearch={{ optionFilterProp: 'search', filterSort: (a, b, { searchValue }) => byFit(searchValue)(a, b) }}
      allowClear
      disabled={isFixed}
      popupMatchSelectWidth={false}
      aria-label={label}
      value={value}
      onChange={(chosen: unknown) => onChange?.(chosen ?? null)}
      options={isNationMissing ? [nation, ...options] : options}
    />
  );
}
