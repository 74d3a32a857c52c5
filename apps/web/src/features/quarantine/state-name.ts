/** What became of a quarantined message, in words. */
import { useTranslation } from 'react-i18next';

export const STATES = ['open', 'replayed', 'dismissed'] as const;

export function useStateName(): (state: string) => string {
  const { t } = useTranslation();
  return (state) => {
    const known = STATES.find((candidate) => candidate === state);
    return known === undefined ? state : t(`quarantine.states.${known}`);
  };
}
