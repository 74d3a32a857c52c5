/** One ordered item with its earlier results: what must, may or cannot be recognised, why, and what to do. */
import { CheckOutlined, FileTextOutlined, QuestionCircleOutlined, RedoOutlined } from '@ant-design/icons';
import type { Candidate } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useAge } from '../../ui/age.tsx';
import { showInterval, showTime } from '../../ui/format.ts';
import { ReasonList } from '../../ui/finding-list.tsx';
import { useNamed } from '../../ui/language.ts';
import { saying } from '../../ui/listed.ts';
import { MarkBadges } from '../../ui/mark-badge.tsx';
import { ResultValue } from '../../ui/result-value.tsx';
import { VerdictTag } from '../../ui/verdict-tag.tsx';
import { AnswerStrip } from './answer-strip.tsx';
import type { Row } from './draft.ts';
import { isDone } from './draft.ts';

interface Props {
  readonly row: Row;
  /** Name of the panel that the item was ordered with. */
  readonly panelName: string | null;
  readonly decision: string | null;
  readonly isBusy: boolean;
  readonly onAccept: () => void;
  readonly onRepeat: () => void;
  readonly onOpen: (report: string) => void;
}

export function VerdictCard({ row, panelName, decision, isBusy, onAccept, onRepeat, onOpen }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const [isExpanded, setExpanded] = useState(false);
  const { check, answer } = row;
  const isAnswered = answer !== null && isDone(answer);
  const [best, ...others] = check.candidates;
  const isOpenMust = check.class === 'MUST' && !isAnswered && check.answered === null;
  return (
    <article
      className={`fj-card fj-card-${check.class ?? 'none'}${isAnswered ? ' fj-card-done' : ''}`}
      aria-label={`${named(check)} ${check.class === null ? '' : t(`verdict.${check.class}`)}`}
      data-item={check.item}
      data-open-must={isOpenMust}
      tabIndex={isOpenMust ? -1 : undefined}
    >
      <header className="fj-card-head">
        <VerdictTag verdict={check.class} />
        <h3>{named(check)}</h3>
        <span className="fj-faint">{check.item}</span>
        {check.panel === null ? null : (
          <span className="fj-faint">{t('clinical.order.fromPanel', { panel: panelName ?? check.panel })}</span>
        )}
        <span className="fj-card-space" />
        {check.price === null ? null : <span className="fj-faint">¥{check.price}</span>}
      </header>
      {check.answered !== null && answer === null ? (
        <p className="fj-card-before">{t(`clinical.order.answeredBefore.${check.answered}`)}</p>
      ) : null}
      {answer === null ? null : <AnswerStrip answer={answer} onEdit={onRepeat} />}
      {best === undefined || isAnswered ? null : (
        <>
          <div className="fj-card-body">
            <CandidateLine candidate={best} onOpen={onOpen} />
            <div className="fj-card-actions">
              {check.class === 'NOT' ? (
                <span className="fj-faint">{t('clinical.order.orderAnyway')}</span>
              ) : (
                <>
                  {check.answered === 'ACCEPT' ? null : (
                    <Button
                      type={isOpenMust ? 'primary' : 'default'}
                      icon={<CheckOutlined aria-hidden />}
                      disabled={isBusy}
                      onClick={onAccept}
                    >
                      {t('clinical.order.accept')}
                    </Button>
                  )}
                  {check.answered === 'REPEAT' ? null : (
                    <Button icon={<RedoOutlined aria-hidden />} disabled={isBusy} onClick={onRepeat}>
                      {t('clinical.order.repeat')}
                    </Button>
                  )}
                </>
              )}
              {decision === null ? null : <WhyLink decision={decision} item={check.item} />}
            </div>
          </div>
          {others.length === 0 ? null : (
            <button
              type="button"
              className="fj-plain-button fj-card-more"
              aria-expanded={isExpanded}
              onClick={() => setExpanded(!isExpanded)}
            >
              {isExpanded
                ? t('clinical.order.lessCandidates')
                : t('clinical.order.otherCandidates', { count: others.length })}
            </button>
          )}
          {isExpanded
            ? others.map((candidate) => (
                <CandidateLine key={candidate.result.id} candidate={candidate} onOpen={onOpen} isMinor />
              ))
            : null}
        </>
      )}
    </article>
  );
}

function WhyLink({ decision, item }: { readonly decision: string; readonly item: string }) {
  const { t } = useTranslation();
  return (
    <Link to="/explain/$decision" params={{ decision }} search={{ item }} target="_blank" className="fj-link">
      <QuestionCircleOutlined aria-hidden /> {t('act.why')}
    </Link>
  );
}

interface LineProps {
  readonly candidate: Candidate;
  readonly onOpen: (report: string) => void;
  readonly isMinor?: boolean;
}

function CandidateLine({ candidate, onOpen, isMinor = false }: LineProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const age = useAge();
  const { result } = candidate;
  const { reportId } = result;
  return (
    <div className={`fj-candidate${isMinor ? ' fj-candidate-minor' : ''}`}>
      <div className="fj-candidate-value">
        {isMinor ? <VerdictTag verdict={candidate.class} /> : null}
        <CandidateValue result={result} isMinor={isMinor} />
        <MarkBadges labels={result.marks} />
      </div>
      <div className="fj-candidate-facts">
        <strong>{named(result.institution)}</strong>
        <span>{showTime(result.collectedAt ?? result.reportedAt)}</span>
        <span>
          {age(candidate.ageHours, candidate.ageDays)} <Limit candidate={candidate} />
        </span>
        {result.method === null ? null : <span className="fj-faint">{result.method}</span>}
        {candidate.basis === null ? null : <span className="fj-basis">{t(`verdict.${candidate.basis}`)}</span>}
        {reportId === null ? null : (
          <button type="button" className="fj-plain-button" onClick={() => onOpen(reportId)}>
            <FileTextOutlined aria-hidden /> {t('act.viewReport')}
          </button>
        )}
      </div>
      <ReasonList reasons={candidate.reasons} />
    </div>
  );
}

function CandidateValue({ result, isMinor }: { readonly result: Candidate['result']; readonly isMinor: boolean }) {
  const { t } = useTranslation();
  if (result.content === 'image') return <span className="fj-candidate-image">{t('clinical.result.image')}</span>;
  if (result.content === 'conclusion') {
    return (
      <span className="fj-candidate-conclusion">{saying(t('clinical.report.conclusion'), result.value ?? '')}</span>
    );
  }
  return (
    <>
      <ResultValue value={result.value} unit={result.unit} flag={result.flag} large={!isMinor} />
      <span className="fj-faint">
        {t('clinical.result.reference')}{' '}
        {showInterval(result.referenceLow, result.referenceHigh, result.referenceText) ?? '—'}
      </span>
    </>
  );
}

function Limit({ candidate }: { readonly candidate: Candidate }) {
  const { t } = useTranslation();
  const { limit } = candidate;
  if (limit === null) return <span className="fj-faint">/ {t('clinical.order.noLimit')}</span>;
  const text =
    limit.days === undefined
      ? t('clinical.order.withinHours', { count: limit.hours ?? 0 })
      : t('clinical.order.withinDays', { count: limit.days });
  return (
    <Tooltip title={t('clinical.order.limitSource', { source: limit.source })}>
      <span className="fj-faint">/ {text}</span>
    </Tooltip>
  );
}
