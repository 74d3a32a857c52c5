/** The foot of the order form: what will be ordered, what is reused, what is still open, and the signature. */
import { AlertOutlined, EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { ProblemAlert } from '../../ui/problem-alert.tsx';
import type { FormSummary } from './draft.ts';

interface Props {
  readonly summary: FormSummary;
  readonly isEmergency: boolean;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly hasItems: boolean;
  readonly onAcceptAll: () => void;
  readonly onEmergency: () => void;
  readonly onSign: () => void;
}

export function SignBar({ summary, isEmergency, isBusy, error, hasItems, onAcceptAll, onEmergency, onSign }: Props) {
  const { t } = useTranslation();
  if (!hasItems) return null;
  const unansweredMay = summary.unanswered.filter((row) => row.check.class === 'MAY').length;
  const counts = [
    { key: 'sumAccepted', count: summary.accepted.length + summary.acceptedBefore.length },
    { key: 'sumRepeat', count: summary.repeated.length + summary.repeatedBefore.length },
    { key: 'sumNew', count: summary.fresh.length + summary.unanswered.length - unansweredMay + summary.anew.length },
    ...(unansweredMay === 0 ? [] : [{ key: 'sumMay' as const, count: unansweredMay }]),
    { key: 'sumOpen', count: summary.open.length },
  ] as const;
  return (
    <div className="fj-sign-bar" role="region" aria-label={t('clinical.order.summary')}>
      {error === null ? null : <ProblemAlert error={error} />}
      <div className="fj-sign-line">
        <dl className="fj-sign-counts">
          {counts.map(({ key, count }) => (
            <div key={key} className={key === 'sumOpen' && count > 0 ? 'fj-sign-open' : undefined}>
              <dt>{t(`clinical.order.${key}`)}</dt>
              <dd>{count}</dd>
            </div>
          ))}
          <div>
            <dt>{t('clinical.order.saved')}</dt>
            <dd>¥{summary.saved}</dd>
          </div>
          {summary.open.length === 0 ? null : (
            <div>
              <dt>{t('clinical.order.savable')}</dt>
              <dd>¥{summary.savable}</dd>
            </div>
          )}
        </dl>
        <div className="fj-sign-actions">
          {summary.open.length > 0 && isEmergency ? (
            <Button
              danger
              icon={<AlertOutlined aria-hidden />}
              disabled={isBusy}
              onClick={onEmergency}
              title={t('clinical.order.emergencyHint')}
            >
              {t('clinical.order.emergencyAll')}
            </Button>
          ) : null}
          {summary.open.length > 1 ? (
            <Button disabled={isBusy} onClick={onAcceptAll}>
              {t('clinical.order.acceptAll', { count: summary.open.length })}
            </Button>
          ) : null}
          <Button type="primary" size="large" icon={<EditOutlined aria-hidden />} loading={isBusy} onClick={onSign}>
            {t('clinical.order.sign')}
          </Button>
        </div>
      </div>
      {summary.open.length > 0 && summary.holding.length === 0 ? (
        <div className="fj-sign-urgent">{t('clinical.order.signUrgent', { count: summary.open.length })}</div>
      ) : null}
      {summary.open.length === 0 && unansweredMay > 0 ? (
        <div className="fj-faint">{t('clinical.order.signMay')}</div>
      ) : null}
    </div>
  );
}
