/** Chooses the institution that is looked at; an account bound to one sees its own. */
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { namesQuery } from '../api/catalogue.ts';
import { useActor } from './require.tsx';
import { useNamed } from '../ui/language.ts';

interface Props {
  /** Empty: all of them, where that can be chosen, else none yet. */
  readonly value: string;
  /** What all of them together are called, where they can be looked at. */
  readonly whole?: string;
  readonly onChange: (institution: string) => void;
}

export function InstitutionPicker({ value, whole, onChange }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const names = useQuery(namesQuery('institution'));
  return (
    <Select
      showSearch={{ optionFilterProp: 'label' }}
      className="fj-institution"
      value={value === '' && whole === undefined ? null : value}
      placeholder={t('marks.chooseInstitution')}
      aria-label={t('marks.institution')}
      loading={names.isPending}
      popupMatchSelectWidth={false}
      onChange={(institution) => onChange(institution)}
      options={[
        ...(whole === undefined ? [] : [{ value: '', label: whole }]),
        ...[...(names.data ?? new Map<string, { nameZh: string; nameEn: string | null }>())].map(([code, name]) => ({
          value: code,
          label: named(name),
        })),
      ]}
    />
  );
}

/** The same for who is bound to no institution; whoever is sees its own and chooses nothing. */
export function RegionInstitutionPicker(props: Props) {
  const actor = useActor();
  return (actor?.institution ?? null) === null ? <InstitutionPicker {...props} /> : null;
}

/** The institution of the address, else the account's own, else the first of the region. */
export function useInstitution(named: string | undefined): string {
  const actor = useActor();
  const names = useQuery(namesQuery('institution'));
  return named ?? actor?.institution?.code ?? names.data?.keys().next().value ?? '';
}
