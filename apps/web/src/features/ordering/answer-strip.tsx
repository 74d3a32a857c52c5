/** What was done with an item, and what the server made of it: chart text, deadline, or what is still missing. */
import {
  CheckCircleFilled,
  ClockCircleFilled,
  CopyOutlined,
  ExclamationCircleFilled,
  RedoOutlined,
} from '@ant-design/icons';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { showTime } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import type { Answer } from './draft.ts';

export function AnswerStrip({ answer, onEdit }: { readonly answer: Answer; readonly onEdit: () => void }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { message } = App.useApp();
  const { outcome } = answer;
  if (outcome === null) {
    return (
      <div className="fj-answer fj-answer-repeat" role="status">
        <div className="fj-answer-line">
          <span aria-hidden>
            <ClockCircleFilled />
          </span>
          <strong>{answer.choice === 'ACCEPT' ? t('clinical.order.accepted') : t('clinical.order.repeating')}</strong>
          <span>{t('clinical.order.toldLater')}</span>
        </div>
      </div>
    );
  }
  const isAccepted = outcome.outcome === 'ACCEPTED';
  const isAllowed = outcome.outcome === 'ORDER_ALLOWED';
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    void message.success(t('act.copied'));
  };
  return (
    <div className={`fj-answer fj-answer-${isAccepted ? 'accepted' : isAllowed ? 'repeat' : 'blocked'}`} role="status">
      <div className="fj-answer-line">
        <span aria-hidden>
          {isAccepted ? <CheckCircleFilled /> : isAllowed ? <RedoOutlined /> : <ExclamationCircleFilled />}
        </span>
        <strong>{headline()}</strong>
        {isAllowed && answer.code !== null ? (
          <span>{t('clinical.order.repeatingCode', { code: answer.code })}</span>
        ) : null}
        {outcome.explanationDueAt === null ? null : (
          <span>{t('clinical.order.explanationDue', { time: showTime(outcome.explanationDueAt) ?? '' })}</span>
        )}
        {outcome.flags.length === 0 ? null : <span>{t('clinical.order.flagged')}</span>}
        {isAccepted || isAllowed ? null : (
          <Button size="small" onClick={onEdit}>
            {t('clinical.order.undo')}
          </Button>
        )}
      </div>
      {outcome.missing.length === 0 ? null : (
        <ul className="fj-reasons">
          {outcome.missing.map((missing) => (
            <li key={missing.code}>
              <span>{say(missing.text)}</span>
            </li>
          ))}
        </ul>
      )}
      {outcome.chartText === null ? null : (
        <div className="fj-chart-text">
          <span className="fj-label">{t('clinical.order.chartText')}</span>
          <span>{outcome.chartText}</span>
          <Button
            size="small"
            type="text"
            icon={<CopyOutlined aria-hidden />}
            onClick={() => void copy(outcome.chartText ?? '')}
          >
            {t('act.copy')}
          </Button>
        </div>
      )}
    </div>
  );

  function headline(): string {
    switch (outcome?.outcome) {
      case 'ACCEPTED':
        return t('clinical.order.accepted');
      case 'ACCEPT_INCOMPLETE':
        return t('clinical.order.acceptedIncomplete');
      case 'ORDER_ALLOWED':
        return t('clinical.order.repeating');
      case 'ORDER_BLOCKED':
        return t('clinical.order.blocked');
      case 'REFUSED':
      case 'NOTED':
      case undefined:
        return t('clinical.order.refused');
    }
  }
}
