import type { EqaScore } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

/** How an item came out, by sign, word and colour. */
export function OutcomeWord({ outcome }: { readonly outcome: EqaScore['outcome'] }) {
  const { t } = useTranslation();
  const sign = { PASS: '✓', FAIL: '✕', ABSENT: '✕', PENDING: '–' }[outcome];
  const tone = { PASS: 'fj-good', FAIL: 'fj-bad', ABSENT: 'fj-bad', PENDING: 'fj-faint' }[outcome];
  return (
    <span className={`${tone} fj-nowrap`}>
      <span aria-hidden>{sign}</span> {t(`eqa.outcomes.${outcome}`)}
    </span>
  );
}
