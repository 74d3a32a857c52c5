/** Names of what audit entries hold as codes. */
import { useTranslation } from 'react-i18next';

import { zh } from '../i18n/zh.ts';

type ActionKey = keyof typeof zh.audit.actions;
type PurposeKey = keyof typeof zh.audit.purposes;

export function useAuditActionName(): (action: string) => string {
  const { t } = useTranslation();
  return (action) => {
    const key = action.replace(':', '-');
    return isKey(key) ? t(`audit.actions.${key}`) : action;
  };
}

const isKey = (key: string): key is ActionKey => Object.hasOwn(zh.audit.actions, key);
const isPurpose = (code: string): code is PurposeKey => Object.hasOwn(zh.audit.purposes, code);

export function usePurposeName(): (purpose: string | null) => string {
  const { t } = useTranslation();
  return (purpose) => (purpose === null ? '—' : isPurpose(purpose) ? t(`audit.purposes.${purpose}`) : purpose);
}
