/** Names by code of what rounds name: items, institutions, organisers; the code itself until they are known. */
import { useQuery } from '@tanstack/react-query';

import type { NamedRegister } from '../../api/catalogue.ts';
import { namesQuery } from '../../api/catalogue.ts';
import { useNamed } from '../../ui/language.ts';

type NameOf = (code: string) => string;

function useNames(register: NamedRegister): NameOf {
  const named = useNamed();
  const { data } = useQuery(namesQuery(register));
  return (code) => {
    const known = data?.get(code);
    return known === undefined ? code : named(known);
  };
}

export const useItemNames = (): NameOf => useNames('item');
export const useInstitutionNames = (): NameOf => useNames('institution');
export const useOrganiserNames = (): NameOf => useNames('qc-organisation');
