/** Names one after the other, as the language of the reader sets them apart. */
import i18next from 'i18next';

export function listed(names: readonly (string | number)[]): string {
  return names.join(i18next.t('field.comma'));
}
