/** Chinese first, English on demand; on the first visit as the browser asks, then as chosen on this machine. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

import type { Language } from '../ui/language.ts';
import { languageFor } from './language-for.ts';
import type { Translations } from './zh.ts';
import { zh } from './zh.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Translations };
    returnNull: false;
  }
}

const STORAGE_KEY = 'fujie.language';

/** What was chosen on this machine. */
function remembered(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

async function load(language: Language): Promise<void> {
  if (language === 'zh' || i18next.hasResourceBundle('en', 'translation')) return;
  const { en } = await import('./en.ts');
  i18next.addResourceBundle('en', 'translation', en);
}

export async function startTranslations(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'zh',
    fallbackLng: 'zh',
    resources: { zh: { translation: zh } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await show(languageFor(remembered(), navigator.languages));
}

async function show(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
}

/** The reader's choice, which holds from now on. */
export async function changeLanguage(language: Language): Promise<void> {
  await show(language);
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // A browser that forbids storage only forgets the choice.
  }
}
