import { useTranslation } from 'react-i18next';

const ROLES = [
  'doctor',
  'laboratory',
  'quality-office',
  'qc-centre',
  'commission',
  'admin',
  'security-admin',
  'audit-admin',
  'system',
  'public',
] as const;

/** The name of a role in the reader's language. */
export function useRoleName(): (role: string) => string {
  const { t } = useTranslation();
  return (role) => {
    const known = ROLES.find((key) => key === role);
    return known === undefined ? role : t(`role.${known}`);
  };
}
