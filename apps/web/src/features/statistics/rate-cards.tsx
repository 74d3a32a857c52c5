/** The rates of the whole, each with its numerator and denominator. */
import type { Measure, Rate, StatisticsRow } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { showRate } from '../../ui/format.ts';
import type { Picked } from './measures.ts';
import { PickNumber } from './pick-number.tsx';

interface Props {
  readonly row: StatisticsRow;
  readonly onPick: ((picked: Picked) => void) | null;
}

export function RateCards({ row, onPick }: Props) {
  const { t } = useTranslation();
  const { counts } = row;
  const pickOf = (measure: Measure, label: string): Picked => ({
    measure,
    label,
    unit: t('statistics.total'),
    key: null,
    code: null,
  });
  return (
    <div className="fj-rates">
      <RateCard
        title={t('statistics.access')}
        hint={t('statistics.accessHint')}
        rate={row.accessRate}
        numerator={pickOf('opened', t('statistics.opened'))}
        denominator={pickOf('prompted', t('statistics.prompted'))}
        onPick={onPick}
      />
      <RateCard
        title={t('statistics.gross')}
        hint={t('statistics.grossHint')}
        rate={row.grossRecognitionRate}
        numerator={pickOf('acceptedMust', t('statistics.acceptedMust'))}
        denominator={pickOf('opportunities', t('statistics.opportunities'))}
        onPick={onPick}
      />
      <RateCard
        title={t('statistics.net')}
        hint={t('statistics.netHint')}
        rate={row.netRecognitionRate}
        numerator={pickOf('acceptedMust', t('statistics.acceptedMust'))}
        denominator={null}
        onPick={onPick}
      />
      <RateCard
        title={t('statistics.encouraged')}
        hint={t('statistics.encouragedHint')}
        rate={row.encouragedRecognitionRate}
        numerator={pickOf('acceptedMay', t('statistics.acceptedMay'))}
        denominator={pickOf('encouraged', t('statistics.encouragedCount'))}
        onPick={onPick}
      />
      <div className="fj-rate">
        <h3>{t('statistics.yuanSaved')}</h3>
        <div className="fj-rate-value">
          ¥{Number(counts.yuanSaved).toLocaleString('zh-CN', { minimumFractionDigits: 2 })}
        </div>
        <div className="fj-rate-parts">
          {t('statistics.acceptedMust')} + {t('statistics.acceptedMay')}{' '}
          <PickNumber
            value={counts.acceptedMust + counts.acceptedMay}
            picked={pickOf('yuanSaved', t('statistics.yuanSaved'))}
            onPick={onPick}
          />
        </div>
      </div>
      <div className={`fj-rate${counts.overlooked > 0 ? ' fj-rate-alert' : ''}`}>
        <h3>{t('statistics.overlooked')}</h3>
        <div className="fj-rate-value">
          <PickNumber
            value={counts.overlooked}
            picked={pickOf('overlooked', t('statistics.overlooked'))}
            onPick={onPick}
          />
        </div>
        <div className="fj-rate-hint">{t('statistics.overlookedHint')}</div>
      </div>
    </div>
  );
}

interface CardProps {
  readonly title: string;
  readonly hint: string;
  readonly rate: Rate;
  readonly numerator: Picked;
  /** Null: the denominator is a difference and has no cases of its own. */
  readonly denominator: Picked | null;
  readonly onPick: ((picked: Picked) => void) | null;
}

function RateCard({ title, hint, rate, numerator, denominator, onPick }: CardProps) {
  const { t } = useTranslation();
  return (
    <div className="fj-rate">
      <h3>{title}</h3>
      <div className="fj-rate-value">{showRate(rate.value) ?? t('statistics.notApplicable')}</div>
      <div className="fj-rate-parts">
        <PickNumber value={rate.numerator} picked={numerator} onPick={onPick} /> /{' '}
        {denominator === null ? (
          rate.denominator.toLocaleString('zh-CN')
        ) : (
          <PickNumber value={rate.denominator} picked={denominator} onPick={onPick} />
        )}
      </div>
      <div className="fj-rate-hint">{hint}</div>
    </div>
  );
}
