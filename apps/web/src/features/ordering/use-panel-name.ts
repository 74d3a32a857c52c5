/** The name of a panel by its code, also after it was split and the server speaks of it no more. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { catalogueQuery } from '../../api/catalogue.ts';
import { useNamed } from '../../ui/language.ts';

export function usePanelName(): (code: string | null) => string | null {
  const named = useNamed();
  const offers = useQuery(catalogueQuery).data;
  const panels = useMemo(
    () => new Map(offers?.filter((offer) => offer.isPanel).map((offer) => [offer.code, offer])),
    [offers],
  );
  return (code) => {
    const panel = code === null ? undefined : panels.get(code);
    return panel === undefined ? code : named(panel);
  };
}
