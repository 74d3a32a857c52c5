/** How words stand beside each other, by the punctuation of the reader's language. */
import { showUnit } from '@fujie/core/kernel';
import i18next from 'i18next';

/** Names one after the other. */
export function listed(names: readonly (string | number)[]): string {
  return names.join(i18next.t('field.comma'));
}

/** A text with something in brackets behind it. */
export function withAside(text: string, aside: string): string {
  return i18next.t('field.aside', { text, aside });
}

/** What is said of something: the one, then the other. */
export function saying(label: string, text: string): string {
  return i18next.t('field.saying', { label, text });
}

/** What figures are called, with the unit that they are in. */
export function inUnit(name: string, unit: string | null): string {
  const shown = unit === null ? '' : showUnit(unit);
  return shown === '' ? name : withAside(name, shown);
}
