/** Chooses a medical institution by name, without an account. */
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { publicInstitutionsQuery } from '../../api/marks.ts';
import { useNamed } from '../../ui/language.ts';

interface Props {
  readonly label: string;
  /** Given by the form that it stands in. */
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (code: string) => void;
}

export function InstitutionSearch({ label, id, value, onChange }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const [q, setQ] = useState('');
  const found = useQuery(publicInstitutionsQuery(q, 1));
  return (
    <Select<string>
      {...(id === undefined ? {} : { id })}
      {...(value === undefined ? {} : { value })}
      size="large"
      showSearch={{ filterOption: false, onSearch: setQ }}
      placeholder={t('own.verify.searchInstitution')}
      aria-label={label}
      onChange={(code) => onChange?.(code)}
      options={(found.data?.institutions ?? []).map((institution) => ({
        value: institution.code,
        label: named(institution),
      }))}
    />
  );
}
