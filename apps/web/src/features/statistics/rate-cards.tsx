/** The rates of the whole, each with its numerator and denominator, and what should be none. */
import type { Measure, StatisticsRow } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { showRate } from '../../ui/format.ts';
import type { Picked } from './measures.ts';
import { RATES } from './measures.ts';
import { PickNumber } from './pick-number.tsx';

interface Props {
  readonly row: StatisticsRow;
  readonly onPick: ((picked: Picked) => void) | null;
}

export function RateCards({ row, onPick }: Props) {
  const { t } = useTranslation();
  const { counts } = row;
  const pickOf = (measure: Measure): Picked => ({
    measure,
    label: t(`statistics.measures.${measure}`),
    unit: t('statistics.total'),
    key: null,
    code: null,
  });
  return (
    <div className="fj-rates">
      {RATES.map(({ rate, numerator, denominator }) => (
        <div key={rate} className="fj-rate fj-rate-first">
          <h3>{t(`statistics.rates.${rate}`)}</h3>
          <div className="fj-rate-value">{showRate(row[rate].value) ?? t('statistics.notApplicable')}</div>
          <div className="fj-rate-parts">
            <PickNumber value={row[rate].numerator} picked={pickOf(numerator)} onPick={onPick} /> /{' '}
            <PickNumber value={row[rate].denominator} picked={pickOf(denominator)} onPick={onPick} />
          </div>
          <div className="fj-rate-hint">{t(`statistics.rateHints.${rate}`)}</div>
        </div>
      ))}
      <div className="fj-rate">
        <h3>{t('statistics.measures.yuanSaved')}</h3>
        <div className="fj-rate-value">
          {Number(counts.yuanSaved).toLocaleString('zh-CN', { minimumFractionDigits: 2 })}
        </div>
        <div className="fj-rate-parts">
          {t('statistics.acceptedAll')}{' '}
          <PickNumber value={counts.acceptedMust + counts.acceptedMay} picked={pickOf('yuanSaved')} onPick={onPick} />
        </div>
      </div>
      {(['overlooked', 'explanationsOverdue'] as const).map((measure) => (
        <div key={measure} className={`fj-rate${counts[measure] > 0 ? ' fj-rate-alert' : ''}`}>
          <h3>{measure === 'overlooked' ? t('statistics.measures.overlooked') : t('statistics.overdueTitle')}</h3>
          <div className="fj-rate-value">
            <PickNumber value={counts[measure]} picked={pickOf(measure)} onPick={onPick} />
          </div>
          <div className="fj-rate-hint">
            {measure === 'overlooked' ? t('statistics.overlookedHint') : t('statistics.overdueHint')}
          </div>
        </div>
      ))}
    </div>
  );
}
