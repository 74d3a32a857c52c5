/** The value of a laboratory indicator as it is read: a share in percent, or minutes; nothing to count is no value. */
import type { LaboratoryIndicator } from '@fujie/wire/contracts';
import i18next from 'i18next';

export function showFigure({ kind, value }: Pick<LaboratoryIndicator, 'kind' | 'value'>): string {
  if (value === null) return '—';
  return kind === 'share' ? `${String(Number(value.toFixed(2)))}%` : i18next.t('resources.minutes', { count: value });
}
