/** The value of a laboratory indicator as it is read: a share in percent, or minutes; nothing to count is no value. */
import type { LaboratoryIndicator } from '@fujie/wire/contracts';

export function showFigure({ kind, value }: Pick<LaboratoryIndicator, 'kind' | 'value'>): string {
  if (value === null) return '—';
  return kind === 'share' ? `${String(Number(value.toFixed(2)))}%` : `${String(value)} min`;
}
