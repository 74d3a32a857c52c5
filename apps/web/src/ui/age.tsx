/** How long ago, in the reader's words. */
import { useTranslation } from 'react-i18next';

import { splitAge } from './format.ts';

export function useAge(): (hours: number) => string {
  const { t } = useTranslation();
  return (hours) => {
    const age = splitAge(hours);
    return t(`age.${age.unit}`, { count: age.count });
  };
}
