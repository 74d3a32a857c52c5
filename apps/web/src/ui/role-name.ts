import { ROLES } from '@fujie/wire/roles';
import { useTranslation } from 'react-i18next';

/** Beside the roles of accounts those who only stand in records. */
const KNOWN = [...ROLES, 'public', 'platform', 'complainant', 'reporter', 'inspector'] as const;

/** The name of a role in the reader's language. */
export function useRoleName(): (role: string) => string {
  const { t } = useTranslation();
  return (role) => {
    const known = KNOWN.find((key) => key === role);
    return known === undefined ? role : t(`role.${known}`);
  };
}

/** Under which the platform itself stands in records 平台. */
const PLATFORM = '平台';

/** Whoever reported an event stands in its loop under no name 报告人（保密）, in both languages. */
const SEALED = /^报告人（保密） /;

/** The name of whoever recorded something; of the platform itself, and of who is sealed, in the reader's language. */
export function useRecorderName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) => (name === PLATFORM ? t('role.platform') : SEALED.test(name) ? t('role.sealed') : name);
}
