/** Names for codes: what a register calls an entry, in the reader's language; the code while no name is known. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { isNamedRegister, namesQuery } from '../api/catalogue.ts';
import { useNamed } from './language.ts';

/** The name of an entry by its code; a register without names leaves the code as it is. */
export function useNameOf(register: string | null): (code: string) => string {
  const named = useNamed();
  const isKnown = register !== null && isNamedRegister(register);
  const names = useQuery({ ...namesQuery(isKnown ? register : 'item'), enabled: isKnown }).data;
  return (code) => {
    const known = isKnown ? names?.get(code) : undefined;
    return known === undefined ? code : named(known);
  };
}

/** 互认范围: where a list or an entry holds, by name: the country, an agreement, or a region. */
export function useScopeName(): (code: string) => string {
  const { t } = useTranslation();
  const regionName = useNameOf('region');
  const agreementName = useNameOf('agreement');
  return (code) => {
    const name = regionName(code) === code ? agreementName(code) : regionName(code);
    return name === 'CN' ? t('lists.nationwide') : name;
  };
}
