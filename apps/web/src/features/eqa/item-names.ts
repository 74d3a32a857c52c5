import { useQuery } from '@tanstack/react-query';

import { namesQuery } from '../../api/catalogue.ts';
import { useNamed } from '../../ui/language.ts';

/** Names of items by code; the code itself until they are known. */
export function useItemNames(): (item: string) => string {
  const named = useNamed();
  const { data } = useQuery(namesQuery('item'));
  return (item) => {
    const known = data?.get(item);
    return known === undefined ? item : named(known);
  };
}

/** Names of institutions by code. */
export function useInstitutionNames(): (code: string) => string {
  const named = useNamed();
  const { data } = useQuery(namesQuery('institution'));
  return (code) => {
    const known = data?.get(code);
    return known === undefined ? code : named(known);
  };
}
