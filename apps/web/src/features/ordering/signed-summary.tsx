/** After signing: what was ordered, what was reused with its chart text, and what is still owed to the patient. */
import { CheckCircleFilled, RedoOutlined } from '@ant-design/icons';
import type { PersonSummary } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import { App, Button, Result } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Page, Section } from '../../ui/page.tsx';
import type { Answer, Row } from './draft.ts';
import { summaryOf } from './draft.ts';
import { FreshItems } from './fresh-items.tsx';

interface Props {
  readonly person: PersonSummary;
  readonly rows: readonly Row[];
  readonly onAgain: () => void;
}

export function SignedSummary({ person, rows, onAgain }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const summary = summaryOf(rows);
  const ordered = rows.length - summary.accepted.length - summary.acceptedBefore.length;
  const chartTexts = summary.accepted.flatMap((row) =>
    row.answer?.outcome?.chartText === null || row.answer?.outcome?.chartText === undefined
      ? []
      : [row.answer.outcome.chartText],
  );
  const copyAll = async () => {
    await navigator.clipboard.writeText(chartTexts.join('\n'));
    void message.success(t('act.copied'));
  };
  return (
    <Page title={t('clinical.order.signed')} subtitle={person.nameMasked}>
      <Section title={t('clinical.order.summary')}>
        <Result
          status="success"
          title={ordered === 0 ? t('clinical.order.nothingToOrder') : t('clinical.order.signed')}
          subTitle={t('clinical.order.signedDetail', { ordered, accepted: summary.accepted.length })}
          extra={
            <>
              <Button type="primary" onClick={onAgain}>
                {t('clinical.order.newOrder')}
              </Button>
              {chartTexts.length === 0 ? null : (
                <Button onClick={() => void copyAll()}>{t('clinical.order.copyChart')}</Button>
              )}
              <Link to="/patients/$person" params={{ person: person.person }} className="fj-button-link">
                {t('clinical.order.toPatient')}
              </Link>
            </>
          }
        />
        <AnsweredList
          icon={<CheckCircleFilled aria-hidden className="fj-signed-accepted" />}
          title={t('clinical.order.sumAccepted')}
          rows={summary.accepted}
          noteOf={({ outcome }) => (outcome === null ? t('clinical.order.toldLater') : outcome.chartText)}
        />
        <AnsweredList
          icon={<RedoOutlined aria-hidden className="fj-signed-repeat" />}
          title={t('clinical.order.sumRepeat')}
          rows={summary.repeated}
          noteOf={(answer) => <RepeatNote answer={answer} />}
        />
        <FreshItems rows={summary.acceptedBefore} heading={t('clinical.order.acceptedBefore')} />
        <FreshItems rows={summary.repeatedBefore} heading={t('clinical.order.repeatedBefore')} />
        <FreshItems rows={summary.anew} heading={t('clinical.order.notRecognisable')} />
        <FreshItems rows={summary.fresh} heading={t('clinical.order.orderedFresh')} />
      </Section>
    </Page>
  );
}

interface AnsweredProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly noteOf: (answer: Answer) => ReactNode;
}

function AnsweredList({ icon, title, rows, noteOf }: AnsweredProps) {
  const named = useNamed();
  if (rows.length === 0) return null;
  return (
    <section className="fj-signed">
      <h3>
        {icon} {title} {rows.length}
      </h3>
      <ul>
        {rows.map((row) => (
          <li key={row.check.item}>
            <strong>{named(row.check)}</strong>
            <span>{row.answer === null ? null : noteOf(row.answer)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RepeatNote({ answer: { outcome, code } }: { readonly answer: Answer }) {
  const { t } = useTranslation();
  if (outcome === null) return t('clinical.order.toldLater');
  return (
    <>
      {code === null ? null : t('clinical.order.repeatingCode', { code })}{' '}
      {outcome.explanationDueAt === null
        ? null
        : t('clinical.order.explanationDue', { time: showTime(outcome.explanationDueAt) ?? '' })}{' '}
      {outcome.flags.length === 0 ? null : t('clinical.order.flagged')}
    </>
  );
}
