/** How long ago, in the reader's words. */
import { useTranslation } from 'react-i18next';

import { splitAge } from './format.ts';

export function useAge(): (hours: number, days: number) => string {
  const { t } = useTranslation();
  return (hours, days) => {
    const age = splitAge(hours, days);
    return t(`age.${age.unit}`, { count: age.count });
  };
}
