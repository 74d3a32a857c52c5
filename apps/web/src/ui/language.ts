/** Which of a text's two languages the reader wants. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

export interface BilingualText {
  readonly zh: string;
  readonly en: string;
}

export type Language = 'zh' | 'en';

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'zh';
}

/** Picks the text in the reader's language; falls back to the other when one is empty. */
export function useBilingual(): (text: BilingualText) => string {
  const language = useLanguage();
  return (text) => (language === 'en' ? text.en || text.zh : text.zh || text.en);
}

/** Names an entry of a register, whose English name may be missing. */
export type Namer = (entry: { readonly nameZh: string; readonly nameEn?: string | null }) => string;

export function useNamed(): Namer {
  const language = useLanguage();
  return useCallback<Namer>(
    ({ nameZh, nameEn }) =>
      language === 'en' && nameEn !== undefined && nameEn !== null && nameEn !== '' ? nameEn : nameZh,
    [language],
  );
}
