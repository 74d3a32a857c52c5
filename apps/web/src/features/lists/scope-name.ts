/** 互认范围: where a list or an entry holds, by name: the country, an agreement, or a region. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { namesQuery } from '../../api/catalogue.ts';
import { useNamed } from '../../ui/language.ts';

/** The name of a scope; its code while no name is known. */
export function useScopeName(): (code: string) => string {
  const { t } = useTranslation();
  const named = useNamed();
  const regions = useQuery(namesQuery('region')).data;
  const agreements = useQuery(namesQuery('agreement')).data;
  return (code) => {
    const known = regions?.get(code) ?? agreements?.get(code);
    if (known !== undefined) return named(known);
    return code === 'CN' ? t('lists.nationwide') : code;
  };
}
