import { useTranslation } from 'react-i18next';

const STATUSES = [
  'final',
  'amended',
  'corrected',
  'preliminary',
  'registered',
  'partial',
  'appended',
  'cancelled',
  'entered-in-error',
] as const;

/** The status of a report in the reader's language. */
export function useStatusName(): (status: string) => string {
  const { t } = useTranslation();
  return (status) => t(`clinical.status.${STATUSES.find((known) => known === status) ?? 'unknown'}`);
}
