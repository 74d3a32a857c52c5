/** What to do about the reason of a mark that is missing or will lapse. */
import { useTranslation } from 'react-i18next';

import { zh } from '../../i18n/zh.ts';

type Reason = keyof typeof zh.evidence.todos;

function isKnown(code: string): code is Reason {
  return Object.hasOwn(zh.evidence.todos, code);
}

/** The advice for a reason code; null for a code that asks for nothing. */
export function useTodo(): (code: string) => string | null {
  const { t } = useTranslation();
  return (code) => (isKnown(code) ? t(`evidence.todos.${code}`) : null);
}
